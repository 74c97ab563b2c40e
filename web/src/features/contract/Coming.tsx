// What comes: contracts that end, days to give notice or to decide, what is due, plans and actions, by month and the nearest first.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date, monthName, number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { useUnitFilter } from '../../ui/kinds';
import { Awaited, CountLink, Empty, ListHead, Pages, Print, Scroll } from '../../ui/list';

type Line = Schema['ContractDateLine'];
type Month = Schema['ComingMonth'];
const kinds = ['ends', 'notice', 'option', 'due', 'plan', 'action'] as const;

// "2026-12" as its first and last day.
function daysOf(month: string) {
  const [year = 0, at = 0] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, at, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${String(last).padStart(2, '0')}` };
}

function Months({ months, today }: { months: Month[]; today: string }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const to = (month: string, kind: string) => {
    const after = new URLSearchParams(params);
    after.delete('page');
    after.set('maand', month);
    after.set('soort', kind);
    return `?${after.toString()}`;
  };
  const used = kinds.filter((kind) => months.some((each) => each[kind] > 0));
  return (
    <details>
      <summary>{t('contract.coming.perMonth')}</summary>
      <Scroll label={t('contract.coming.perMonth')}>
        <table className="table">
          <caption className="visually-hidden">{t('contract.coming.perMonth')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('contract.coming.month')}</th>
              {used.map((kind) => (
                <th key={kind} scope="col" className="num">
                  {t(`contract.coming.kind.${kind}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((each) => (
              <tr key={each.month}>
                <th scope="row">{monthName(each.month)}</th>
                {used.map((kind) => (
                  <td key={kind} className="num">
                    {each[kind] === 0 ? (
                      '–'
                    ) : (
                      <CountLink
                        to={to(each.month, kind)}
                        count={each[kind]}
                        aria-label={t('contract.coming.cell', {
                          count: each[kind],
                          kind: t(`contract.coming.kind.${kind}`),
                          month: monthName(each.month),
                        })}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="soft small">{t('contract.coming.from', { day: date(today) })}</p>
    </details>
  );
}

function Row({ line }: { line: Line }) {
  const { t } = useTranslation();
  const rest = [
    line.what,
    line.kind === 'ends' && line.tacit ? t('contract.coming.tacit') : '',
    line.kind === 'ends' && !line.tacit && line.successor ? t('contract.coming.followed') : '',
    line.kind === 'ends' && !line.tacit && !line.successor ? t('contract.coming.unfollowed') : '',
    line.party ?? '',
    line.manager ?? t('contract.noManager'),
  ];
  return (
    <li className="line">
      <div className="line__words">
        <strong>{`${date(line.day)} · ${t(`contract.coming.kind.${line.kind}`)}`}</strong>
        <div>
          <Link to={`/contracten/${line.contractId}${line.kind === 'plan' ? '#social-return' : ''}`}>
            {[line.contract, line.reference ?? ''].filter(Boolean).join(' ')}
          </Link>
        </div>
        <div className="soft small">{rest.filter(Boolean).join(' · ')}</div>
      </div>
    </li>
  );
}

export function Coming() {
  const { t } = useTranslation();
  const unit = useUnitFilter(t('app.unit'));
  const { params, page } = useList();
  const value = (name: string) => params.get(name) ?? '';
  const month = /^\d{4}-\d{2}$/.test(value('maand')) ? daysOf(value('maand')) : null;
  const query = {
    kinds: value('soort') ? [value('soort')] : [],
    ...(month ?? {}),
    ...(value('mijn') ? { mine: true } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    page,
    pageSize,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['contracts', 'coming', query],
    queryFn: () => unwrap(api.GET('/contract-dates', { params: { query } })),
    placeholderData: (before) => before,
  });
  const months = [...new Set((data?.items ?? []).map((each) => each.day.slice(0, 7)))];
  return (
    <div className="stack">
      <PageTitle title={t('contract.coming.title')} />
      <FilterBar
        filters={[
          {
            name: 'soort',
            label: t('contract.coming.kindLabel'),
            options: kinds.map((each) => ({ value: each, label: t(`contract.coming.kind.${each}`) })),
          },
          unit,
          { name: 'mijn', label: t('contract.mine') },
          { name: 'maand', label: t('contract.coming.month'), quiet: true, say: monthName },
        ]}
      />
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <ListHead
            total={data.total}
            text={t('contract.coming.count', { count: data.total, formatted: number(data.total), day: date(data.to) })}
          >
            <Print />
          </ListHead>
          {data.items.length === 0 && <Empty none={t('contract.coming.empty')} />}
          {data.months.length > 1 && <Months months={data.months} today={data.from} />}
          {months.map((each) => (
            <section key={each} aria-labelledby={`month-${each}`}>
              <h2 id={`month-${each}`}>{monthName(each)}</h2>
              <ul className="list">
                {data.items
                  .filter((line) => line.day.startsWith(each))
                  .map((line, at) => (
                    <Row key={`${line.contractId}-${line.kind}-${line.day}-${String(at)}`} line={line} />
                  ))}
              </ul>
            </section>
          ))}
          <Pages page={page} pages={Math.max(1, Math.ceil(data.total / pageSize))} />
        </div>
      )}
    </div>
  );
}
