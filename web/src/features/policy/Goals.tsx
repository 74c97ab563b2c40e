import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { useGoals, useMay } from '../../api/queries';
import { number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { Check, Select } from '../../ui/fields';
import { FilterPanel } from '../../ui/FilterPanel';
import { useList } from '../../ui/filters';
import { Awaited } from '../../ui/list';
import { useNames } from '../../ui/names';
import { PolicyNav } from './PolicyNav';

const measured = (goal: Pick<Schema['GoalRow'], 'target' | 'indicatorUnit' | 'targetYear'>) =>
  goal.target === null || goal.target === undefined
    ? null
    : `${number(goal.target)} ${goal.indicatorUnit ?? ''} (${goal.targetYear ?? '–'})`;

function Row({ goal }: { goal: Schema['GoalRow'] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <tr>
      <th scope="row">
        <Link to={`/beleid/doelen/${goal.id}`}>{goal.title}</Link>{' '}
        {goal.toReview && <span className="tag tag--bad">{t('goals.toReview')}</span>}
        <div className="soft small">
          {goal.level === 'department' ? names.unit(goal.unitId) : t('goal.levels.municipal')}
          {goal.parent && ` · ${t('goal.parentId').toLowerCase()}: ${goal.parent}`}
        </div>
      </th>
      <td>
        <ul className="tags">
          {goal.themes.map((theme) => (
            <li key={theme} className="tag">
              {names.theme(theme)}
            </li>
          ))}
        </ul>
      </td>
      <td>{goal.owner ?? <span className="tag tag--sun">{t('goals.noOwner')}</span>}</td>
      <td>{goal.measurable ? measured(goal) : <span className="tag tag--sun">{t('goals.notMeasurable')}</span>}</td>
    </tr>
  );
}

export function Goals() {
  const { t } = useTranslation();
  const names = useNames();
  const mayEdit = useMay('policy.edit');
  const [params] = useSearchParams();
  const theme = params.get('thema') ?? '';
  const unit = params.get('onderdeel') ?? '';
  const archived = params.get('archief') === 'ja';
  const { data, error } = useGoals({
    ...(theme ? { theme } : {}),
    ...(unit ? { unitId: unit } : {}),
    ...(archived ? { archived } : {}),
  });
  const { set } = useList();
  return (
    <div className="stack">
      <PageTitle title={t('goals.title')}>
        {mayEdit && <Link to="/beleid/doelen/nieuw">{t('goals.add')}</Link>}
      </PageTitle>
      <PolicyNav />
      <p className="lead">{t('goals.intro')}</p>
      <FilterPanel>
        <Select
          label={t('goals.theme')}
          value={theme}
          options={[
            { value: '', label: t('app.all') },
            ...names.themes.map((each) => ({ value: each.code, label: each.name })),
          ]}
          onChange={(value) => set('thema', value)}
        />
        <Select
          label={t('app.unit')}
          value={unit}
          options={[
            { value: '', label: t('app.all') },
            ...names.units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={(value) => set('onderdeel', value)}
        />
        <Check checked={archived} onChange={(on) => set('archief', on ? 'ja' : '')}>
          {t('goals.archive')}
        </Check>
      </FilterPanel>
      <Awaited data={data} error={error} />
      {data?.items.length === 0 && <p className="card">{t('goals.empty')}</p>}
      {data && data.items.length > 0 && (
        <div className="card scroll" tabIndex={0} role="group" aria-label={t('goals.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('goal.title')}</th>
                <th scope="col">{t('goal.themes')}</th>
                <th scope="col">{t('goals.owner')}</th>
                <th scope="col">{t('goals.target')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((goal) => (
                <Row key={goal.id} goal={goal} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
