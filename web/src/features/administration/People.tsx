// Everybody, with their roles and whether they can sign in; one line to invite.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { dateTime } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useList, useSlice } from '../../ui/filters';
import { Awaited, Downloads, ListHead, Pages, Scroll } from '../../ui/list';
import {
  type Account,
  type State as AccountState,
  states,
  useAccounts,
  useRoleOptions,
  useUnitOptions,
} from './accounts';
import { Invite } from './Invite';
import { State } from './State';

function Row({ account }: { account: Account }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <Link to={`/beheer/mensen/${account.personId}`}>{account.name}</Link>
        {account.deputies.length > 0 && (
          <span className="soft small">
            {' '}
            {t('beheer.standsIn', { name: account.deputies.join(', '), count: account.deputies.length })}
          </span>
        )}
      </th>
      <td>
        <ul className="tags" aria-label={t('beheer.rolesOf', { name: account.name })}>
          {account.roles.map((role) => (
            <li key={role} className="tag">
              {t(word('role', role))}
            </li>
          ))}
        </ul>
      </td>
      <td>{account.unit ?? '–'}</td>
      <td>{account.seenAt ? dateTime(account.seenAt) : t('beheer.neverSeen')}</td>
      <td>
        <State state={account.state} />
      </td>
    </tr>
  );
}

export function People() {
  const { t } = useTranslation();
  const { value } = useList();
  const query = {
    ...(value('zoek') ? { q: value('zoek') } : {}),
    ...(value('rol') ? { role: value('rol') } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('toestand') ? { state: value('toestand') as AccountState } : {}),
  };
  const { data, error } = useAccounts(query);
  const { shown, page, pages } = useSlice(data?.items);
  return (
    <div className="stack">
      <PageTitle title={t('beheer.people')} />
      <Invite />
      <FilterBar
        search={{ name: 'zoek', label: t('beheer.search') }}
        filters={[
          {
            name: 'rol',
            label: t('beheer.role'),
            options: [...useRoleOptions(), { value: '-', label: t('beheer.noRole') }],
          },
          { name: 'onderdeel', label: t('app.unit'), options: useUnitOptions(t('app.all')).slice(1) },
          {
            name: 'toestand',
            label: t('beheer.stateLabel'),
            options: states.map((each) => ({ value: each, label: t(`beheer.state.${each}`) })),
          },
        ]}
      />
      <Awaited data={data} error={error} />
      {data && (
        <section className="card stack stack--small" aria-label={t('beheer.people')}>
          <ListHead total={data.items.length} text={t('beheer.count', { count: data.items.length })}>
            <Downloads address="/api/v1/person-exports" formats={['csv', 'xlsx']} />
          </ListHead>
          <Scroll label={t('beheer.people')}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('beheer.name')}</th>
                  <th scope="col">{t('beheer.roles')}</th>
                  <th scope="col">{t('app.unit')}</th>
                  <th scope="col">{t('beheer.seen')}</th>
                  <th scope="col">{t('beheer.stateLabel')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((account) => (
                  <Row key={account.personId} account={account} />
                ))}
              </tbody>
            </table>
          </Scroll>
          <Pages page={page} pages={pages} />
        </section>
      )}
      <p className="no-print">
        <Link to="/inlezen/people">{t('imports.title.people')}</Link>
      </p>
    </div>
  );
}
