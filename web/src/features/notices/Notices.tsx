// What was published: searched, filtered, sorted; many given to a unit, or said whose they are.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, money, number } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { useThemeFilter, useUnitFilter } from '../../ui/kinds';
import { Awaited, Empty, ListHead, Pages, Print } from '../../ui/list';
import { ListTable, type Column } from '../../ui/ListTable';
import { useNames } from '../../ui/names';
import { useSelection } from '../../ui/selection';
import { Views } from '../../ui/Views';
import { BulkNotices } from './BulkNotices';

type Row = Schema['NoticeRow'];

const stages = [
  'planning',
  'consultation',
  'competition',
  'result',
  'modification',
  'completion',
  'change',
  'other',
] as const;
const owners = ['own', 'joint', 'other', 'unknown'] as const;
const reasons = [
  'none',
  'any',
  'other_buyer',
  'unknown_buyer',
  'unjudged',
  'planning',
  'consultation',
  'modification',
  'completion',
  'change',
  'unknown_form',
  'replaced',
] as const;

function queryOf(params: URLSearchParams) {
  const value = (name: string) => params.get(name) || undefined;
  const unit = value('onderdeel');
  return {
    search: value('search'),
    stage: value('stage'),
    theme: value('theme'),
    whose: value('whose'),
    leftOut: value('leftOut'),
    ...(unit === '-' ? { noUnit: true } : unit ? { unitId: unit } : {}),
  };
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const names = useNames();
  return [
    { label: t('notices.when'), by: 'published_on', cell: (notice) => date(notice.publishedOn) },
    { label: t('notices.stage'), by: 'stage', cell: (notice) => t(word('stage', notice.stage)) },
    {
      label: t('notices.buyer'),
      by: 'buyer',
      cell: (notice) => (
        <>
          {notice.whose === 'other' ? t('owner.ofOther', { buyer: notice.buyer || '?' }) : notice.buyer}
          {notice.whose === 'joint' && ` · ${t('whose.joint')}`}
          <div className="soft small">{names.unit(notice.unitId)}</div>
        </>
      ),
    },
    {
      label: t('notices.asked'),
      cell: (notice) => notice.themes.map((theme) => names.theme(theme)).join(', ') || '–',
    },
    {
      label: t('notices.value'),
      by: 'value',
      num: true,
      phone: true,
      cell: (notice) =>
        notice.valueCents !== null && notice.valueCents !== undefined
          ? money(notice.valueCents, notice.currency)
          : notice.maximumCents !== null && notice.maximumCents !== undefined
            ? `${t('notice.maximum')} ${money(notice.maximumCents, notice.currency)}`
            : '–',
    },
  ];
}

function useNoticeFilters() {
  const { t } = useTranslation();
  const theme = useThemeFilter(t('app.theme'), 'theme');
  const unit = useUnitFilter(t('app.unit'), { none: true });
  return [
    {
      name: 'stage',
      label: t('notices.stage'),
      options: stages.map((value) => ({ value, label: t(`stage.${value}`) })),
    },
    theme,
    unit,
    {
      name: 'whose',
      label: t('notices.whose'),
      none: t('notices.notOthers'),
      options: owners.map((value) => ({ value, label: t(`whose.${value}`) })),
    },
    {
      name: 'leftOut',
      label: t('notices.leftOut'),
      options: reasons.map((value) => ({ value, label: t(`leftOut.${value}`) })),
    },
  ];
}

export function Notices() {
  const { t } = useTranslation();
  const mayJudge = useMay('notices.judge');
  const mayImport = useMay('notices.import');
  const { params, page, sorting } = useList();
  const found = queryOf(params);
  const query = {
    ...found,
    ...(sorting.by
      ? {
          sort: sorting.by as 'title' | 'published_on' | 'stage' | 'buyer' | 'value',
          descending: sorting.descending,
        }
      : {}),
    page,
    pageSize,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['notices', query],
    queryFn: () => unwrap(api.GET('/notices', { params: { query } })),
    placeholderData: keepPreviousData,
  });
  const selection = useSelection(data?.total ?? 0);
  const columns = useColumns();
  const filters = useNoticeFilters();
  const head = { label: t('notices.one'), by: 'title' };
  return (
    <div className="stack">
      <PageTitle title={t('notices.title')}>
        <span className="row no-print">
          <Link to="/aankondigingen/eigen-namen">{t('owner.marks')}</Link>
          <Link to="/aankondigingen/regels">{t('unitRules.title')}</Link>
          {mayImport && <Link to="/aankondigingen/toevoegen">{t('notices.upload')}</Link>}
        </span>
      </PageTitle>
      <FilterBar
        search={{ name: 'search', label: t('notices.search'), hint: t('notices.searchHint') }}
        filters={filters}
        sorts={[head, ...columns].flatMap(({ by, label }) => (by ? [{ by, label }] : []))}
      >
        <Views page="/aankondigingen" />
      </FilterBar>
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <ListHead total={data.total} text={t('notices.count', { count: data.total, formatted: number(data.total) })}>
            <Print />
          </ListHead>
          {data.items.length === 0 && (
            <Empty none={t('notices.empty')}>
              {mayImport && <Link to="/aankondigingen/toevoegen">{t('notices.upload')}</Link>}
            </Empty>
          )}
          {data.items.length > 0 && (
            <ListTable
              label={t('notices.title')}
              head={head}
              rows={data.items}
              name={(notice) => notice.title || '–'}
              title={(notice) => (
                <>
                  <Link to={`/aankondigingen/${notice.id}`}>{notice.title || '–'}</Link>
                  {notice.leftOut && (
                    <div className="small rows__wide">
                      {t('owner.notCounted', { reason: t(word('leftOut', notice.leftOut)) })}
                    </div>
                  )}
                  {notice.outcome && notice.outcome !== 'awarded' && (
                    <div className="soft small rows__wide">{t(word('outcome', notice.outcome), notice.outcome)}</div>
                  )}
                </>
              )}
              second={(notice) =>
                [
                  date(notice.publishedOn),
                  t(word('stage', notice.stage)),
                  notice.whose === 'other' ? t('owner.ofOther', { buyer: notice.buyer || '?' }) : notice.buyer,
                  notice.leftOut ? t('owner.notCounted', { reason: t(word('leftOut', notice.leftOut)) }) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')
              }
              columns={columns}
              selection={mayJudge ? selection : undefined}
            />
          )}
          {mayJudge && <BulkNotices selection={selection} found={found} />}
          <Pages page={page} pages={Math.max(1, Math.ceil(data.total / pageSize))} />
        </div>
      )}
    </div>
  );
}
