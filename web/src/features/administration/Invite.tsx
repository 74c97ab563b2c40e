// An address and a role are enough; a list of addresses is pasted at once.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { Button } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { useRefreshPeople, useRoleOptions, useUnitOptions } from './accounts';

// "Vos, M. <m.vos@x.nl>" has a comma of its own.
const addressesIn = (typed: string) =>
  typed.split(typed.includes('<') ? /[\n;]+/ : /[\s,;]+/).filter((each) => each.trim() !== '');

// Behind the # a link reaches no server and no log.
export const linkOf = (token: string) => `${window.location.origin}/nieuw-wachtwoord#${token}`;

function Made({ items, mailed }: Schema['InvitedPeople']) {
  const { t } = useTranslation();
  const links = items.filter((each) => each.token);
  const all = links.map((each) => `${each.address}\t${linkOf(each.token ?? '')}`).join('\n');
  return (
    <div className="alert alert--note" role="status">
      <p>{t(mailed ? 'beheer.invitedByMail' : 'beheer.invited', { count: links.length })}</p>
      <ul className="list">
        {items.map((each) => (
          <li key={each.address}>
            {each.name} ({each.address}){' '}
            {each.token ? (
              <code className="wrap-anywhere">{linkOf(each.token)}</code>
            ) : (
              <strong>{t('beheer.known')}</strong>
            )}
          </li>
        ))}
      </ul>
      {links[0]?.expiresAt && <p>{t('beheer.linkOnce', { until: dateTime(links[0].expiresAt) })}</p>}
      {links.length > 0 && (
        <Button onClick={() => void navigator.clipboard.writeText(all)}>
          {t('beheer.copyLinks', { count: links.length })}
        </Button>
      )}
    </div>
  );
}

export function Invite() {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState('budget_holder');
  const [unit, setUnit] = useState('');
  const invite = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/people/invitations', { body: { addresses: addressesIn(typed), role, unitId: unit || null } })),
    onSuccess: async () => {
      setTyped('');
      await refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <section className="card stack stack--small no-print" aria-labelledby="invite">
      <h2 id="invite" className="h3">
        {t('beheer.invite')}
      </h2>
      <form className="form form--wide" onSubmit={submit} aria-labelledby="invite">
        <ErrorSummary error={invite.error} />
        <div className="form__row">
          <TextArea
            label={t('beheer.addresses')}
            rows={1}
            required
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            pointer="/addresses"
            error={invite.error}
          />
          <Select
            label={t('beheer.role')}
            value={role}
            onChange={setRole}
            options={useRoleOptions()}
            pointer="/role"
            error={invite.error}
          />
          <Select
            label={t('beheer.unitOptional')}
            value={unit}
            onChange={setUnit}
            options={useUnitOptions(t('beheer.wholeMunicipality'))}
            pointer="/unitId"
            error={invite.error}
          />
        </div>
        <div>
          <Button primary type="submit" disabled={invite.isPending}>
            {t('beheer.sendInvite')}
          </Button>
        </div>
      </form>
      {invite.data && <Made {...invite.data} />}
    </section>
  );
}
