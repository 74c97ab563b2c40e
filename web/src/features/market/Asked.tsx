// Whom a purchase was asked of, and what came of it.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { seen, useRefreshMarket } from './market';

type Line = Schema['AskedLine'];
const outcomes = ['asked', 'answered', 'ordered', 'declined', 'silent'] as const;

function One({ line, mayEdit }: { line: Line; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefreshMarket();
  const offer = useUndo();
  const path = { id: line.id };
  const put = (version: number, outcome: Line['outcome']) =>
    unwrap(
      api.PUT('/asked-enterprises/{id}', {
        params: { path, header: seen(version) },
        body: { outcome, words: line.words },
      }),
    );
  const change = useMutation({
    mutationFn: (outcome: Line['outcome']) => put(line.version, outcome),
    onSuccess: async (now) => {
      await refresh();
      offer(t('market.outcomeChanged', { name: line.enterpriseName }), async () => {
        await put(now.version, line.outcome);
        await refresh();
      });
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/asked-enterprises/{id}', { params: { path } })),
    onSuccess: async () => {
      await refresh();
      offer(t('market.notAskedAfterAll', { name: line.enterpriseName }), async () => {
        await unwrap(
          api.POST('/purchases/{id}/asked', {
            params: { path: { id: line.purchaseId } },
            body: { enterpriseId: line.enterpriseId },
          }),
        );
        await refresh();
      });
    },
  });
  const error = change.error ?? remove.error;
  return (
    <li>
      <Link to={`/ondernemers/${line.enterpriseId}`}>{line.enterpriseName}</Link>
      <span className="soft small">{` ${date(line.askedOn)}, ${line.personName}`}</span>
      {error && <ErrorNote error={error} />}
      {mayEdit ? (
        <div className="row no-print">
          <Select
            label={t('market.outcomeOf', { name: line.enterpriseName })}
            value={line.outcome}
            onChange={(value) => change.mutate(value as Line['outcome'])}
            options={outcomes.map((each) => ({ value: each, label: t(`market.outcome.${each}`) }))}
          />
          <Act of={line.enterpriseName} disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('market.removeAsked')}
          </Act>
        </div>
      ) : (
        <span>{` ${t(`market.outcome.${line.outcome}`)}`}</span>
      )}
    </li>
  );
}

export function Asked({ lines, mayEdit }: { lines: Line[]; mayEdit: boolean }) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{t('market.askedTitle')}</h3>
      <ul className="list list--plain">
        {lines.map((line) => (
          <One key={line.id} line={line} mayEdit={mayEdit} />
        ))}
      </ul>
    </>
  );
}
