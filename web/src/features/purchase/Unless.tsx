// Every unless: who decided what and why, what waits, what was published anyway; and looking back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, useSession } from '../../api/queries';
import { date, dateTime, euros } from '../../format';
import { word } from '../../i18n';
import { ErrorNote, PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Confirmed } from '../../ui/Confirmed';
import { FilterBar, type Filter } from '../../ui/FilterBar';
import { useList, useSlice, useSorted } from '../../ui/filters';
import { useCategoryFilter, useThemeFilter, useUnitFilter } from '../../ui/kinds';
import { Awaited, Empty, ListHead, Pages, Print } from '../../ui/list';
import { useNames } from '../../ui/names';
import { DepartsBriefly } from './Kept';
import { Status } from '../../ui/Status';
import { Views } from '../../ui/Views';
import { useBandFilter, useYearFilter } from './filters';
import { LookBack } from './LookBack';
import { useReasons, useRefresh } from './purchase';
import { PurchaseNav } from './PurchaseNav';
import { Terms } from '../../ui/Term';

const kinds = ['unless', 'proposed', 'second_look', 'published_anyway', 'reopened', 'refused', 'lapsed'] as const;

function Row({ row }: { row: Schema['UnlessRow'] }) {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = useReasons();
  const mayEdit = useMay('purchase.edit');
  const loud = row.kind === 'published_anyway';
  return (
    <li>
      <div className="row row--between">
        <Link to={`/inkopen/${row.purchaseId}/impact${row.theme ? `#${row.theme}` : ''}`}>{row.purchase}</Link>
        <span className="num">{euros(row.valueCents)}</span>
      </div>
      <div>
        <Status
          kind={
            loud
              ? 'late'
              : ['proposed', 'second_look'].includes(row.kind)
                ? 'proposed'
                : row.kind === 'unless'
                  ? 'unless'
                  : 'plain'
          }
        >
          {t(word('unless.kind', row.kind))}
        </Status>{' '}
        {row.theme && <strong>{names.theme(row.theme)}</strong>}{' '}
        {[
          loud
            ? ''
            : row.kind === 'lapsed'
              ? t(word('mandate.lapsed', row.reason ?? 'period_over'))
              : (reasons.find((each) => each.value === row.reason)?.label ?? ''),
          row.words,
        ]
          .filter(Boolean)
          .join('. ')}
      </div>
      <div className="soft small">
        {[
          row.personName,
          dateTime(row.at),
          row.unit ?? '',
          t(word('purchase.status', row.status)),
          row.validTo ? t('unless.until', { day: date(row.validTo) }) : '',
          row.standing ? t('unless.wholeCategory') : '',
          row.kind === 'unless' && !row.holds ? t('unless.over') : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <DepartsBriefly decision={row} />
      {row.outcome ? (
        <div className="small">{`${t('unless.lookedBack')} ${t(word('unless.outcome', row.outcome))}. ${row.outcomeWords ?? ''} (${row.outcomeBy ?? ''})`}</div>
      ) : (
        mayEdit &&
        row.kind === 'unless' &&
        ['running', 'ended', 'awarded'].includes(row.status) && <LookBack row={row} />
      )}
    </li>
  );
}

function Standing({ all }: { all: Schema['StandingRow'][] }) {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const refresh = useRefresh();
  const session = useSession().data;
  const decides = useMay('purchase.decide');
  const reopens = useMay('purchase.reopen');
  const end = useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/standing-unless/{id}/withdrawal', { params: { path: { id } } })),
    onSuccess: refresh,
  });
  if (all.length === 0) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="standing">
      <h2 id="standing">{t('unless.standing')}</h2>
      {end.error && <ErrorNote error={end.error} />}
      <ul className="list">
        {all.map((each) => (
          <li key={each.id}>
            <strong>{`${categories.name(each.category)} · ${names.theme(each.theme)}`}</strong> {each.words}
            <div className="soft small">
              {[
                each.unit ?? '',
                each.personName,
                t('unless.until', { day: date(each.validTo) }),
                t('unless.purchases', { count: each.purchases }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </div>
            {(reopens || (decides && each.personName === session?.person.name)) && (
              <Confirmed
                className="plain no-print"
                label={t('unless.end')}
                name={categories.name(each.category)}
                question={t('unless.endQuestion', { count: each.purchases })}
                act={() => end.mutate(each.id)}
                pending={end.isPending}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function useUnlessFilters(years: number[]): Filter[] {
  const { t } = useTranslation();
  const reasons = useReasons();
  return [
    {
      name: 'soort',
      label: t('unless.kindLabel'),
      options: kinds.map((each) => ({ value: each, label: t(`unless.kind.${each}`) })),
    },
    useThemeFilter(t('app.theme')),
    useUnitFilter(t('purchase.unit')),
    { name: 'reden', label: t('unless.reason'), options: reasons },
    useYearFilter(years),
    useCategoryFilter(t('purchase.category')),
    useBandFilter(),
    {
      name: 'terug',
      label: t('unless.evaluated'),
      options: [
        { value: 'ja', label: t('unless.evaluatedYes') },
        { value: 'nee', label: t('unless.evaluatedNo') },
      ],
    },
    { name: 'geldt', label: t('unless.holdsOnly') },
    { name: 'door', label: t('unless.decidedBy'), quiet: true, say: (name) => name },
    { name: 'uitkomst', label: t('unless.evaluated'), quiet: true, say: (code) => t(word('unless.outcome', code)) },
    { name: 'geteld', label: t('purchase.counted'), quiet: true },
  ];
}

// Rows of several lines: as many as keep a page on a phone within reach.
const unlessPerPage = 15;

export function Unless() {
  const { t } = useTranslation();
  const { value } = useList();
  const query = {
    ...(value('soort') ? { kind: value('soort') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('reden') ? { reason: value('reden') } : {}),
    ...(value('jaar') ? { year: Number(value('jaar')) } : {}),
    ...(value('geldt') ? { holds: true } : {}),
    ...(value('door') ? { decidedBy: value('door') } : {}),
    ...(value('uitkomst') ? { outcome: value('uitkomst') } : {}),
    ...(value('wacht') ? { waits: true } : {}),
    ...(value('geteld') ? { counted: true } : {}),
    ...(value('categorie') ? { category: value('categorie') } : {}),
    ...(value('waarde') ? { band: Number(value('waarde')) } : {}),
    ...(value('terug') ? { evaluated: value('terug') === 'ja' } : {}),
  };
  const { data, error } = useQuery({
    queryKey: ['unless', query],
    queryFn: () => unwrap(api.GET('/unless-decisions', { params: { query } })),
    placeholderData: (before) => before,
  });
  const sorted = useSorted(data?.items, {
    at: (row) => row.at,
    purchase: (row) => row.purchase,
    value: (row) => row.valueCents,
    person: (row) => row.personName,
    unit: (row) => row.unit,
  });
  const { shown, ...paged } = useSlice(sorted, unlessPerPage);
  const year = new Date().getUTCFullYear();
  const years = [
    ...new Set([...(value('jaar') ? [Number(value('jaar'))] : []), year, year - 1, year - 2, year - 3]),
  ].sort((a, b) => b - a);
  const filters = useUnlessFilters(years);
  return (
    <div className="stack">
      <PageTitle title={t('unless.title')} />
      <PurchaseNav />
      <p className="lead">{t('unless.intro')}</p>
      <Terms of={['unless', 'secondLook']} />
      <FilterBar
        filters={filters}
        sorts={[
          { by: 'at', label: t('purchase.when') },
          { by: 'purchase', label: t('purchase.one') },
          { by: 'value', label: t('purchase.band') },
          { by: 'person', label: t('unless.who') },
          { by: 'unit', label: t('purchase.unit') },
        ]}
      >
        <Views page="/inkopen/tenzij" />
      </FilterBar>
      <Awaited data={data} error={error} />
      {data && <Standing all={data.standing} />}
      {data && (
        <section className="card stack stack--small" aria-label={t('unless.title')}>
          <ListHead total={data.total} text={t('unless.count', { count: data.total })}>
            <Print />
          </ListHead>
          {data.items.length === 0 && <Empty none={t('unless.empty')} />}
          <ul className="list">
            {shown.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
          <Pages {...paged} />
        </section>
      )}
    </div>
  );
}
