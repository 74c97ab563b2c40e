// Impact, unless, in figures. Every number opens its purchases.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { euros, number, percent, share, shortEuros } from '../../format';
import { word } from '../../i18n';
import { ErrorNote, Loading, PageTitle, Select } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { useFilters } from '../../ui/filters';
import { useNames } from '../../ui/names';
import { bands, useReasons } from './purchase';
import { PurchaseNav } from './PurchaseNav';

type Count = Schema['PurchaseCount'];

// Applied, unless and undecided as one bar: filled, hatched, empty; the numbers stand beside it.
function StateBar({ row }: { row: Count }) {
  const all = Math.max(1, row.applied + row.unless + row.undecided);
  const applied = (row.applied / all) * 100;
  const unless = (row.unless / all) * 100;
  return (
    <svg className="statebar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <defs>
        <pattern id="hatch" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.4" height="3" className="statebar__unless" />
        </pattern>
      </defs>
      <rect width={applied} height="10" className="statebar__applied" />
      <rect x={applied} width={unless} height="10" fill="url(#hatch)" />
    </svg>
  );
}

interface TableProps {
  caption: string;
  head: string;
  rows: Count[];
  name: (row: Count) => string;
  filter: string;
}

function Table({ caption, head, rows, name, filter }: TableProps) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const to = (row: Count, more: Record<string, string> = {}) => {
    const next = new URLSearchParams(params);
    next.set(filter, row.key || '-');
    next.set('geteld', 'ja');
    if (filter === 'onderdeel') next.set('alleen', 'ja');
    for (const [key, value] of Object.entries(more)) next.set(key, value);
    return `/inkopen?${next.toString()}`;
  };
  return (
    <div className="card scroll" tabIndex={0} role="group" aria-label={caption}>
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="num">
              {t('figures.purchases')}
            </th>
            <th scope="col" className="num">
              {t('figures.value')}
            </th>
            <th scope="col" className="num">
              {t('figures.applied')}
            </th>
            <th scope="col" className="num">
              {t('figures.unless')}
            </th>
            <th scope="col" className="num">
              {t('figures.undecided')}
            </th>
            <th scope="col" className="num">
              {t('figures.share')}
            </th>
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{name(row)}</th>
              <td className="num">
                <Link to={to(row)}>{number(row.purchases)}</Link>
              </td>
              <td className="num">{euros(row.valueCents)}</td>
              <td className="num">
                <Link to={to(row, { besluit: 'applied' })}>{number(row.applied)}</Link>
              </td>
              <td className="num">
                <Link to={to(row, { besluit: 'unless' })}>{number(row.unless)}</Link>
              </td>
              <td className="num">
                <Link to={to(row, { onbeslist: 'ja' })}>{number(row.undecided)}</Link>
              </td>
              <td className="num">{percent(share(row.applied, row.applied + row.unless + row.undecided))}</td>
              <td>
                <StateBar row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Named({
  title,
  rows,
  name,
  to,
}: {
  title: string;
  rows: Schema['CountedName'][];
  name: (key: string) => string;
  to?: (key: string) => string;
}) {
  const { t } = useTranslation();
  return (
    <section className="card stack stack--small" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 && <p>{t('figures.nothing')}</p>}
      <table className="table">
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{name(row.key)}</th>
              <td className="num">{to ? <Link to={to(row.key)}>{number(row.count)}</Link> : number(row.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Figures() {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const reasons = useReasons();
  const [params] = useSearchParams();
  const set = useFilters();
  const value = (name: string) => params.get(name) ?? '';
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
  const all = { value: '', label: t('app.all') };
  const filters = params.toString();
  // The decisions behind a number, with the same filters; what was published anyway was so on all themes.
  const decided = (kind: string) => {
    const next = new URLSearchParams([...params, ['soort', kind], ['geteld', 'ja']]);
    if (kind === 'published_anyway') next.delete('thema');
    return `/inkopen/tenzij?${next.toString()}`;
  };
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
      <div className="filters no-print">
        <Select
          label={t('purchase.unit')}
          value={value('onderdeel')}
          options={[all, ...names.units.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={(next) => set('onderdeel', next)}
        />
        <Select
          label={t('app.theme')}
          value={value('thema')}
          options={[all, ...names.themes.map((each) => ({ value: each.code, label: each.name }))]}
          onChange={(next) => set('thema', next)}
        />
        <Select
          label={t('purchase.category')}
          value={value('categorie')}
          options={[all, ...categories.items.map((each) => ({ value: each.code, label: each.name }))]}
          onChange={(next) => set('categorie', next)}
        />
        <Select
          label={t('purchase.year')}
          value={value('jaar')}
          options={[all, ...(data?.allYears ?? []).map((each) => ({ value: String(each), label: String(each) }))]}
          onChange={(next) => set('jaar', next)}
        />
        <Select
          label={t('purchase.band')}
          value={value('waarde')}
          options={[all, ...bands.map((each) => ({ value: String(each), label: t(`purchase.bands.${each}`) }))]}
          onChange={(next) => set('waarde', next)}
        />
      </div>
      {error && <ErrorNote error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <div className="grid">
            <div className="card stat">
              <span className="stat__number">
                <Link to={`/inkopen?geteld=ja&${filters}`}>
                  {percent(share(data.all.applied, data.all.applied + data.all.unless + data.all.undecided))}
                </Link>
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
                      <Link
                        to={`/inkopen?${new URLSearchParams([...params, ['waarde', row.key], ['geteld', 'ja']]).toString()}`}
                      >
                        {percent(share(row.applied, row.applied + row.unless + row.undecided))}
                      </Link>
                    </span>
                    <span>
                      {t(word('figures.below', row.key), { count: row.purchases, euros: shortEuros(row.valueCents) })}
                    </span>
                  </div>
                ),
            )}
            <div className="card stat">
              <span className="stat__number">
                <Link to={decided('published_anyway')}>{number(data.anyway)}</Link>
              </span>
              <span>{t('figures.anyway')}</span>
            </div>
            <div className="card stat">
              <span className="stat__number">
                <Link to={decided('lapsed')}>{number(data.lapsed)}</Link>
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
              to={(key) => `/inkopen/tenzij?reden=${key}`}
            />
            <Named title={t('figures.people')} rows={data.people} name={(key) => key} />
            <Named
              title={t('figures.outcomes')}
              rows={data.outcomes}
              name={(key) => t(word('unless.outcome', key))}
              to={() => '/inkopen/tenzij?terug=ja'}
            />
          </div>
        </>
      )}
    </div>
  );
}
