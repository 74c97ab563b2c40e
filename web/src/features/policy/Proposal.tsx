// What a new edition changes, and which goals that touches, before it is accepted.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';

export function Proposal({
  editionId,
  documentId,
  mayEdit,
}: {
  editionId: string;
  documentId: string;
  mayEdit: boolean;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const params = { path: { id: editionId } };
  const { data, error } = useQuery({
    queryKey: ['changes', editionId],
    queryFn: () => unwrap(api.GET('/policy-editions/{id}/changes', { params })),
  });
  const done = { onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }) };
  const accept = useMutation({
    mutationFn: () => unwrap(api.POST('/policy-editions/{id}/acceptance', { params })),
    ...done,
  });
  const discard = useMutation({ mutationFn: () => unwrap(api.DELETE('/policy-editions/{id}', { params })), ...done });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  return (
    <section className="card stack" aria-labelledby="proposal" id={`voorstel-${documentId}`}>
      <div className="row row--between">
        <h2 id="proposal">{t('policy.proposal')}</h2>
        <span role="status">{t('policy.changes', { count: data.items.length })}</span>
      </div>
      {(accept.error ?? discard.error) && <ErrorNote error={accept.error ?? discard.error} />}
      <ul className="list">
        {data.items.map((each) => (
          <li key={each.clauseId} className="stack stack--small">
            <div>
              <span className="tag">{t(word('policy.change', each.change))}</span>{' '}
              <span className="soft small">{each.number}</span>
            </div>
            {each.before && (
              <p>
                <strong>{t('policy.before')}</strong> <del>{each.before}</del>
              </p>
            )}
            {each.after && (
              <p>
                <strong>{t('policy.after')}</strong> <ins>{each.after}</ins>
              </p>
            )}
            {each.goals.length > 0 && (
              <p className="alert alert--note">
                {t('policy.touches')}:{' '}
                {each.goals.map((goal) => (
                  <Link key={goal.id} to={`/beleid/doelen/${goal.id}`}>
                    {goal.title}{' '}
                  </Link>
                ))}
              </p>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <div className="row">
          <Button primary onClick={() => accept.mutate()} disabled={accept.isPending}>
            {t('policy.accept')}
          </Button>
          <Confirmed
            label={t('policy.discard')}
            name=""
            question={t('policy.discardQuestion', { count: data.items.length })}
            act={() => discard.mutate()}
            pending={discard.isPending}
          />
        </div>
      )}
    </section>
  );
}
