// One's own account: the password, and where one is signed in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Confirmed } from '../../ui/Confirmed';

function Password() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: Schema['ChangePassword']) => unwrap(api.PUT('/account/password', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['own-sessions'] }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    change.mutate(
      { current: fieldValue(form, 'current'), renewed: fieldValue(form, 'renewed') },
      { onSuccess: () => form.reset() },
    );
  };
  return (
    <section className="card stack" aria-labelledby="password">
      <h2 id="password">{t('account.password')}</h2>
      <form className="form" onSubmit={submit} aria-labelledby="password">
        <ErrorSummary error={change.error} />
        {change.isSuccess && <p role="status">{t('account.changed')}</p>}
        <Field
          label={t('account.current')}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          pointer="/current"
          error={change.error}
        />
        <Field
          label={t('account.renewed')}
          hint={t('app.passwordHint')}
          name="renewed"
          type="password"
          autoComplete="new-password"
          required
          pointer="/renewed"
          error={change.error}
        />
        <div>
          <Button primary type="submit" disabled={change.isPending}>
            {t('account.change')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['own-sessions'], queryFn: () => unwrap(api.GET('/account/sessions')) });
  const done = { onSuccess: () => client.invalidateQueries({ queryKey: ['own-sessions'] }) };
  const end = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/account/sessions/{id}', { params: { path: { id } } })),
    ...done,
  });
  const endOthers = useMutation({ mutationFn: () => unwrap(api.DELETE('/account/sessions')), ...done });
  const fault = error ?? end.error ?? endOthers.error;
  const items = data?.items ?? [];
  return (
    <section className="card stack" aria-labelledby="sessions">
      <h2 id="sessions">{t('account.sessions')}</h2>
      <p>{t('account.sessionsText')}</p>
      {fault && <ErrorNote error={fault} />}
      {!data && !error && <Loading />}
      <ul className="list">
        {items.map((each) => (
          <li key={each.id} className="row row--between">
            <span>
              <strong>{each.device || t('account.unknownDevice')}</strong>{' '}
              {each.current && <span className="tag">{t('account.current_session')}</span>}
              <span className="soft small">{` ${[each.address, t('account.lastSeen', { when: dateTime(each.seenAt) })].filter(Boolean).join(' · ')}`}</span>
            </span>
            {!each.current && (
              <Confirmed
                label={t('account.end')}
                name={each.device || t('account.unknownDevice')}
                question={t('account.endQuestion', { device: each.device || t('account.unknownDevice') })}
                act={() => end.mutate(each.id)}
                pending={end.isPending}
              />
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <div>
          <Confirmed
            label={t('account.endOthers')}
            name=""
            question={t('account.endOthersQuestion', { count: items.length - 1 })}
            act={() => endOthers.mutate()}
            pending={endOthers.isPending}
          />
        </div>
      )}
    </section>
  );
}

export function Account() {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <PageTitle title={t('account.title')} />
      <Sessions />
      <Password />
    </div>
  );
}
