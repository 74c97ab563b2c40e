// By what a purchase serves a goal: what was confirmed with what it asks and how sure that is, and how many suggestions wait.
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { date, euros, number } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { decide, keyOf, useLinksChanged, type Pair, type State } from './links';

type Row = Schema['Served'];

function ServedRow({
  row,
  of,
  act,
}: {
  row: Row;
  of: 'goal' | 'purchase';
  act?: ((row: Row) => ReactNode) | undefined;
}) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <li className="stack stack--small">
      <div className="row row--between">
        {of === 'goal' ? (
          <Link to={`/inkopen/${row.purchaseId}`}>{row.purchase}</Link>
        ) : (
          <Link to={`/beleid/doelen/${row.goalId}`}>{row.goal}</Link>
        )}
        <span className={row.surety === 'linked' ? 'tag tag--sun' : 'tag'}>
          {t(`links.served.surety.${row.surety}`)}
        </span>
      </div>
      {of === 'goal' && (
        <span className="soft small">
          {[row.reference, String(row.year), euros(row.valueCents)].filter(Boolean).join(' · ')}
        </span>
      )}
      {row.asks.length > 0 && (
        <ul>
          {row.asks.map((each) => (
            <li key={each.id}>
              <Link to={`/inkopen/${row.purchaseId}/eisen#eis-${each.id}`}>{each.title}</Link>{' '}
              <span className="soft small">
                {[
                  names.code('instrument', each.instrument),
                  names.theme(each.theme),
                  ...each.variables
                    .filter((one) => one.value)
                    .map((one) => `${one.name}: ${one.value}${one.kind === 'percentage' ? ' %' : ''}`),
                  each.weightBp ? t('links.served.weight', { percent: number(each.weightBp / 100) }) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      <span className="soft small">
        {row.why && `“${row.why}” `}
        {t('links.served.said', { person: row.person ?? '–', at: date(row.at) })}
      </span>
      {act?.(row)}
    </li>
  );
}

// What a rule found, to be said right or wrong where it stands.
function Waiting({ pair, of }: { pair: Pair; of: 'goal' | 'purchase' }) {
  const { t } = useTranslation();
  const changed = useLinksChanged();
  const offer = useUndo();
  const title = of === 'goal' ? pair.lower.title : pair.upper.title;
  const say = useMutation({
    mutationFn: (state: State) => decide(pair, state, '', pair.version),
    onSuccess: async (answer, state) => {
      await changed();
      const version = answer.items[0]?.version;
      if (version)
        offer(`${t(`links.state.${state}`)}: ${title}`, async () => {
          await decide(pair, 'suggested', '', version);
          await changed();
        });
    },
  });
  return (
    <li>
      {title}{' '}
      {pair.mayDecide && (
        <span className="row no-print">
          <Act of={title} disabled={say.isPending} onClick={() => say.mutate('confirmed')}>
            {t('links.yes')}
          </Act>
          <Act of={title} disabled={say.isPending} onClick={() => say.mutate('rejected')}>
            {t('links.no')}
          </Act>
        </span>
      )}
      {say.error && <ErrorNote error={say.error} />}
    </li>
  );
}

interface Props {
  of: 'goal' | 'purchase';
  id: string;
  aside?: ReactNode; // beside the heading
  act?: (row: Row) => ReactNode; // what can be done with what was confirmed
  children?: ReactNode;
}

export function Served({ of, id, aside, act, children }: Props) {
  const { t } = useTranslation();
  const query = of === 'goal' ? { goalId: id } : { purchaseId: id };
  const { data, error } = useQuery({
    queryKey: ['served', query],
    queryFn: () => unwrap(api.GET('/served-goals', { params: { query } })),
  });
  const waiting = useQuery({
    queryKey: ['waiting-links', of, id],
    queryFn: () =>
      unwrap(
        api.GET('/links', {
          params: {
            query: { of: `${of}:${id}`, state: 'suggested', upperKind: 'goal', lowerKind: 'purchase', limit: 3 },
          },
        }),
      ),
  }).data;
  return (
    <section className="card stack stack--small" aria-labelledby="served">
      <div className="row row--between">
        <h2 id="served">{t(of === 'goal' ? 'links.served.title' : 'links.served.goals')}</h2>
        {aside}
      </div>
      {error && <ErrorNote error={error} />}
      {data?.items.length === 0 && <p>{t(of === 'goal' ? 'links.served.nothing' : 'links.served.nothingHere')}</p>}
      {data && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((row) => (
            <ServedRow key={`${row.goalId}${row.purchaseId}`} row={row} of={of} act={act} />
          ))}
        </ul>
      )}
      {waiting && waiting.total > 0 && (
        <div className="waiting stack stack--small">
          <p className="soft">{t('links.served.suggested', { count: waiting.total })}</p>
          <ul className="soft">
            {waiting.items.map((pair) => (
              <Waiting key={keyOf(pair)} pair={pair} of={of} />
            ))}
          </ul>
          <p className="no-print">
            <Link to={`/beleid/koppelingen?van=${of}:${id}`}>{t('links.served.judge')}</Link>
          </p>
        </div>
      )}
      {children}
    </section>
  );
}
