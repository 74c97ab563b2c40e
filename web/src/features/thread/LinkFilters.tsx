// Which links are shown, and who judged how many.
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { word } from '../../i18n';
import { Select } from '../../ui/fields';
import { FilterPanel } from '../../ui/FilterPanel';
import { useList } from '../../ui/filters';
import { useNames } from '../../ui/names';
import { orders, states, useLinkCounts } from './links';

// Who judged how many, and what of it.
export function Judges() {
  const { t } = useTranslation();
  const people = useLinkCounts().data?.people ?? [];
  if (people.length === 0) return null;
  return (
    <details className="card">
      <summary>{t('links.who', { count: people.length })}</summary>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('links.person')}</th>
            <th scope="col" className="num">
              {t('links.state.confirmed')}
            </th>
            <th scope="col" className="num">
              {t('links.state.rejected')}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((each) => (
            <tr key={each.personId}>
              <th scope="row">{each.person}</th>
              <td className="num">{each.confirmed}</td>
              <td className="num">{each.rejected}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

export function Filters() {
  const { t } = useTranslation();
  const names = useNames();
  const [params] = useSearchParams();
  const { set } = useList();
  const kinds = useLinkCounts().data?.items ?? [];
  const kind = (each: string) => t(word('thread.kind', each));
  return (
    <FilterPanel>
      <Select
        label={t('links.show')}
        value={params.get('staat') ?? 'voorstel'}
        options={Object.entries(states).map(([value, state]) => ({ value, label: t(`links.plural.${state}`) }))}
        onChange={(value) => set('staat', value === 'voorstel' ? '' : value)}
      />
      <Select
        label={t('links.between')}
        value={params.get('soort') ?? 'goal-purchase'}
        options={[
          ...(kinds.some((each) => each.upperKind === 'goal' && each.lowerKind === 'purchase')
            ? []
            : [{ value: 'goal-purchase', label: `${kind('goal')} – ${kind('purchase')}` }]),
          ...kinds.map((each) => ({
            value: `${each.upperKind}-${each.lowerKind}`,
            label: `${kind(each.upperKind)} – ${kind(each.lowerKind)} (${each.suggested})`,
          })),
        ]}
        onChange={(value) => set('soort', value === 'goal-purchase' ? '' : value)}
      />
      <Select
        label={t('links.order')}
        value={params.get('per') ?? 'kans'}
        options={Object.keys(orders).map((value) => ({ value, label: t(word('links.per', value)) }))}
        onChange={(value) => set('per', value === 'kans' ? '' : value)}
      />
      <Select
        label={t('links.theme')}
        value={params.get('thema') ?? ''}
        options={[
          { value: '', label: t('app.all') },
          ...names.themes.map((each) => ({ value: each.code, label: each.name })),
        ]}
        onChange={(value) => set('thema', value)}
      />
    </FilterPanel>
  );
}
