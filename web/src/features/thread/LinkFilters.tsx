// Which links are shown, and who judged how many.
import { useTranslation } from '../../i18n/say';
import { word } from '../../i18n';
import { FilterBar } from '../../ui/FilterBar';
import { useThemeFilter } from '../../ui/kinds';
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
  const theme = useThemeFilter(t('links.theme'));
  const kinds = useLinkCounts().data?.items ?? [];
  const kind = (each: string) => t(word('thread.kind', each));
  const goals = kinds.some((each) => each.upperKind === 'goal' && each.lowerKind === 'purchase');
  return (
    <FilterBar
      filters={[
        {
          name: 'staat',
          label: t('links.show'),
          standard: 'voorstel',
          options: Object.entries(states).map(([value, state]) => ({ value, label: t(`links.plural.${state}`) })),
        },
        {
          name: 'soort',
          label: t('links.between'),
          standard: 'goal-purchase',
          options: [
            ...(goals ? [] : [{ value: 'goal-purchase', label: `${kind('goal')} – ${kind('purchase')}` }]),
            ...kinds.map((each) => ({
              value: `${each.upperKind}-${each.lowerKind}`,
              label: `${kind(each.upperKind)} – ${kind(each.lowerKind)} (${each.suggested})`,
            })),
          ],
        },
        {
          name: 'per',
          label: t('links.order'),
          standard: 'kans',
          options: Object.keys(orders).map((value) => ({ value, label: t(word('links.per', value)) })),
        },
        theme,
      ]}
    />
  );
}
