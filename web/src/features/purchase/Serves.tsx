// The goals that a purchase serves and the ambition sessions that were about it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Act, ErrorNote } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { Served } from '../thread/Served';
import { type Purchase as PurchaseData, useRefresh } from './purchase';

// Goals it serves; others that might fit are one click away.
export function Goals({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const { data } = useQuery({
    queryKey: ['purchase', purchase.id, 'goals'],
    queryFn: () => unwrap(api.GET('/purchases/{id}/goals', { params: { path: { id: purchase.id } } })),
  });
  const path = (goal: string) => ({ params: { path: { id: purchase.id, goal } } });
  const link = useMutation({
    mutationFn: (goal: string) => unwrap(api.PUT('/purchases/{id}/goals/{goal}', path(goal))),
    onSuccess: refresh,
  });
  const unlink = useMutation({
    mutationFn: (goal: string) => unwrap(api.DELETE('/purchases/{id}/goals/{goal}', path(goal))),
    onSuccess: async (_, goal) => {
      await refresh();
      offer(t('app.unlinked'), () => link.mutateAsync(goal));
    },
  });
  const fault = link.error ?? unlink.error;
  return (
    <Served
      of="purchase"
      id={purchase.id}
      aside={
        purchase.themes[0] && <Link to={`/beleid/rode-draad?van=purchase:${purchase.id}`}>{t('purchase.thread')}</Link>
      }
      act={(row) =>
        mayEdit && (
          <Act of={row.goal} className="plain no-print" onClick={() => unlink.mutate(row.goalId)}>
            {t('purchase.unlink')}
          </Act>
        )
      }
    >
      {fault && <ErrorNote error={fault} />}
      {mayEdit && (data?.suggested.length ?? 0) > 0 && (
        <details className="no-print">
          <summary>{t('purchase.otherGoals', { count: data?.suggested.length ?? 0 })}</summary>
          <ul className="list">
            {data?.suggested.map((goal) => (
              <li key={goal.id} className="row row--between">
                <span>{goal.title}</span>
                <Act of={goal.title} onClick={() => link.mutate(goal.id)}>
                  {t('purchase.link')}
                </Act>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Served>
  );
}

// The ambition session that was about this purchase: what it agreed gives the levels.
export function Sessions({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const all =
    useQuery({ queryKey: ['ambition', 'sessions'], queryFn: () => unwrap(api.GET('/ambition-sessions')) }).data
      ?.items ?? [];
  const others = all.filter(
    (each) => each.purpose === 'project' && !purchase.sessions.some((one) => one.id === each.id),
  );
  const path = (session: string) => ({ params: { path: { id: purchase.id, session } } });
  const link = useMutation({
    mutationFn: (session: string) => unwrap(api.PUT('/purchases/{id}/sessions/{session}', path(session))),
    onSuccess: refresh,
  });
  const unlink = useMutation({
    mutationFn: (session: string) => unwrap(api.DELETE('/purchases/{id}/sessions/{session}', path(session))),
    onSuccess: async (_, session) => {
      await refresh();
      offer(t('app.unlinked'), () => link.mutateAsync(session));
    },
  });
  return (
    <section className="card stack stack--small" aria-labelledby="sessions">
      <h2 id="sessions">{t('purchase.sessions')}</h2>
      {(link.error ?? unlink.error) && <ErrorNote error={link.error ?? unlink.error} />}
      {purchase.sessions.length === 0 && <p>{t('purchase.noSession')}</p>}
      <ul className="list">
        {purchase.sessions.map((each) => (
          <li key={each.id} className="row row--between">
            <Link to={`/ambities/${each.id}`}>{each.title}</Link>
            {mayEdit && (
              <Act of={each.title} className="plain no-print" onClick={() => unlink.mutate(each.id)}>
                {t('purchase.unlink')}
              </Act>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && others.length > 0 && (
        <Select
          label={t('purchase.linkSession')}
          value=""
          options={[{ value: '', label: '–' }, ...others.map((each) => ({ value: each.id, label: each.title }))]}
          onChange={(session) => session && link.mutate(session)}
        />
      )}
      {mayEdit && (
        <p className="no-print">
          <Link to="/ambities/nieuw">{t('purchase.newSession')}</Link>
        </p>
      )}
    </section>
  );
}
