// What changed above a goal, and in it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote } from '../../ui/basics';
import { isField } from './goalInput';

export type Detail = Schema['GoalDetail'];

export function Reviews({ goal, mayConfirm }: { goal: Detail; mayConfirm: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/reviews/{id}/confirmation', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
  if (goal.reviews.length === 0) return null;
  return (
    <section className="alert alert--note stack stack--small" aria-labelledby="review">
      <h2 id="review">{t('goal.reviewTitle')}</h2>
      {confirm.error && <ErrorNote error={confirm.error} />}
      <ul className="list">
        {goal.reviews.map((review) => (
          <li key={review.id} className="stack stack--small">
            <div>
              {t(word('thread.kind', review.causeKind))} · {dateTime(review.at)} {review.person && `· ${review.person}`}
            </div>
            {Object.entries(review.change as Record<string, [unknown, unknown]>).map(([field, [before, after]]) => (
              <div key={field}>
                <strong>{field === 'text' ? '' : isField(field) ? t(`goal.${field}`) : field}</strong>{' '}
                <del>{JSON.stringify(before)}</del> <ins>{JSON.stringify(after)}</ins>
              </div>
            ))}
            {mayConfirm && (
              <div className="row">
                <Button primary onClick={() => confirm.mutate(review.id)}>
                  {t('goal.confirm')}
                </Button>
                <Link to={`/beleid/doelen/${goal.id}/wijzigen`}>{t('goal.adapt')}</Link>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function History({ goal }: { goal: Detail }) {
  const { t } = useTranslation();
  return (
    <details className="card">
      <summary>{t('goal.history')}</summary>
      <ul className="list">
        {goal.history.map((entry, i) => (
          <li key={i}>
            {dateTime(entry.at)} · {entry.person ?? t('app.system')} ·{' '}
            {t(entry.action === 'INSERT' ? 'goal.created' : 'goal.changed')}
            {entry.action !== 'INSERT' && <code className="small"> {JSON.stringify(entry.change).slice(0, 200)}</code>}
          </li>
        ))}
      </ul>
    </details>
  );
}
