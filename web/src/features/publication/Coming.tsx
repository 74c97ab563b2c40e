// Coming purchases that are public: for who works here, for entrepreneurs and for citizens the same list.
import { useQuery } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar, type Filter } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { useHash } from '../../ui/hash';
import { Awaited, Downloads, Empty, ListHead, Pages, Print } from '../../ui/list';
import { ListTable, type Column } from '../../ui/ListTable';
import { Interests } from './Interests';
import { Whom } from './Whom';
import { useComing } from './publication';

type Line = Schema['ComingLine'];
type Sort = 'title' | 'expected_on' | 'unit' | 'category' | 'band';
const perRequest = 200;

function useFilters(choices: Schema['ComingChoices'] | undefined): Filter[] {
  const { t } = useTranslation();
  const say = useComing();
  const counted = (label: string, count: number) => `${label} (${number(count)})`;
  return [
    {
      name: 'thema',
      label: t('app.theme'),
      options:
        choices?.themes.map((each) => ({ value: each.code, label: counted(say.theme(each.code), each.count) })) ?? [],
      say: say.theme,
    },
    {
      name: 'categorie',
      label: t('publication.category'),
      options:
        choices?.categories.map((each) => ({
          value: each.code,
          label: counted(say.pick(each.nameNl, each.nameEn), each.count),
        })) ?? [],
    },
    {
      name: 'periode',
      label: t('publication.expected'),
      options:
        choices?.periods.map((each) => ({ value: each.code, label: counted(say.quarter(each.code), each.count) })) ??
        [],
      say: say.quarter,
    },
    { name: 'passend', label: t('publication.onlyFitting') },
  ];
}

export function Coming() {
  const { t } = useTranslation();
  const works = useMay('purchase.read');
  const say = useComing();
  const { page, sorting, value } = useList();
  const filter = {
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('categorie') ? { category: value('categorie') } : {}),
    ...(value('periode') ? { period: value('periode') } : {}),
    ...(value('passend') ? { fitting: true } : {}),
  };
  const query = {
    ...filter,
    ...(sorting.by ? { sort: sorting.by as Sort, descending: sorting.descending } : {}),
  };
  const read = (at: number, size: number) =>
    unwrap(api.GET('/coming-purchases', { params: { query: { ...query, page: at, pageSize: size } } }));
  const { data, error, refetch } = useQuery({
    queryKey: ['coming', query, page],
    queryFn: () => read(page, pageSize),
    placeholderData: (before) => before,
  });
  const filters = useFilters(data?.choices);
  const [whole, setWhole] = useState<Line[]>();
  const load = async () => {
    const rows: Line[] = [];
    for (let at = 1; rows.length < (data?.total ?? 0); ++at) {
      const more = await read(at, perRequest);
      if (more.items.length === 0) break;
      rows.push(...more.items);
    }
    flushSync(() => setWhole(rows));
    window.addEventListener('afterprint', () => setWhole(undefined), { once: true });
  };
  useHash(data !== undefined);
  const columns: Column<Line>[] = [
    {
      label: t('publication.expected'),
      by: 'expected_on',
      cell: (line) => say.expected(line, line.exactness === 'day'),
    },
    { label: t('publication.unit'), by: 'unit', cell: (line) => line.unit ?? '–' },
    { label: t('publication.category'), by: 'category', cell: (line) => say.category(line) },
    { label: t('publication.themes'), cell: (line) => say.themesOf(line) },
    { label: t('publication.value'), by: 'band', cell: (line) => say.band(line.band) },
  ];
  const head = { label: t('publication.purchase'), by: 'title' };
  const download = new URLSearchParams(Object.entries(filter).map(([name, each]) => [name, String(each)])).toString();
  return (
    <div className="stack">
      <PageTitle title={t('publication.coming')} />
      <p className="lead">{t('publication.comingWhy')}</p>
      {!works && <Interests />}
      <FilterBar
        search={{ name: 'zoek', label: t('publication.search') }}
        filters={filters}
        sorts={[head, ...columns].flatMap(({ by, label }) => (by ? [{ by, label }] : []))}
      />
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && !data.open && works && (
        <p className="alert alert--note" role="note">
          {t('publication.notOpenYet')}
        </p>
      )}
      {data && (
        <div className="card stack stack--small">
          <ListHead
            total={data.total}
            text={t('publication.count', { count: data.total, formatted: number(data.total) })}
          >
            <Downloads address={`/api/v1/coming-purchase-exports?${download}`} formats={['csv']} />
            <Print load={load} />
          </ListHead>
          {data.items.length === 0 && (
            <Empty none={t(data.open || works ? 'publication.none' : 'publication.notPublished')}>
              {works && (
                <p>
                  <Link to="/inkopen?status=komend">{t('publication.chooseThem')}</Link>
                </p>
              )}
            </Empty>
          )}
          {data.items.length > 0 && (
            <ListTable
              label={t('publication.coming')}
              head={head}
              rows={whole ?? data.items}
              name={(line) => line.title}
              title={(line) => (
                <span id={line.id}>
                  {works ? <Link to={`/inkopen/${line.id}`}>{line.title}</Link> : <strong>{line.title}</strong>}
                  {line.fits && <span className="tag">{t('publication.fits')}</span>}
                </span>
              )}
              second={(line) =>
                [say.expected(line, line.exactness === 'day'), say.category(line), say.band(line.band)].join(' · ')
              }
              columns={columns}
            />
          )}
          <p className="soft small">{t('publication.estimate')}</p>
          <Pages page={page} pages={Math.max(1, Math.ceil(data.total / pageSize))} />
        </div>
      )}
      {!works && <Whom />}
    </div>
  );
}
