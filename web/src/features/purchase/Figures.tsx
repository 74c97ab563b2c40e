// Impact, unless, in figures. Every number opens its purchases.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { percent, share, shortEuros } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { FilterBar } from '../../ui/FilterBar';
import { useList } from '../../ui/filters';
import { useCategoryFilter, useThemeFilter, useUnitFilter } from '../../ui/kinds';
import { CountLink, Awaited } from '../../ui/list';
import { useNames } from '../../ui/names';
import { Named, Table } from './FiguresTable';
import { useBandFilter, useYearFilter } from './filters';
import { useReasons } from './purchase';
import { PurchaseNav } from './PurchaseNav';
import { Terms } from '../../ui/Term';

export function Figures() {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const reasons = useReasons();
  const { params, value } = useList();
  const unit = useUnitFilter(t('purchase.unit'));
  const theme = useThemeFilter(t('app.theme'));
  const category = useCategoryFilter(t('purchase.category'));
  const band = useBandFilter();
  const query = {
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('categorie') ? { category: value('categorie') } : {}),
    ...(value('jaar') ? { year: Number(value('jaar')) } : {}),
    ...(value('waarde') ? { band: Number(value('waarde')) } : {}),
  };
  const { data, error } = useQuery({
    queryKey: ['purchase-figures', query],
    queryFn: () => unwrap(api.GET('/purchase-figures', { params: { query } })),
    placeholderData: (before) => before,
  });
  const year = useYearFilter(data?.allYears ?? []);
  const filters = params.toString();
  // The decisions behind a number, with the same filters; what was published anyway was so on all themes.
  const decided = (kind: string) => {
    const next = new URLSearchParams([...params, ['soort', kind], ['geteld', 'ja']]);
    if (kind === 'published_anyway') next.delete('thema');
    return `/inkopen/tenzij?${next.toString()}`;
  };
  // What holds now, by why or by whom.
  const holding = (name: string, key: string) =>
    `/inkopen/tenzij?${new URLSearchParams([...params, ['geldt', 'ja'], ['geteld', 'ja'], [name, key]]).toString()}`;
  const small = data ? [data.bands[0], data.bands[1]] : [];
  return (
    <div className="stack">
      <PageTitle title={t('figures.title')}>
        <button type="button" className="plain no-print" onClick={() => globalThis.print()}>
          {t('app.print')}
        </button>
      </PageTitle>
      <PurchaseNav />
      <p className="lead">{t('figures.intro')}</p>
      <Terms of={['unless', 'theme', 'mandate']} />
      <FilterBar filters={[unit, theme, category, year, band]} />
      <Awaited data={data} error={error} />
      {data && (
        <>
          <div className="grid">
            <div className="card stat">
              <span className="stat__number">
                <CountLink to={`/inkopen?geteld=ja&${filters}`} count={data.all.purchases}>
                  {percent(share(data.all.applied, data.all.applied + data.all.unless + data.all.undecided))}
                </CountLink>
              </span>
              <span>
                {t('figures.appliedOf', {
                  count: data.all.applied + data.all.unless + data.all.undecided,
                  purchases: data.all.purchases,
                })}
              </span>
            </div>
            {small.map(
              (row) =>
                row && (
                  <div key={row.key} className="card stat">
                    <span className="stat__number">
                      <CountLink
                        to={`/inkopen?${new URLSearchParams([...params, ['waarde', row.key], ['geteld', 'ja']]).toString()}`}
                        count={row.purchases}
                      >
                        {percent(share(row.applied, row.applied + row.unless + row.undecided))}
                      </CountLink>
                    </span>
                    <span>
                      {t(word('figures.below', row.key), { count: row.purchases, euros: shortEuros(row.valueCents) })}
                    </span>
                  </div>
                ),
            )}
            <div className="card stat">
              <span className="stat__number">
                <CountLink to={decided('published_anyway')} count={data.anyway} />
              </span>
              <span>{t('figures.anyway')}</span>
            </div>
            <div className="card stat">
              <span className="stat__number">
                <CountLink to={`${decided('second_look')}&wacht=ja`} count={data.secondLooks} />
              </span>
              <span>{t('figures.secondLooks')}</span>
            </div>
            <div className="card stat">
              <span className="stat__number">
                <CountLink to={decided('lapsed')} count={data.lapsed} />
              </span>
              <span>{t('figures.lapsed')}</span>
            </div>
          </div>
          <p className="row legend">
            <span>{t('figures.legendApplied')}</span>
            <span>{t('figures.legendUnless')}</span>
            <span>{t('figures.legendOpen')}</span>
          </p>
          <Table
            caption={t('figures.byTheme')}
            head={t('app.theme')}
            rows={data.themes}
            name={(row) => names.theme(row.key)}
            filter="thema"
          />
          <Table
            caption={t('figures.byBand')}
            head={t('purchase.band')}
            rows={data.bands}
            name={(row) => t(word('purchase.bands', row.key))}
            filter="waarde"
          />
          <Table
            caption={t('figures.byUnit')}
            head={t('purchase.unit')}
            rows={data.units}
            name={(row) => row.name || t('app.noUnit')}
            filter="onderdeel"
          />
          <Table
            caption={t('figures.byYear')}
            head={t('purchase.year')}
            rows={data.years}
            name={(row) => row.key}
            filter="jaar"
          />
          <Table
            caption={t('figures.byCategory')}
            head={t('purchase.category')}
            rows={data.categories}
            name={(row) => (row.key ? categories.name(row.key) : t('purchase.noCategory'))}
            filter="categorie"
          />
          <div className="grid grid--two">
            <Named
              title={t('figures.reasons')}
              rows={data.reasons}
              name={(key) => reasons.find((each) => each.value === key)?.label ?? key}
              to={(key) => holding('reden', key)}
            />
            <Named
              title={t('figures.people')}
              rows={data.people}
              name={(key) => key}
              to={(key) => holding('door', key)}
            />
            <Named
              title={t('figures.outcomes')}
              rows={data.outcomes}
              name={(key) => t(word('unless.outcome', key))}
              to={(key) =>
                `/inkopen/tenzij?${new URLSearchParams([...params, ['uitkomst', key], ['geteld', 'ja']]).toString()}`
              }
            />
          </div>
        </>
      )}
    </div>
  );
}
