// What a policy document is: status, level, dates; and changing that.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { DocumentFields, type DocumentInput } from './DocumentFields';

export type Detail = Schema['DocumentDetail'];

const inputOf = ({
  title,
  kind,
  level,
  unitId,
  validFrom,
  validTo,
  status,
  adoptedOn,
  adoptedDespite,
}: Detail): DocumentInput => ({ title, kind, level, unitId, validFrom, validTo, status, adoptedOn, adoptedDespite });

export function EditFacts({ detail, done }: { detail: Detail; done: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [value, setValue] = useState(inputOf(detail));
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/policy-documents/{id}', {
          params: { path: { id: detail.id }, header: { 'If-Match': `"${detail.version}"` } },
          body: value,
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      done();
    },
    onError: () => client.invalidateQueries({ queryKey: ['document', detail.id] }),
  });
  const adopting =
    value.status.startsWith('adopted') && !detail.status.startsWith('adopted') && detail.missingSectors.length > 0;
  return (
    <form
      className="form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <DocumentFields value={value} onChange={setValue} error={save.error} />
      {adopting && (
        <div className="alert alert--note stack stack--small">
          <strong>
            {t('policy.missing')}: {detail.missingSectors.map((each) => t(word('sector', each))).join(', ')}
          </strong>
          <p>{t('policy.missingText')}</p>
          <TextArea
            label={t('policy.despite')}
            value={value.adoptedDespite ?? ''}
            onChange={(event) => setValue({ ...value, adoptedDespite: event.target.value || null })}
            pointer="/adoptedDespite"
            error={save.error}
          />
        </div>
      )}
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={done}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

export function Facts({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const names = useNames();
  const facts: [string, string][] = [
    [t('policy.kindLabel'), t(`policy.kind.${detail.kind}`)],
    [
      t('policy.levelLabel'),
      t(`policy.level.${detail.level}`) + (detail.unitId ? ` – ${names.unit(detail.unitId)}` : ''),
    ],
    [
      t('policy.statusLabel'),
      t(`policy.status.${detail.status}`) + (detail.adoptedOn ? `, ${date(detail.adoptedOn)}` : ''),
    ],
    [t('policy.validFrom'), date(detail.validFrom)],
    [t('policy.validTo'), date(detail.validTo)],
    ...(detail.adoptedDespite ? ([[t('policy.despite'), detail.adoptedDespite]] as [string, string][]) : []),
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
