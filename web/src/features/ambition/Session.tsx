// One session: prepared, running or closed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';
import { Frame } from './Frame';
import { Lead } from './Lead';
import { People } from './People';
import { Results } from './Results';

function Prepared({ id, session }: { id: string; session: Schema['SessionDetail'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayEdit = useMay('ambition.edit');
  const again = () => client.invalidateQueries({ queryKey: ['ambition'] });
  const start = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/ambition-sessions/{id}/step', {
          params: { path: { id }, header: { 'If-Match': `"${session.version}"` } },
          body: { position: 0, phase: 'lobby', seconds: null },
        }),
      ),
    onSettled: again,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/ambition-sessions/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      await again();
      void navigate('/ambities');
    },
  });
  return (
    <div className="stack">
      <PageTitle title={session.title} crumbs={[{ to: '/ambities', label: t('ambition.title') }]}>
        {mayEdit && <Link to={`/ambities/${id}/wijzigen`}>{t('prepare.edit')}</Link>}
      </PageTitle>
      <p className="lead">{session.question}</p>
      <p>
        {[
          t(`ambition.purposes.${session.purpose}`),
          session.unit,
          session.project,
          session.plannedOn ? date(session.plannedOn) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {(start.error ?? remove.error) && <ErrorNote error={start.error ?? remove.error} />}
      {mayEdit && (
        <div className="row no-print">
          <Button primary type="button" onClick={() => start.mutate()} disabled={start.isPending}>
            {t('lead.start')}
          </Button>
          <Confirmed
            label={t('prepare.remove')}
            name={session.title}
            question={t('prepare.removeQuestion', { title: session.title, count: session.themes.length })}
            act={() => remove.mutate()}
            pending={remove.isPending}
          />
        </div>
      )}
      {mayEdit && <People id={id} title={session.title} joined={0} />}
      <h2>{t('prepare.themes')}</h2>
      {session.themes.map((theme) => (
        <details key={theme.position} className="card stack stack--small">
          <summary>
            <strong>{theme.title}</strong>
          </summary>
          <p>{theme.description}</p>
          <ol className="levels" start={0}>
            {theme.levels.map((level, index) => (
              <li key={index}>
                <strong>{`${index} ${t(word('ambition.level', index))}`}</strong> {level}
              </li>
            ))}
          </ol>
          <Frame heading="h3" theme={theme} />
        </details>
      ))}
    </div>
  );
}

export function Session() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const mayEdit = useMay('ambition.edit');
  const { data, error } = useQuery({
    queryKey: ['ambition', 'session', id],
    queryFn: () => unwrap(api.GET('/ambition-sessions/{id}', { params: { path: { id } } })),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  if (data.status === 'prepared') return <Prepared id={id} session={data} />;
  if (data.status === 'running' && mayEdit) return <Lead id={id} session={data} />;
  if (data.status === 'running')
    return (
      <div className="stack">
        <PageTitle title={data.title} crumbs={[{ to: '/ambities', label: t('ambition.title') }]} />
        <p className="lead">{t('ambition.runningNow')}</p>
        <p>
          <Link to="/deelnemen">{t('join.title')}</Link> · <Link to={`/ambities/${id}/scherm`}>{t('lead.screen')}</Link>
        </p>
      </div>
    );
  return <Results id={id} />;
}
