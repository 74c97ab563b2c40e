import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { useJobs } from '../../api/queries';
import { dateTime, number } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';
import { titleOf } from './title';

export function Jobs() {
  const { t } = useTranslation();
  const { data, error } = useJobs();
  return (
    <div className="stack">
      <PageTitle title={t('jobs.title')} />
      <Awaited data={data} error={error} />
      {data && (
        <div className="card">
          {data.items.length === 0 && <p>{t('jobs.empty')}</p>}
          <ul className="list">
            {data.items.map((job) => (
              <li key={job.id}>
                <Link to={`/taken/${job.id}`}>{titleOf(job, t)}</Link>{' '}
                <span className="tag">{t(`jobs.state.${job.state}`)}</span>
                <div className="soft small">
                  {t(word('jobs.kind', job.kind.replace('.', '_')), job.kind)} · {dateTime(job.createdAt)}
                  {job.state === 'parked' && (
                    <> · {t('jobs.parkedText', { done: number(job.doneCount), total: number(job.totalCount) })}</>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
