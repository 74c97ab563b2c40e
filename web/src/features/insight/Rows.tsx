import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { useSearchParams, Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date, euros, money, number } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useSlice, useSorted } from '../../ui/filters';
import { Awaited, Downloads, Empty, ListHead, Pages, Print } from '../../ui/list';
import { ListTable, type Column } from '../../ui/ListTable';
import { useNames } from '../../ui/names';
import { Views } from '../../ui/Views';
import { useStandingFilters } from './Filters';
import { readQuery } from './filters';

type Row = Schema['ProcedureRow'] & { id: string };

const valueOf = (row: Row) =>
  row.foreignCents !== null && row.foreignCents !== undefined
    ? money(row.foreignCents, row.foreignCurrency)
    : row.valueCents === null || row.valueCents === undefined
      ? '–'
      : euros(row.valueCents);

function Themes({ codes, none }: { codes: string[]; none: string }) {
  const names = useNames();
  if (codes.length === 0) return <span className="soft">{none}</span>;
  return (
    <ul className="tags">
      {codes.map((code) => (
        <li key={code} className="tag">
          {names.theme(code)}
        </li>
      ))}
    </ul>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const asks = (row: Row) => t(row.ambitionOnly ? 'rows.onlyAmbition' : 'rows.asksNothing');
  return [
    { label: t('rows.published'), by: 'published', cell: (row) => date(row.publishedOn) },
    { label: t('rows.themes'), by: 'themes', cell: (row) => <Themes codes={row.themes} none={asks(row)} /> },
    { label: t('rows.declared'), cell: (row) => <Themes codes={row.declaredThemes} none={t('rows.none')} /> },
    {
      label: t('rows.value'),
      by: 'value',
      num: true,
      phone: true,
      cell: (row) => (
        <>
          {valueOf(row)}
          {row.maximumCents !== null && row.maximumCents !== undefined && (
            <div className="soft small rows__wide">
              {t('notice.maximum')} {euros(row.maximumCents)}
            </div>
          )}
        </>
      ),
    },
  ];
}

export function Rows() {
  const { t } = useTranslation();
  const names = useNames();
  const [params] = useSearchParams();
  const query = readQuery(params);
  const { data, error, refetch } = useQuery({
    queryKey: ['procedures', query],
    queryFn: () => unwrap(api.GET('/insight/procedures', { params: { query } })),
  });
  const back = new URLSearchParams(
    [...params].filter(([name]) => !['theme', 'instrument', 'status', 'unassigned', 'page', 'sorteer'].includes(name)),
  ).toString();
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  const rows = data?.items.map((row) => ({ ...row, id: row.procedureKey }));
  const sorted = useSorted(rows, {
    title: (row) => row.title,
    published: (row) => row.publishedOn,
    themes: (row) => row.themes.length,
    value: (row) => row.valueCents,
  });
  const { shown, ...paged } = useSlice(sorted);
  const columns = useColumns();
  const years = ['from', 'to'].flatMap((name) => params.get(name) ?? []);
  const filters = useStandingFilters(years).map((each) => ({ ...each, quiet: true }));
  const head = { label: t('rows.titleColumn'), by: 'title' };
  const total = data?.total ?? 0;
  const extra = (row: Row) =>
    [
      names.unit(row.unitId),
      names.code('nature', row.nature),
      row.whose === 'joint' ? t('whose.joint') : '',
      row.outcome && row.outcome !== 'awarded' ? t(word('outcome', row.outcome), row.outcome) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <div className="stack">
      <PageTitle
        title={t('rows.title')}
        crumbs={[{ to: `/waar-staan-we${back ? `?${back}` : ''}`, label: t('standing.title') }]}
      />
      <FilterBar filters={filters} sorts={[head, ...columns].flatMap(({ by, label }) => (by ? [{ by, label }] : []))}>
        <Views page="/waar-staan-we/aanbestedingen" />
      </FilterBar>
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <ListHead total={total} text={t('rows.count', { count: total, formatted: number(total) })}>
            <Downloads address={`/api/v1/insight/procedures/export?${asked}`} formats={['csv', 'xlsx']} />
            <Print />
          </ListHead>
          {data.truncated && <p className="alert alert--note">{t('rows.truncated')}</p>}
          {total === 0 && <Empty none={t('standing.empty')} />}
          {total > 0 && (
            <ListTable
              label={t('rows.title')}
              head={head}
              rows={shown}
              name={(row) => row.title}
              title={(row) => (
                <>
                  <Link to={`/aankondigingen/${row.noticeId}`}>{row.title}</Link>
                  <div className="soft small rows__wide">{extra(row)}</div>
                </>
              )}
              second={(row) =>
                [
                  date(row.publishedOn),
                  row.themes.map((theme) => names.theme(theme)).join(', ') || t('rows.asksNothing'),
                  extra(row),
                ].join(' · ')
              }
              columns={columns}
            />
          )}
          <Pages {...paged} />
        </div>
      )}
    </div>
  );
}
