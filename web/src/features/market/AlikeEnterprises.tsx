// Entries that may be one enterprise. People say so, and can take it back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { percent } from '../../format';
import { Act, ErrorNote, PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';
import { useUndo } from '../../ui/Undo';
import { useRefreshMarket } from './market';

type Pair = Schema['AlikeEnterprises'];

function Alike({ pair, mayEdit }: { pair: Pair; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefreshMarket();
  const offer = useUndo();
  // The second goes into the first; both stay, and can be parted.
  const path = { id: pair.otherId };
  const join = useMutation({
    mutationFn: () => unwrap(api.PUT('/enterprises/{id}/join', { params: { path }, body: { intoId: pair.oneId } })),
    onSuccess: async () => {
      await refresh();
      offer(t('market.joined', { one: pair.one, other: pair.other }), async () => {
        await unwrap(api.DELETE('/enterprises/{id}/join', { params: { path } }));
        await refresh();
      });
    },
  });
  const apart = useMutation({
    mutationFn: () => unwrap(api.PUT('/enterprises/{id}/apart', { params: { path }, body: { otherId: pair.oneId } })),
    onSuccess: async () => {
      await refresh();
      offer(t('market.saidApart', { one: pair.one, other: pair.other }), async () => {
        await unwrap(
          api.DELETE('/enterprises/{id}/apart/{other}', { params: { path: { id: pair.otherId, other: pair.oneId } } }),
        );
        await refresh();
      });
    },
  });
  const error = join.error ?? apart.error;
  const name = `${pair.one}, ${pair.other}`;
  const about = (place?: string | null, kvk?: string | null) => [place ?? '', kvk ?? ''].filter(Boolean).join(', ');
  return (
    <li>
      <Link to={`/ondernemers/${pair.oneId}`}>{pair.one}</Link>
      <span className="soft small">{` ${about(pair.onePlace, pair.oneKvk)}`}</span>
      {' – '}
      <Link to={`/ondernemers/${pair.otherId}`}>{pair.other}</Link>
      <span className="soft small">{` ${about(pair.otherPlace, pair.otherKvk)}`}</span>
      <div className="soft small">
        {pair.by === 'kvk' ? t('market.sameNumber') : t('market.alikeName', { share: percent(pair.likeness) })}
      </div>
      {error && <ErrorNote error={error} />}
      {mayEdit && (
        <div className="row no-print">
          <Act of={name} disabled={join.isPending} onClick={() => join.mutate()}>
            {t('market.isSame')}
          </Act>
          <Act of={name} disabled={apart.isPending} onClick={() => apart.mutate()}>
            {t('market.isOther')}
          </Act>
        </div>
      )}
    </li>
  );
}

export function AlikeEnterprises() {
  const { t } = useTranslation();
  const mayEdit = useMay('market.edit');
  const { data, error, refetch } = useQuery({
    queryKey: ['enterprises', 'alike'],
    queryFn: () => unwrap(api.GET('/enterprise-lookalikes')),
  });
  return (
    <div className="stack">
      <PageTitle title={t('market.alikeTitle')} crumbs={[{ to: '/ondernemers', label: t('market.title') }]} />
      <p className="lead">{t('market.alikeLead')}</p>
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data?.items.length === 0 && <p>{t('market.noneAlike')}</p>}
      {data && data.items.length > 0 && (
        <ul className="card list list--plain">
          {data.items.map((pair) => (
            <Alike key={pair.oneId + pair.otherId} pair={pair} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
    </div>
  );
}
