import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

type Said = Schema['OwnerInput']['whose'];
const choices: Said[] = ['own', 'joint', 'other'];

// What somebody said changes lists and figures alike.
export function useSettled() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
}

export function Owner({ detail, mayJudge }: { detail: Schema['NoticeDetail']; mayJudge: boolean }) {
  const { t } = useTranslation();
  const settled = useSettled();
  const [whose, setWhose] = useState<Said>(detail.whose === 'other' || detail.whose === 'unknown' ? 'own' : 'other');
  const path = { params: { path: { id: detail.id } } };
  const claim = useMutation({
    mutationFn: (reason: string) => unwrap(api.PUT('/notices/{id}/owner', { ...path, body: { whose, reason } })),
    onSuccess: settled,
  });
  const undo = useMutation({ mutationFn: () => unwrap(api.DELETE('/notices/{id}/owner', path)), onSuccess: settled });
  const inForce = detail.claims.find((each) => !each.withdrawnAt);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    claim.mutate(fieldValue(event.currentTarget, 'reason'));
  };
  const buyer = detail.notice.buyers.map((each) => each.name).join(', ') || '?';
  return (
    <section className="card stack stack--small" aria-labelledby="owner">
      <h2 id="owner">{t('owner.title')}</h2>
      <p role="status">
        <strong>{detail.whose === 'other' ? t('owner.ofOther', { buyer }) : t(word('whose', detail.whose))}</strong>
      </p>
      {detail.leftOut ? (
        <p>{t('owner.notCounted', { reason: t(word('leftOut', detail.leftOut)) })}</p>
      ) : (
        <p className="soft">{t('owner.counted')}</p>
      )}
      {(claim.error ?? undo.error) && <ErrorNote error={claim.error ?? undo.error} />}
      {detail.claims.length > 0 && (
        <ul className="list small" aria-label={t('owner.history')}>
          {detail.claims.map((each) => (
            <li key={each.at}>
              {t('owner.said', { person: each.person, whose: t(word('whose', each.whose)), at: dateTime(each.at) })}{' '}
              {each.reason}
              {each.withdrawnAt && ` (${t('owner.takenBack', { at: dateTime(each.withdrawnAt) })})`}
            </li>
          ))}
        </ul>
      )}
      {mayJudge && inForce && (
        <div>
          <Button type="button" onClick={() => undo.mutate()} disabled={undo.isPending}>
            {t('owner.undo')}
          </Button>
        </div>
      )}
      {mayJudge && !inForce && (
        <form className="form" onSubmit={submit}>
          <Select
            label={t('owner.say')}
            value={whose}
            options={choices.map((value) => ({ value, label: t(`whose.${value}`) }))}
            onChange={(value) => setWhose(value as Said)}
          />
          <div className="field">
            <label htmlFor="owner-reason">{t('owner.reason')}</label>
            <input id="owner-reason" name="reason" className="input" maxLength={2000} />
          </div>
          <div>
            <Button type="submit" disabled={claim.isPending}>
              {t('owner.save')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

// The notices that were ticked in the list, all at once; "as the rule says" takes back what was said.
export function ClaimMany({ chosen, onDone }: { chosen: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const settled = useSettled();
  const [whose, setWhose] = useState<string>('own');
  const claim = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/notice-owners', {
          body: { noticeIds: chosen, whose: whose === '' ? null : (whose as Said), reason: '' },
        }),
      ),
    onSuccess: async () => {
      await settled();
      onDone();
    },
  });
  if (chosen.length === 0) return null;
  return (
    <div className="row" role="group" aria-label={t('owner.many', { count: chosen.length })}>
      <span>{t('owner.many', { count: chosen.length })}</span>
      <Select
        label={t('owner.say')}
        value={whose}
        options={[
          ...choices.map((value) => ({ value, label: t(`whose.${value}`) })),
          { value: '', label: t('owner.byRule') },
        ]}
        onChange={setWhose}
      />
      <Button onClick={() => claim.mutate()} disabled={claim.isPending}>
        {t('owner.save')}
      </Button>
      {claim.error && <ErrorNote error={claim.error} />}
    </div>
  );
}
