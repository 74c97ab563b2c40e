// Goals: by theme and unit, whose they are, and whether they can be measured.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { useGoals, useMay } from '../../api/queries';
import { number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useList, useSlice, useSorted } from '../../ui/filters';
import { useThemeFilter, useUnitFilter } from '../../ui/kinds';
import { Awaited, Empty, ListHead, Pages, Print } from '../../ui/list';
import { ListTable, type Column } from '../../ui/ListTable';
import { useNames } from '../../ui/names';
import { Status } from '../../ui/Status';
import { Views } from '../../ui/Views';
import { PolicyNav } from './PolicyNav';
import { Terms } from '../../ui/Term';

type Goal = Schema['GoalRow'];

const measured = (goal: Goal) =>
  goal.target === null || goal.target === undefined
    ? null
    : `${number(goal.target)} ${goal.indicatorUnit ?? ''} (${goal.targetYear ?? '–'})`;

function useColumns(): Column<Goal>[] {
  const { t } = useTranslation();
  const names = useNames();
  return [
    {
      label: t('goal.themes'),
      cell: (goal) => (
        <ul className="tags">
          {goal.themes.map((theme) => (
            <li key={theme} className="tag">
              {names.theme(theme)}
            </li>
          ))}
        </ul>
      ),
    },
    {
      label: t('goals.owner'),
      by: 'owner',
      cell: (goal) => goal.owner ?? <Status kind="open">{t('goals.noOwner')}</Status>,
    },
    {
      label: t('goals.target'),
      by: 'year',
      cell: (goal) => (goal.measurable ? measured(goal) : <Status kind="open">{t('goals.notMeasurable')}</Status>),
    },
  ];
}

export function Goals() {
  const { t } = useTranslation();
  const names = useNames();
  const mayEdit = useMay('policy.edit');
  const { value } = useList();
  const { data, error } = useGoals({
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('archief') ? { archived: true } : {}),
  });
  const sorted = useSorted(data?.items, {
    title: (goal) => goal.title,
    owner: (goal) => goal.owner,
    year: (goal) => goal.targetYear,
  });
  const { shown, ...paged } = useSlice(sorted);
  const columns = useColumns();
  const head = { label: t('goal.title'), by: 'title' };
  const theme = useThemeFilter(t('goals.theme'));
  const unit = useUnitFilter(t('app.unit'));
  const where = (goal: Goal) => (goal.level === 'department' ? names.unit(goal.unitId) : t('goal.levels.municipal'));
  const total = data?.items.length ?? 0;
  return (
    <div className="stack">
      <PageTitle title={t('goals.title')}>
        {mayEdit && <Link to="/beleid/doelen/nieuw">{t('goals.add')}</Link>}
      </PageTitle>
      <PolicyNav />
      <p className="lead">{t('goals.intro')}</p>
      <Terms of={['goal']} />
      <FilterBar
        filters={[theme, unit, { name: 'archief', label: t('goals.archive') }]}
        sorts={[head, ...columns].flatMap(({ by, label }) => (by ? [{ by, label }] : []))}
      >
        <Views page="/beleid/doelen" />
      </FilterBar>
      <Awaited data={data} error={error} />
      {data && (
        <div className="card stack stack--small">
          <ListHead total={total} text={t('goals.count', { count: total, formatted: number(total) })}>
            <Print />
          </ListHead>
          {total === 0 && (
            <Empty none={t('goals.empty')}>{mayEdit && <Link to="/beleid/doelen/nieuw">{t('goals.add')}</Link>}</Empty>
          )}
          {total > 0 && (
            <ListTable
              label={t('goals.title')}
              head={head}
              rows={shown}
              name={(goal) => goal.title}
              title={(goal) => (
                <>
                  <Link to={`/beleid/doelen/${goal.id}`}>{goal.title}</Link>{' '}
                  {goal.toReview && <Status kind="late">{t('goals.toReview')}</Status>}
                  <div className="soft small rows__wide">
                    {where(goal)}
                    {goal.parent && ` · ${t('goal.parentId').toLowerCase()}: ${goal.parent}`}
                  </div>
                </>
              )}
              second={(goal) =>
                [
                  where(goal),
                  goal.owner ?? t('goals.noOwner'),
                  goal.measurable ? measured(goal) : t('goals.notMeasurable'),
                ]
                  .filter(Boolean)
                  .join(' · ')
              }
              columns={columns}
            />
          )}
          <Pages {...paged} />
        </div>
      )}
    </div>
  );
}
