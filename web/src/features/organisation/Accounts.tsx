// Who can sign in: roles, blocking, and a link to choose a new password.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { word } from '../../i18n';
import { Act, Button, ErrorNote, PageTitle } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';
import { Checks, ErrorSummary } from '../../ui/fields';
import { Awaited } from '../../ui/list';
import { roles } from './roles';

type Account = Schema['AccountRow'];

function Roles({ account, done }: { account: Account; done: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState(account.roles);
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/accounts/{person}/roles', {
          params: { path: { person: account.personId } },
          body: { roles: chosen },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['accounts'] });
      done();
    },
  });
  return (
    <form
      className="form"
      aria-label={t('accounts.rolesOf', { name: account.name })}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <Checks
        legend={t('accounts.rolesOf', { name: account.name })}
        options={roles.map((each) => ({ value: each, label: t(word('role', each)) }))}
        chosen={chosen}
        onChange={setChosen}
        pointer="/roles"
      />
      <p className="soft small">{t('accounts.rolesEnd')}</p>
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={done}>
          {t('app.rather')}
        </Button>
      </div>
    </form>
  );
}

function ResetLink({ name, link }: { name: string; link: Schema['ResetLink'] }) {
  const { t } = useTranslation();
  // Behind the # it reaches no server and no log.
  const address = `${window.location.origin}/nieuw-wachtwoord#${link.token}`;
  return (
    <div className="alert alert--note" role="status">
      <p>{t('accounts.linkFor', { name, until: dateTime(link.expiresAt) })}</p>
      <p>
        <code className="wrap-anywhere">{address}</code>
      </p>
      <Button onClick={() => void navigator.clipboard.writeText(address)}>{t('accounts.copy')}</Button>
    </div>
  );
}

function Row({ account }: { account: Account }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const path = { person: account.personId };
  const refresh = () => client.invalidateQueries({ queryKey: ['accounts'] });
  const state = useMutation({
    mutationFn: (active: boolean) =>
      unwrap(api.PUT('/accounts/{person}/state', { params: { path }, body: { active } })),
    onSuccess: refresh,
  });
  const link = useMutation({
    mutationFn: () => unwrap(api.POST('/accounts/{person}/reset-links', { params: { path } })),
    onSuccess: refresh,
  });
  return (
    <li className="card stack stack--small">
      <div className="row row--between">
        <h2 className="h3">{account.name}</h2>
        {!account.active && <span className="tag tag--bad">{t('accounts.blocked')}</span>}
      </div>
      <p className="soft small">
        {[
          account.userName,
          account.unit ?? '',
          account.seenAt ? t('accounts.seen', { when: dateTime(account.seenAt) }) : t('accounts.neverSeen'),
          account.sessions > 0 ? t('accounts.open', { count: account.sessions }) : '',
          account.resetUntil ? t('accounts.linkOut', { until: dateTime(account.resetUntil) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ul className="tags" aria-label={t('organisation.roles')}>
        {account.roles.map((role) => (
          <li key={role} className="tag">
            {t(word('role', role))}
          </li>
        ))}
      </ul>
      {(state.error ?? link.error) && <ErrorNote error={state.error ?? link.error} />}
      {link.data && <ResetLink name={account.name} link={link.data} />}
      {editing ? (
        <Roles account={account} done={() => setEditing(false)} />
      ) : (
        <div className="row">
          <Act of={account.name} onClick={() => setEditing(true)}>
            {t('accounts.changeRoles')}
          </Act>
          {account.active && !account.demo && (
            <Confirmed
              label={t('accounts.reset')}
              name={account.name}
              question={t('accounts.resetSure', { name: account.name })}
              act={() => link.mutate()}
              pending={link.isPending}
            />
          )}
          {account.active ? (
            <Confirmed
              label={t('accounts.block')}
              name={account.name}
              question={t('accounts.blockSure', { name: account.name })}
              act={() => state.mutate(false)}
              pending={state.isPending}
            />
          ) : (
            <Confirmed
              label={t('accounts.activate')}
              name={account.name}
              question={t('accounts.activateSure', { name: account.name })}
              act={() => state.mutate(true)}
              pending={state.isPending}
            />
          )}
        </div>
      )}
    </li>
  );
}

export function Accounts() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['accounts'], queryFn: () => unwrap(api.GET('/accounts')) });
  return (
    <div className="stack">
      <PageTitle title={t('accounts.title')} />
      <p className="lead">{t('accounts.intro')}</p>
      <Awaited data={data} error={error} />
      <ul className="stack list--plain">
        {data?.items.map((account) => (
          <Row key={account.personId} account={account} />
        ))}
      </ul>
    </div>
  );
}
