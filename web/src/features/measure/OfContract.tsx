// On the page of a contract: how many figures there are of it, and the way to one more.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { number } from '../../format';
import { CountLink } from '../../ui/list';

export function OfContract({ id }: { id: string }) {
  const { t } = useTranslation();
  const mayRead = useMay('measure.read');
  const mayEdit = useMay('measure.edit');
  const query = { stands: [], contractId: id, page: 1, pageSize: 1 };
  const { data } = useQuery({
    queryKey: ['measurements', query],
    queryFn: () => unwrap(api.GET('/measurements', { params: { query } })),
    enabled: mayRead,
  });
  if (!data) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="measured">
      <h2 id="measured">{t('measure.ofThisContract')}</h2>
      <p>
        <CountLink to={`/metingen?contract=${id}`} count={data.total}>
          {t('measure.count', { count: data.total, formatted: number(data.total) })}
        </CountLink>
      </p>
      {mayEdit && (
        <p className="no-print">
          <Link to={`/metingen/nieuw?contract=${id}`}>{t('measure.add')}</Link>
        </p>
      )}
    </section>
  );
}
