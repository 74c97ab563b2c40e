// Invoices and hours that were reported for social return, with their files.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../api/client';
import { date, exactEuros, number } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { Status } from '../../ui/Status';
import type { Contract } from './contract';
import { EvidencePart } from './EvidencePart';

const shapes = { reported: 'proposed', verified: 'applied', rejected: 'late' } as const;

export function Efforts({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'efforts'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/efforts', { params: { path: { id: contract.id } } })),
  });
  if (error) return <ErrorNote error={error} />;
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <h3>{t('contract.efforts')}</h3>
      <ul className="list">
        {data.items.map((each) => {
          const amount =
            each.kind === 'invoice'
              ? exactEuros((each.cents ?? 0) / 100)
              : t('contract.hoursDone', { hours: number(each.hours ?? 0) });
          const of = [amount, each.words, date(each.onDay)].join(' · ');
          return (
            <li key={each.id}>
              <Status kind={shapes[each.state]}>{t(`contract.effortState.${each.state}`)}</Status> {of}
              {each.reason && <div className="soft small">{each.reason}</div>}
              <EvidencePart contract={contract} owner="effort" id={each.id} of={of} open={each.state !== 'verified'} />
            </li>
          );
        })}
      </ul>
    </>
  );
}
