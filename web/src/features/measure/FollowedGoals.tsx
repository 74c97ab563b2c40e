// Goals that are followed by an indicator, by SDG: what is wanted, what was verified and where it is going.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { number } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useThemeFilter } from '../../ui/kinds';
import { Awaited, Empty, ListHead, Print, Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { Status } from '../../ui/Status';
import { FedCells, FedHeads, rounded } from './Fed';
import { useIndicators } from './measure';
import { MeasureNav } from './MeasureNav';

export function FollowedGoals() {
  const { t } = useTranslation();
  const names = useNames();
  const indicators = useIndicators();
  const theme = useThemeFilter(t('app.theme'));
  const [params] = useSearchParams();
  const sdg = Number(params.get('sdg') ?? '');
  const query = {
    ...(sdg ? { sdg } : {}),
    ...(params.get('thema') ? { theme: params.get('thema') ?? '' } : {}),
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['goal-results', 'all', query],
    queryFn: () => unwrap(api.GET('/goal-results', { params: { query } })),
  });
  const goals = [...Array(17).keys()].map((each) => String(each + 1));
  // Whether it goes on as planned follows from its figures; the list is short.
  const course = params.get('koers') ?? '';
  const rows = (data?.items ?? []).filter((each) => !course || each.onCourse === (course === 'ja'));
  return (
    <div className="stack">
      <PageTitle title={t('measure.goals')} />
      <MeasureNav />
      <FilterBar
        filters={[
          {
            name: 'sdg',
            label: 'SDG',
            options: goals.map((each) => ({ value: each, label: `${each} ${names.code('sdg', each)}` })),
          },
          theme,
          {
            name: 'koers',
            label: t('measure.course'),
            options: [
              { value: 'ja', label: t('measure.onCourse') },
              { value: 'nee', label: t('measure.offCourse') },
            ],
          },
        ]}
      />
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <ListHead
            total={rows.length}
            text={t('measure.goalCount', { count: rows.length, formatted: number(rows.length) })}
          >
            <Print />
          </ListHead>
          {rows.length === 0 && <Empty none={t('measure.noGoals')} />}
          {rows.length > 0 && (
            <Scroll label={t('measure.goals')}>
              <table className="table">
                <caption>{t('measure.allYears')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('measure.goal')}</th>
                    <th scope="col">{t('measure.target')}</th>
                    <FedHeads />
                    <th scope="col">{t('measure.forecast')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((each) => (
                    <tr key={each.goalId}>
                      <th scope="row">
                        <Link to={`/beleid/doelen/${each.goalId}`}>{each.title}</Link>
                        <span className="soft small">{` ${each.sdgs.map((one) => `SDG ${String(one)}`).join(', ')}`}</span>
                      </th>
                      <td>
                        {each.target === null || each.target === undefined
                          ? t('measure.none')
                          : `${number(each.target)} ${indicators.unit(each.unit)}, ${String(each.targetYear ?? '')}`}
                      </td>
                      <FedCells
                        figures={each.all}
                        filter={`doel=${each.goalId}`}
                        after={indicators.unitOf(each.unit)?.partOf ? '%' : ''}
                      />
                      <td>
                        {each.forecast === null || each.forecast === undefined ? (
                          t('measure.none')
                        ) : (
                          <Status
                            kind={each.onCourse ? 'applied' : 'late'}
                          >{`${rounded(each.forecast)}${indicators.unitOf(each.unit)?.partOf ? '%' : ''}`}</Status>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </div>
      )}
    </div>
  );
}
