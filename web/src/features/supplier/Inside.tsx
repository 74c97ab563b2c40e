// Around every page of who is in: whose page it is, the way back and out; and what to do when one is not in any more.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useLocation, useNavigate } from 'react-router';
import { api, ApiError, type Schema, unwrap } from '../../api/client';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { useOverview } from './supplier';

export function Inside({ children }: { children: (overview: Schema['SupplierOverview']) => ReactNode }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { data, error, refetch } = useOverview();
  const leave = useMutation({
    mutationFn: () => unwrap(api.DELETE('/supplier/session')),
    onSettled: () => {
      client.removeQueries({ queryKey: ['supplier'] });
      void navigate('/leverancier');
    },
  });
  if (error instanceof ApiError && error.problem.status === 401)
    return (
      <div className="stack">
        <PageTitle title={t('supplier.enter')} />
        <p>{t('supplier.notIn')}</p>
      </div>
    );
  if (error && !data) return <PageError error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <div className="row row--between no-print">
        <span className="soft">{t('supplier.who', { name: data.name, party: data.party })}</span>
        <span className="row">
          {pathname !== '/leverancier/overzicht' && <Link to="/leverancier/overzicht">{t('supplier.overview')}</Link>}
          <button type="button" className="plain" onClick={() => leave.mutate()}>
            {t('supplier.leave')}
          </button>
        </span>
      </div>
      {children(data)}
    </div>
  );
}
