// One person: facts, roles, who stands in, where signed in, open work, and what changed.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { Confirmed } from '../../ui/Confirmed';
import { Changes } from '../../ui/Changes';
import { type Account, useAccount, useRefreshPeople, useUnitOptions } from './accounts';
import { Deputies } from './Deputies';
import { Grants } from './Grants';
import { HandOver } from './HandOver';
import { linkOf } from './Invite';
import { Sessions } from './Sessions';
import { State } from './State';
import { Undo, type Undoable } from './Undo';

function Facts({ account }: { account: Account }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [value, setValue] = useState({
    name: account.name,
    email: account.email ?? '',
    jobTitle: account.jobTitle ?? '',
    unitId: account.unitId ?? '',
  });
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/accounts/{person}/person', {
          params: { path: { person: account.personId } },
          body: {
            name: value.name,
            email: value.email || null,
            jobTitle: value.jobTitle || null,
            unitId: value.unitId || null,
          },
        }),
      ),
    onSuccess: refresh,
  });
  const text = (name: 'name' | 'email' | 'jobTitle', label: string) => (
    <Field
      label={label}
      value={value[name]}
      onChange={(event) => setValue({ ...value, [name]: event.target.value })}
      pointer={`/${name}`}
      error={save.error}
      required={name === 'name'}
    />
  );
  return (
    <section className="card stack stack--small" aria-labelledby="facts">
      <h2 id="facts" className="h3">
        {t('beheer.facts')}
      </h2>
      <form
        className="form"
        aria-labelledby="facts"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ErrorSummary error={save.error} />
        {text('name', t('beheer.name'))}
        {text('email', t('beheer.email'))}
        {text('jobTitle', t('beheer.job'))}
        <Select
          label={t('app.unit')}
          value={value.unitId}
          onChange={(unitId) => setValue({ ...value, unitId })}
          options={useUnitOptions(t('app.noUnit'))}
          pointer="/unitId"
          error={save.error}
        />
        <div className="row">
          <Button type="submit" disabled={save.isPending}>
            {t('app.save')}
          </Button>
          <span role="status">{save.isSuccess ? t('beheer.saved') : ''}</span>
        </div>
      </form>
    </section>
  );
}

function Access({ account }: { account: Account }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [done, setDone] = useState<Undoable | null>(null);
  const path = { person: account.personId };
  const set = async (active: boolean) => {
    await unwrap(api.PUT('/accounts/{person}/state', { params: { path }, body: { active } }));
    await refresh();
  };
  const state = useMutation({
    mutationFn: set,
    onSuccess: (_, active) =>
      setDone({
        text: t(active ? 'beheer.activated' : 'beheer.deactivated', { name: account.name }),
        back: () => set(!active),
      }),
  });
  const link = useMutation({
    mutationFn: () => unwrap(api.POST('/accounts/{person}/reset-links', { params: { path } })),
    onSuccess: refresh,
  });
  if (account.state === 'none') return <p className="card">{t('beheer.noAccount')}</p>;
  return (
    <section className="card stack stack--small" aria-labelledby="access">
      <h2 id="access" className="h3">
        {t('beheer.access')}
      </h2>
      <p>
        {t('beheer.signsInWith', { name: account.userName ?? '' })}{' '}
        {account.resetUntil && t('beheer.linkOut', { until: dateTime(account.resetUntil) })}
      </p>
      {(state.error ?? link.error) && <ErrorNote error={state.error ?? link.error} />}
      <div className="row">
        {account.active && !account.demo && (
          <Confirmed
            label={t('beheer.reset')}
            name={account.name}
            question={t('beheer.resetSure', { name: account.name })}
            act={() => link.mutate()}
            pending={link.isPending}
          />
        )}
        <Button disabled={state.isPending} onClick={() => state.mutate(!account.active)}>
          {t(account.active ? 'beheer.deactivate' : 'beheer.activate')}
        </Button>
      </div>
      <p className="soft small">{t('beheer.deactivateHint')}</p>
      {link.data && (
        <div className="alert alert--note" role="status">
          <p>{t('beheer.linkFor', { name: account.name, until: dateTime(link.data.expiresAt) })}</p>
          <p>
            <code className="wrap-anywhere">{linkOf(link.data.token)}</code>
          </p>
        </div>
      )}
      <Undo done={done} />
      <Sessions account={account} />
    </section>
  );
}

export function Person() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error } = useAccount(id);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={data.name} crumbs={[{ to: '/beheer/mensen', label: t('beheer.people') }]}>
        <State state={data.state} />
      </PageTitle>
      <Facts key={data.personId} account={data} />
      {data.state !== 'none' && <Grants key={JSON.stringify(data.grants)} account={data} />}
      <Access account={data} />
      <Deputies account={data} />
      <HandOver account={data} />
      <Changes kind="person" id={data.personId} />
    </div>
  );
}
