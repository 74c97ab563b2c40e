// The directory: asked as one would speak, narrowed with counts, three beside each other.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Check } from '../../ui/fields';
import { FilterBar, type Filter } from '../../ui/FilterBar';
import { useChange, useList } from '../../ui/filters';
import { Awaited, Empty, ListHead, Pages, Print } from '../../ui/list';
import { useNames } from '../../ui/names';
import { Views } from '../../ui/Views';
import { Certificates } from './Certificates';
import { mostCompared, useCertificates, type Line } from './market';
import { OfferingText } from './OfferingText';

// Fewer than in other lists: a card has more to say.
const pageSize = 25;
const euroSteps = [10, 25, 50, 100, 500] as const;
const daySteps = [3, 7, 14, 30] as const;

function useMarketFilters(facets: Schema['Facets'] | undefined): Filter[] {
  const { t } = useTranslation();
  const names = useNames();
  const certificates = useCertificates();
  const categories = useCategories();
  const counted = (list: Schema['Counted'][] | undefined, code: string, name: string) => {
    const found = list?.find((each) => each.code === code);
    return { value: code, label: facets ? `${name} (${number(found?.count ?? 0)})` : name };
  };
  return [
    {
      name: 'thema',
      label: t('app.theme'),
      options: names.themes.map((each) => counted(facets?.themes, each.code, each.name)),
    },
    {
      name: 'keurmerk',
      label: t('market.certificate'),
      options: certificates.items.map((each) => counted(facets?.certificates, each.code, each.name)),
    },
    {
      name: 'categorie',
      label: t('market.category'),
      options: categories.items.map((each) => counted(facets?.categories, each.code, each.name)),
    },
    {
      name: 'binnen',
      label: t('market.distance'),
      options: ['10', '25', '50', '100'].map((each) =>
        counted(facets?.distances, each, t('market.withinKm', { count: Number(each) })),
      ),
    },
    {
      name: 'prijs',
      label: t('market.mostPrice'),
      options: euroSteps.map((each) => ({
        value: String(each),
        label: t('market.upToEuros', { euros: number(each) }),
      })),
    },
    {
      name: 'dagen',
      label: t('market.leadLabel'),
      options: daySteps.map((each) => ({ value: String(each), label: t('market.withinDays', { count: each }) })),
    },
  ];
}

function queryOf(params: URLSearchParams) {
  const value = (name: string) => params.get(name) ?? '';
  return {
    themes: value('thema') ? [value('thema')] : [],
    certificates: value('keurmerk') ? [value('keurmerk')] : [],
    categories: value('categorie') ? [value('categorie')] : [],
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(value('binnen') ? { within: Number(value('binnen')) || 25 } : {}),
    ...(value('prijs') ? { mostCents: (Number(value('prijs')) || 0) * 100 } : {}),
    ...(value('dagen') ? { days: Number(value('dagen')) || 0 } : {}),
  };
}

function Understood({ understood }: { understood: Schema['Understood'] }) {
  const { t } = useTranslation();
  const words = [
    ...understood.spelled.map((each) => t('market.spelled', { typed: each.typed, meant: each.meant })),
    understood.place ? t('market.nearPlace', { place: understood.place }) : '',
    understood.quantity ? t('market.forMany', { count: understood.quantity }) : '',
  ].filter(Boolean);
  if (words.length === 0) return null;
  return <p className="soft small">{words.join(' · ')}</p>;
}

function Card({ line, chosen, choose }: { line: Line; chosen: string[]; choose: (id: string, on: boolean) => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const on = chosen.includes(line.id);
  return (
    <li className="stack stack--small">
      <div className="row row--between">
        <strong>
          <Link to={`/ondernemers/${line.id}`}>{line.name}</Link>
        </strong>
        <span className="no-print">
          <Check
            small
            checked={on}
            disabled={!on && chosen.length >= mostCompared}
            onChange={(next) => choose(line.id, next)}
          >
            {t('market.compareThis')}
            <span className="visually-hidden">{` ${line.name}`}</span>
          </Check>
        </span>
      </div>
      <span className="soft small">
        {[
          line.place ?? t('market.noPlace'),
          line.km === null || line.km === undefined ? '' : t('market.km', { count: Math.round(line.km) }),
          line.own ? '' : t('market.elsewhere'),
          line.contracts > 0 ? t('market.contracts', { count: line.contracts }) : '',
          line.askedOn ? t('market.askedOn', { day: date(line.askedOn) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {line.offering && <OfferingText offering={line.offering} />}
      <div className="row">
        <Certificates states={line.certificates} />
        <span className="soft small">{line.themes.map((each) => names.theme(each)).join(', ')}</span>
      </div>
    </li>
  );
}

function useChosen() {
  const { params } = useList();
  const change = useChange({ replace: true });
  const chosen = (params.get('kies') ?? '').split(',').filter(Boolean);
  const choose = (id: string, on: boolean) =>
    change((after) => {
      const next = on ? [...chosen, id].slice(0, mostCompared) : chosen.filter((each) => each !== id);
      if (next.length > 0) after.set('kies', next.join(','));
      else after.delete('kies');
    });
  return { chosen, choose };
}

export function Enterprises() {
  const { t } = useTranslation();
  const mayEdit = useMay('market.edit');
  const { params, page, filtered } = useList();
  const { chosen, choose } = useChosen();
  const query = { ...queryOf(params), page, pageSize };
  const { data, error, refetch } = useQuery({
    queryKey: ['enterprises', query],
    queryFn: () => unwrap(api.GET('/enterprises', { params: { query } })),
    placeholderData: (before) => before,
  });
  const filters = useMarketFilters(data?.facets);
  return (
    <div className="stack">
      <PageTitle title={t('market.title')}>
        <span className="row no-print">
          <Link to="/ondernemers/dubbel">{t('market.alikeTitle')}</Link>
          <Link to="/ondernemers/niet-gevonden">{t('market.vainTitle')}</Link>
          {mayEdit && (
            <Link to="/ondernemers/nieuw" className="action">
              {t('market.add')}
            </Link>
          )}
          {mayEdit && <Link to="/inlezen/enterprises">{t('imports.title.enterprises')}</Link>}
        </span>
      </PageTitle>
      <FilterBar search={{ name: 'zoek', label: t('market.search'), hint: t('market.searchHint') }} filters={filters}>
        <Views page="/ondernemers" />
      </FilterBar>
      {chosen.length > 1 && (
        <p className="no-print">
          <Link className="action" to={`/ondernemers/vergelijken?kies=${chosen.join(',')}`}>
            {t('market.compareCount', { count: chosen.length })}
          </Link>
        </p>
      )}
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <ListHead total={data.total} text={t('market.count', { count: data.total, formatted: number(data.total) })}>
            <Print />
          </ListHead>
          <Understood understood={data.understood} />
          {data.items.length === 0 && <Empty none={t(filtered ? 'market.nothingFits' : 'market.empty')} />}
          <ul className="list list--plain">
            {data.items.map((line) => (
              <Card key={line.id} line={line} chosen={chosen} choose={choose} />
            ))}
          </ul>
          <Pages page={page} pages={Math.max(1, Math.ceil(data.total / pageSize))} />
        </div>
      )}
    </div>
  );
}
