// Every unless: who decided what and why, what waits, what was published anyway; and looking back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, useSession } from '../../api/queries';
import { date, dateTime, euros } from '../../format';
import { word } from '../../i18n';
import { Act, ErrorNote, PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Select } from '../../ui/fields';
import { FilterPanel } from '../../ui/FilterPanel';
import { useList, useSlice } from '../../ui/filters';
import { Awaited, Pages } from '../../ui/list';
import { useNames } from '../../ui/names';
import { DepartsBriefly } from './Kept';
import { LookBack } from './LookBack';
import { bands, useReasons, useRefresh } from './purchase';
import { PurchaseNav } from './PurchaseNav';

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
        <span
          className={loud ? 'tag tag--bad' : ['proposed', 'second_look'].includes(row.kind) ? 'tag tag--sun' : 'tag'}
        >
          {t(word('unless.kind', row.kind))}
        </span>{' '}
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
              <Act of={categories.name(each.category)} className="plain no-print" onClick={() => end.mutate(each.id)}>
                {t('unless.end')}
              </Act>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Unless() {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = useReasons();
  const { value, set } = useList();
  const query = {
    ...(value('soort') ? { kind: value('soort') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('reden') ? { reason: value('reden') } : {}),
    ...(value('jaar') ? { year: Number(value('jaar')) } : {}),
    ...(value('geldt') ? { holds: true } : {}),
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
  const all = { value: '', label: t('app.all') };
  const categories = useCategories();
  const { shown, ...paged } = useSlice(data?.items, 15);
  const year = new Date().getUTCFullYear();
  const years = [
    ...new Set([...(value('jaar') ? [Number(value('jaar'))] : []), year, year - 1, year - 2, year - 3]),
  ].sort((a, b) => b - a);
  return (
    <div className="stack">
      <PageTitle title={t('unless.title')} />
      <PurchaseNav />
      <p className="lead">{t('unless.intro')}</p>
      <FilterPanel>
        <Select
          label={t('unless.kindLabel')}
          value={value('soort')}
          options={[all, ...kinds.map((each) => ({ value: each, label: t(`unless.kind.${each}`) }))]}
          onChange={(next) => set('soort', next)}
        />
        <Select
          label={t('app.theme')}
          value={value('thema')}
          options={[all, ...names.themes.map((each) => ({ value: each.code, label: each.name }))]}
          onChange={(next) => set('thema', next)}
        />
        <Select
          label={t('purchase.unit')}
          value={value('onderdeel')}
          options={[all, ...names.units.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={(next) => set('onderdeel', next)}
        />
        <Select
          label={t('unless.reason')}
          value={value('reden')}
          options={[all, ...reasons]}
          onChange={(next) => set('reden', next)}
        />
        <Select
          label={t('purchase.year')}
          value={value('jaar')}
          options={[all, ...years.map((each) => ({ value: String(each), label: String(each) }))]}
          onChange={(next) => set('jaar', next)}
        />
        <Select
          label={t('purchase.category')}
          value={value('categorie')}
          options={[all, ...categories.items.map((each) => ({ value: each.code, label: each.name }))]}
          onChange={(next) => set('categorie', next)}
        />
        <Select
          label={t('purchase.band')}
          value={value('waarde')}
          options={[all, ...bands.map((each) => ({ value: String(each), label: t(`purchase.bands.${each}`) }))]}
          onChange={(next) => set('waarde', next)}
        />
        <Select
          label={t('unless.evaluated')}
          value={value('terug')}
          options={[
            all,
            { value: 'ja', label: t('unless.evaluatedYes') },
            { value: 'nee', label: t('unless.evaluatedNo') },
          ]}
          onChange={(next) => set('terug', next)}
        />
      </FilterPanel>
      <Awaited data={data} error={error} />
      {data && <Standing all={data.standing} />}
      {data && (
        <section className="card stack stack--small" aria-label={t('unless.title')}>
          <strong role="status">{t('unless.count', { count: data.items.length })}</strong>
          {data.items.length === 0 && <p>{t('unless.empty')}</p>}
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
