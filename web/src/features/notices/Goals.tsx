// Which goals this call serves; the ones on a theme that it asks are offered.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { ErrorNote } from '../../ui/basics';
import { useUndo } from '../../ui/Undo';

export function NoticeGoals({ noticeId, mayLink }: { noticeId: string; mayLink: boolean }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const client = useQueryClient();
  const path = (goal: string) => ({ params: { path: { id: noticeId, goal } } });
  const { data, error } = useQuery({
    queryKey: ['notice-goals', noticeId],
    queryFn: () => unwrap(api.GET('/notices/{id}/goals', { params: { path: { id: noticeId } } })),
  });
  const refresh = () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  const done = { onSuccess: refresh };
  const link = useMutation({
    mutationFn: (goal: string) => unwrap(api.PUT('/notices/{id}/goals/{goal}', path(goal))),
    ...done,
  });
  const unlink = useMutation({
    mutationFn: (goal: string) => unwrap(api.DELETE('/notices/{id}/goals/{goal}', path(goal))),
    onSuccess: async (_, goal) => {
      await refresh();
      offer(t('app.unlinked'), () => link.mutateAsync(goal));
    },
  });
  const fault = error ?? link.error ?? unlink.error;
  return (
    <section className="card stack stack--small" aria-labelledby="goals">
      <h2 id="goals">{t('notice.goals')}</h2>
      {fault && <ErrorNote error={fault} />}
      {data?.items.length === 0 && <p className="soft">{t('notice.noGoals')}</p>}
      <ul className="list">
        {data?.items.map((goal) => (
          <li key={goal.id}>
            <Link to={`/beleid/doelen/${goal.id}`}>{goal.title}</Link>{' '}
            {mayLink && (
              <button
                type="button"
                className="plain"
                aria-label={`${t('app.undo')}: ${goal.title}`}
                onClick={() => unlink.mutate(goal.id)}
              >
                {t('app.undo')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayLink && data && data.suggested.length > 0 && (
        <details>
          <summary>{t('notice.fitting', { count: data.suggested.length })}</summary>
          <ul>
            {data.suggested.map((goal) => (
              <li key={goal.id}>
                {goal.title}{' '}
                <button
                  type="button"
                  className="plain"
                  aria-label={`${t('notice.link')}: ${goal.title}`}
                  onClick={() => link.mutate(goal.id)}
                >
                  {t('notice.link')}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
