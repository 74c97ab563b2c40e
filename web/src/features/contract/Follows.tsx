// What takes over when the contract ends: a planned purchase, or nothing yet.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { useUndo } from '../../ui/Undo';
import { useRefresh, type Contract } from './contract';

export function useSuccessor(id: string) {
  return useQuery({
    queryKey: ['contract', id, 'successor'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/successor', { params: { path: { id } } })),
    enabled: id !== '',
  });
}

export function Follows({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayEdit = useMay('contract.edit');
  const { data } = useSuccessor(contract.id);
  const path = { id: contract.id };
  const away = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contracts/{id}/successor', { params: { path } })),
    onSuccess: async () => {
      await refresh();
      const purchase = data?.purchaseId;
      if (!purchase) return;
      offer(t('follow.wasAway', { title: contract.title }), async () => {
        await unwrap(api.PUT('/contracts/{id}/successor/{purchase}', { params: { path: { ...path, purchase } } }));
        await refresh();
      });
    },
  });
  if (!data) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="follows">
      <h2 id="follows">{t('follow.title')}</h2>
      {away.error && <ErrorNote error={away.error} />}
      {data.purchaseId ? (
        <p>
          <Link to={`/inkopen/${data.purchaseId}`}>{t('follow.by', { title: data.title })}</Link>{' '}
          <span className="soft small">{t('follow.said', { name: data.personName, day: date(data.at ?? '') })}</span>
        </p>
      ) : (
        <p>{t('follow.none')}</p>
      )}
      {mayEdit && (
        <p className="row no-print">
          {data.purchaseId ? (
            <button type="button" className="plain" onClick={() => away.mutate()}>
              {t('follow.away')}
            </button>
          ) : (
            <Link to={`/contracten/${contract.id}/opvolger`}>{t('follow.plan')}</Link>
          )}
        </p>
      )}
    </section>
  );
}
