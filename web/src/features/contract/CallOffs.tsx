// What was called off under a framework, and what is left of its ceiling.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { date, euros } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { Status } from '../../ui/Status';
import type { Contract } from './contract';

export function CallOffs({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'call-offs'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/call-offs', { params: { path: { id: contract.id } } })),
  });
  if (!error && data?.items.length === 0 && (contract.ceilingCents === null || contract.ceilingCents === undefined))
    return null;
  const left = data?.leftCents ?? null;
  return (
    <section className="card stack stack--small" aria-labelledby="call-offs">
      <h2 id="call-offs">{t('contract.callOffs')}</h2>
      {error && <ErrorNote error={error} />}
      {data && data.ceilingCents !== null && data.ceilingCents !== undefined && left !== null && (
        <p>
          {t('contract.ofCeiling', { called: euros(data.calledCents), ceiling: euros(data.ceilingCents) })}{' '}
          {left < 0 ? (
            <Status kind="late">{t('contract.overCeiling', { amount: euros(-left) })}</Status>
          ) : (
            t('contract.leftOfCeiling', { amount: euros(left) })
          )}
        </p>
      )}
      {data && data.unknown > 0 && <p>{t('contract.callOffsUnknown', { count: data.unknown })}</p>}
      {data?.items.length === 0 && <p>{t('contract.noCallOffs')}</p>}
      {data && data.items.length > 0 && (
        <Scroll label={t('contract.callOffs')}>
          <table className="table">
            <caption className="visually-hidden">{t('contract.callOffs')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('contract.one')}</th>
                <th scope="col">{t('contract.party')}</th>
                <th scope="col">{t('contract.stateLabel')}</th>
                <th scope="col">{t('contract.startOn')}</th>
                <th scope="col" className="num">
                  {t('contract.value')}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((each) => (
                <tr key={each.id}>
                  <th scope="row">
                    <Link to={`/contracten/${each.id}`}>{each.title}</Link>
                    {each.reference && <span className="soft small">{` ${each.reference}`}</span>}
                  </th>
                  <td>{each.party ?? t('contract.noParty')}</td>
                  <td>{t(`contract.state.${each.state}`)}</td>
                  <td>{each.startOn ? date(each.startOn) : '–'}</td>
                  <td className="num">
                    {each.valueCents === null || each.valueCents === undefined ? '–' : euros(each.valueCents)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
