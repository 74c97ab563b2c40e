// For alderman and council: of the goals that are followed and known well enough, how many are on course.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { number } from '../../format';
import { CountLink } from '../../ui/list';

export function OnCourse() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['goal-results', 'all', {}],
    queryFn: () => unwrap(api.GET('/goal-results', { params: { query: {} } })),
  });
  if (!data || data.items.length === 0) return null;
  const known = data.items.filter((each) => typeof each.onCourse === 'boolean');
  const on = known.filter((each) => each.onCourse).length;
  return (
    <section className="card stack stack--small" aria-labelledby="course">
      <h2 id="course">{t('start.course')}</h2>
      {known.length > 0 && (
        <p className="stat">
          <span className="stat__number">
            <CountLink to="/metingen/doelen?koers=ja" count={on}>
              {number(on)}
              <span className="visually-hidden">{` ${t('start.onCourse')}`}</span>
            </CountLink>
          </span>
          <span>{t('start.onCourseOf', { known: number(known.length), all: number(data.items.length) })}</span>
        </p>
      )}
      {known.length === 0 && <p>{t('start.courseUnknown', { count: data.items.length })}</p>}
    </section>
  );
}
