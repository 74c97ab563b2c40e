// All purchases: filters and views in the address, many at once, a download, and the two ways to begin one.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros, number, shortEuros } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { Awaited, Downloads, Empty, ListHead, Pages, Print } from '../../ui/list';
import { ListTable, type Column } from '../../ui/ListTable';
import { useSelection } from '../../ui/selection';
import { Views } from '../../ui/Views';
import { BulkPurchases } from './BulkPurchases';
import { filterOf, usePurchaseFilters } from './filters';
import { useSecond } from './Line';
import { PurchaseNav } from './PurchaseNav';
import { ThemeStates } from './ThemeStates';

type Line = Schema['PurchaseLine'];
type Sort = 'title' | 'publish_on' | 'value' | 'status' | 'unit' | 'budget_holder' | 'undecided';

const perRequest = 100;

export function Purchases() {
  const { t } = useTranslation();
  const mayEdit = useMay('purchase.edit');
  const { params, page, sorting, value } = useList();
  const filters = usePurchaseFilters();
  const second = useSecond();
  const found = filterOf(params);
  const query = {
    ...found,
    order: 'nearest' as const,
    ...(sorting.by ? { sort: sorting.by as Sort, descending: sorting.descending } : {}),
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['purchases', query, page],
    queryFn: () => unwrap(api.GET('/purchases', { params: { query: { ...query, page, pageSize } } })),
    placeholderData: (before) => before,
  });
  // For paper: every page of the API's, one after the other.
  const [whole, setWhole] = useState<Line[]>();
  const load = async () => {
    const rows: Line[] = [];
    for (let at = 1; rows.length < (data?.total ?? 0); ++at) {
      const more = await unwrap(
        api.GET('/purchases', { params: { query: { ...query, page: at, pageSize: perRequest } } }),
      );
      if (more.items.length === 0) break;
      rows.push(...more.items);
    }
    flushSync(() => setWhole(rows));
    window.addEventListener('afterprint', () => setWhole(undefined), { once: true });
  };
  const selection = useSelection(data?.total ?? 0);
  const columns: Column<Line>[] = [
    { label: t('purchase.when'), by: 'publish_on', cell: (line) => (line.publishOn ? date(line.publishOn) : '–') },
    { label: t('purchase.statusLabel'), by: 'status', cell: (line) => t(`purchase.status.${line.status}`) },
    { label: t('purchase.unit'), by: 'unit', cell: (line) => line.unit ?? t('app.noUnit') },
    { label: t('purchase.holder'), by: 'budget_holder', cell: (line) => line.budgetHolder ?? t('purchase.noHolder') },
    { label: t('purchase.themesShort'), by: 'undecided', cell: (line) => <ThemeStates line={line} /> },
    { label: t('purchase.band'), by: 'value', num: true, phone: true, cell: (line) => euros(line.valueCents) },
  ];
  const head = { label: t('purchase.one'), by: 'title' };
  // A figure counts themes, a list purchases: where the filters ask for a state, the list says both.
  const decided = value('besluit');
  const counted =
    decided === 'applied' || decided === 'unless' ? decided : value('onbeslist') === 'ja' ? 'undecided' : null;
  const download = new URLSearchParams(
    Object.entries(found)
      .filter(([, each]) => String(each) !== '')
      .map(([name, each]) => [name, String(each)]),
  ).toString();
  return (
    <div className="stack">
      <PageTitle title={t('purchase.title')}>
        {mayEdit && (
          <span className="row no-print">
            <Link to="/inkopen/klein" className="action">
              {t('purchase.addSmall')}
            </Link>
            <Link to="/inkopen/nieuw">{t('purchase.add')}</Link>
            <Link to="/inkopen/inlezen">{t('purchase.import')}</Link>
          </span>
        )}
      </PageTitle>
      <PurchaseNav />
      <FilterBar
        search={{ name: 'zoek', label: t('purchase.search') }}
        filters={filters}
        sorts={[head, ...columns].flatMap(({ by, label }) => (by ? [{ by, label }] : []))}
      >
        <Views page="/inkopen" />
      </FilterBar>
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <ListHead
            total={data.total}
            text={t('purchase.count', {
              count: data.total,
              formatted: number(data.total),
              euros: shortEuros(data.valueCents),
            })}
          >
            {counted && !params.get('thema') && (
              <span data-total={data[counted]}>
                {t(`purchase.found.${counted}`, { count: data[counted], formatted: number(data[counted]) })}
              </span>
            )}
            <Downloads address={`/api/v1/purchase-exports?${download}`} formats={['csv', 'xlsx']} />
            <Print load={load} />
          </ListHead>
          {data.items.length === 0 && (
            <Empty none={t('purchase.empty')}>
              {mayEdit && (
                <p className="row">
                  <Link to="/inkopen/klein">{t('purchase.addSmall')}</Link>
                  <Link to="/inkopen/inlezen">{t('purchase.import')}</Link>
                </p>
              )}
            </Empty>
          )}
          {data.items.length > 0 && (
            <ListTable
              label={t('purchase.title')}
              head={head}
              rows={whole ?? data.items}
              name={(line) => line.title}
              title={(line) => (
                <>
                  <Link to={`/inkopen/${line.id}`}>{line.title}</Link>
                  {line.reference && <span className="soft small">{` ${line.reference}`}</span>}
                  {line.openAs && <span className="soft small">{` · ${t('purchase.onlyOpen')}`}</span>}
                  {line.small && <span className="soft small">{` · ${t('purchase.small')}`}</span>}
                </>
              )}
              second={second}
              columns={columns}
              selection={mayEdit ? selection : undefined}
            />
          )}
          {mayEdit && <BulkPurchases selection={selection} found={found} archived={value('archief') !== ''} />}
          <Pages page={page} pages={Math.max(1, Math.ceil(data.total / pageSize))} />
        </div>
      )}
    </div>
  );
}
