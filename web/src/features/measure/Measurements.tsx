// All measurements: filters and views in the address, and what those of one indicator add up to.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar, type Filter } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { useThemeFilter, useUnitFilter } from '../../ui/kinds';
import { Downloads, Print } from '../../ui/list';
import { downloadOf, Listing, sortsOf } from '../../ui/Listing';
import type { Column } from '../../ui/ListTable';
import { Status } from '../../ui/Status';
import { Views } from '../../ui/Views';
import { certainties, levels, shapeOf, stands, useIndicators, type Line, type Stands } from './measure';
import { MeasureNav } from './MeasureNav';

type Sort = 'title' | 'period' | 'contract' | 'value' | 'state' | 'reported_name';

function useMeasureFilters(): Filter[] {
  const { t } = useTranslation();
  const indicators = useIndicators();
  const theme = useThemeFilter(t('app.theme'));
  const unit = useUnitFilter(t('app.unit'));
  return [
    {
      name: 'telt',
      label: t('measure.standsLabel'),
      options: stands.map((each) => ({ value: each, label: t(`measure.stands.${each}`) })),
    },
    {
      name: 'indicator',
      label: t('measure.indicator'),
      options: indicators.items.map((each) => ({ value: each.code, label: indicators.name(each) })),
    },
    theme,
    {
      name: 'niveau',
      label: t('measure.levelLabel'),
      options: levels.map((each) => ({ value: each, label: t(`measure.level.${each}`) })),
    },
    {
      name: 'zekerheid',
      label: t('measure.certaintyLabel'),
      options: certainties.map((each) => ({ value: each, label: t(`measure.certainty.${each}`) })),
    },
    unit,
    { name: 'beoordelen', label: t('measure.onlyToJudge') },
    { name: 'mijn', label: t('measure.mine') },
    { name: 'jaar', label: t('measure.year'), quiet: true, say: (value) => value },
    { name: 'zonder', label: t('measure.onlyWithout'), quiet: true },
    { name: 'contract', label: t('measure.ofContract'), quiet: true },
    { name: 'doel', label: t('measure.ofGoal'), quiet: true },
  ];
}

function filterOf(params: URLSearchParams) {
  const value = (name: string) => params.get(name) ?? '';
  return {
    stands: value('telt') ? [value('telt')] : [],
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(value('indicator') ? { indicator: value('indicator') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('niveau') ? { level: value('niveau') as (typeof levels)[number] } : {}),
    ...(value('zekerheid') ? { certainty: value('zekerheid') as Line['certainty'] } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('contract') ? { contractId: value('contract') } : {}),
    ...(value('zonder') ? { withoutContract: true } : {}),
    ...(value('doel') ? { goalId: value('doel') } : {}),
    ...(Number(value('jaar')) ? { year: Number(value('jaar')) } : {}),
    ...(value('beoordelen') ? { toJudge: true } : {}),
    ...(value('mijn') ? { mine: true } : {}),
  };
}

export function Standing({ stand }: { stand: Stands }) {
  const { t } = useTranslation();
  return <Status kind={shapeOf[stand]}>{t(`measure.stands.${stand}`)}</Status>;
}

export function Measurements() {
  const { t } = useTranslation();
  const mayEdit = useMay('measure.edit');
  const indicators = useIndicators();
  const { params, page, sorting } = useList();
  const filters = useMeasureFilters();
  const query = {
    ...filterOf(params),
    ...(sorting.by ? { sort: sorting.by as Sort, descending: sorting.descending } : {}),
    page,
    pageSize,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['measurements', query],
    queryFn: () => unwrap(api.GET('/measurements', { params: { query } })),
    placeholderData: (before) => before,
  });
  const download = downloadOf(filterOf(params));
  const period = (line: Line) => `${date(line.periodFrom)} – ${date(line.periodTo)}`;
  const columns: Column<Line>[] = [
    { label: t('measure.ofContract'), by: 'contract', cell: (line) => line.contract ?? t('measure.noContract') },
    { label: t('measure.period'), by: 'period', cell: period },
    { label: t('measure.certaintyLabel'), cell: (line) => t(`measure.certainty.${line.certainty}`) },
    { label: t('measure.standsLabel'), by: 'state', cell: (line) => <Standing stand={line.stands} /> },
    { label: t('measure.by'), by: 'reported_name', cell: (line) => line.reportedName },
    { label: t('measure.figure'), by: 'value', num: true, phone: true, cell: (line) => indicators.figure(line) },
  ];
  const head = { label: t('measure.one'), by: 'title' };
  const sum = data?.sum;
  const added =
    sum && sum.value !== null && sum.value !== undefined
      ? ` · ${t('measure.together', { sum: `${number(Math.round(sum.value * 100) / 100)} ${indicators.unit(sum.unit)}` })}`
      : '';
  const add = `/metingen/nieuw${params.get('contract') ? `?contract=${params.get('contract') ?? ''}` : ''}`;
  return (
    <div className="stack">
      <PageTitle title={t('measure.title')}>
        {mayEdit && (
          <Link to={add} className="action no-print">
            {t('measure.add')}
          </Link>
        )}
      </PageTitle>
      <MeasureNav />
      <FilterBar search={{ name: 'zoek', label: t('measure.search') }} filters={filters} sorts={sortsOf(head, columns)}>
        <Views page="/metingen" />
      </FilterBar>
      <Listing
        data={data}
        error={error ?? indicators.error}
        retry={() => void refetch()}
        text={t('measure.count', { count: data?.total ?? 0, formatted: number(data?.total ?? 0) }) + added}
        empty={t('measure.empty')}
        tools={
          <>
            <Downloads address={`/api/v1/measurement-exports?${download}`} formats={['csv', 'xlsx']} />
            <Print />
          </>
        }
        label={t('measure.title')}
        head={head}
        name={(line) => `${line.title}, ${line.contract ?? ''} ${period(line)}`}
        title={(line) => <Link to={`/metingen/${line.id}`}>{line.title}</Link>}
        second={(line) =>
          [line.contract ?? '', period(line), t(`measure.stands.${line.stands}`)].filter(Boolean).join(' · ')
        }
        columns={columns}
      >
        {sum && sum.leftOut.length > 0 && (
          <p className="small">{t('measure.notAdded', { count: sum.leftOut.length })}</p>
        )}
      </Listing>
    </div>
  );
}
