// All purchases: filters in the address, a download, and the two ways to begin one.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros, number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Check, Select } from '../../ui/fields';
import { FilterPanel } from '../../ui/FilterPanel';
import { useList } from '../../ui/filters';
import { fieldValue } from '../../ui/form';
import { Awaited, Downloads, Pages } from '../../ui/list';
import { useNames } from '../../ui/names';
import { bands, statuses } from './purchase';
import { PurchaseNav } from './PurchaseNav';

const states = ['open', 'proposed', 'applied', 'unless'] as const;

export function Line({ line }: { line: Schema['PurchaseLine'] }) {
  const { t } = useTranslation();
  const categories = useCategories();
  return (
    <li>
      <div className="row row--between">
        <Link to={`/inkopen/${line.id}`}>{line.title}</Link>
        <span className="num">{euros(line.valueCents)}</span>
      </div>
      <div className="soft small">
        {[
          line.reference,
          t(`purchase.status.${line.status}`),
          line.publishOn ? date(line.publishOn) : t('purchase.noDay'),
          line.unit,
          line.budgetHolder ?? t('purchase.noHolder'),
          line.category ? categories.name(line.category) : t('purchase.noCategory'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
      <ul className="tags">
        <li className="tag">{t('purchase.applied', { count: line.applied })}</li>
        {line.unless > 0 && <li className="tag tag--sun">{t('purchase.unless', { count: line.unless })}</li>}
        {line.undecided > 0 && <li className="tag tag--bad">{t('purchase.undecided', { count: line.undecided })}</li>}
        {line.small && <li className="tag tag--plain">{t('purchase.small')}</li>}
      </ul>
    </li>
  );
}

// The address's filters as the API takes them.
export function filterOf(params: URLSearchParams) {
  const value = (name: string) => params.get(name) ?? '';
  const status = value('status');
  return {
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(status ? { statuses: status === 'komend' ? ['planned', 'preparation', 'consultation'] : [status] } : {}),
    ...(value('onderdeel') === '-' ? { noUnit: true } : value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('alleen') ? { unitOnly: true } : {}),
    ...(value('geteld') ? { counted: true } : {}),
    ...(value('mijn') ? { mine: true } : {}),
    ...(value('categorie') === '-' ? { noCategory: true } : value('categorie') ? { category: value('categorie') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('besluit') ? { state: value('besluit') as (typeof states)[number] } : {}),
    ...(value('jaar') ? { year: Number(value('jaar')) } : {}),
    ...(value('waarde') ? { band: Number(value('waarde')) } : {}),
    ...(value('klein') ? { small: value('klein') === 'ja' } : {}),
    ...(value('onbeslist') ? { undecided: value('onbeslist') !== 'nee' } : {}),
    ...(value('toch') ? { anyway: true } : {}),
    ...(value('archief') ? { archived: true } : {}),
  };
}

export function Filters() {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const { value, set } = useList();
  const all = { value: '', label: t('app.all') };
  const check = (name: string, label: string) => (
    <Check checked={value(name) === 'ja'} onChange={(on) => set(name, on ? 'ja' : '')}>
      {label}
    </Check>
  );
  return (
    <FilterPanel
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        set('zoek', fieldValue(event.currentTarget, 'zoek'));
      }}
    >
      <div className="field">
        <label htmlFor="zoek">{t('purchase.search')}</label>
        <input
          id="zoek"
          name="zoek"
          type="search"
          className="utrecht-textbox utrecht-textbox--html-input input"
          defaultValue={value('zoek')}
          key={value('zoek')}
        />
      </div>
      <Select
        label={t('purchase.statusLabel')}
        value={value('status')}
        options={[
          all,
          { value: 'komend', label: t('purchase.coming') },
          ...statuses.map((each) => ({ value: each, label: t(`purchase.status.${each}`) })),
        ]}
        onChange={(next) => set('status', next)}
      />
      <Select
        label={t('purchase.unit')}
        value={value('onderdeel')}
        options={[
          all,
          ...names.units.map((each) => ({ value: each.id, label: each.name })),
          { value: '-', label: t('app.noUnit') },
        ]}
        onChange={(next) => set('onderdeel', next)}
      />
      <Select
        label={t('purchase.category')}
        value={value('categorie')}
        options={[
          all,
          ...categories.items.map((each) => ({ value: each.code, label: each.name })),
          { value: '-', label: t('purchase.noCategory') },
        ]}
        onChange={(next) => set('categorie', next)}
      />
      <Select
        label={t('purchase.band')}
        value={value('waarde')}
        options={[all, ...bands.map((each) => ({ value: String(each), label: t(`purchase.bands.${each}`) }))]}
        onChange={(next) => set('waarde', next)}
      />
      <Select
        label={t('app.theme')}
        value={value('thema')}
        options={[all, ...names.themes.map((each) => ({ value: each.code, label: each.name }))]}
        onChange={(next) => set('thema', next)}
      />
      <Select
        label={t('purchase.decision')}
        value={value('besluit')}
        options={[all, ...states.map((each) => ({ value: each, label: t(`purchase.state.${each}`) }))]}
        onChange={(next) => set('besluit', next)}
      />
      {check('mijn', t('purchase.mine'))}
      {check('onbeslist', t('purchase.onlyUndecided'))}
      {check('archief', t('purchase.archive'))}
    </FilterPanel>
  );
}

export function Purchases() {
  const { t } = useTranslation();
  const mayEdit = useMay('purchase.edit');
  const { params, page, go, filtered } = useList();
  const query = { ...filterOf(params), page, pageSize: 25 };
  const { data, error, refetch } = useQuery({
    queryKey: ['purchases', query],
    queryFn: () => unwrap(api.GET('/purchases', { params: { query } })),
    placeholderData: (before) => before,
  });
  const pages = data ? Math.max(1, Math.ceil(data.total / data.pageSize)) : 1;
  const download = new URLSearchParams(
    Object.entries(filterOf(params)).map(([name, value]) => [name, String(value)]),
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
      <Filters />
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <div className="row row--between">
            <strong role="status">
              {t('purchase.count', { count: data.total, formatted: number(data.total), euros: euros(data.valueCents) })}
            </strong>
            <Downloads address={`/api/v1/purchase-exports?${download}`} formats={['csv', 'xlsx']} />
          </div>
          {data.items.length === 0 && <p>{filtered ? t('purchase.noneFound') : t('purchase.empty')}</p>}
          <ul className="list">
            {data.items.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ul>
          <Pages page={page} pages={pages} go={go} />
        </div>
      )}
    </div>
  );
}
