import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay, useSession } from '../../api/queries';
import { euros, number } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { Presence } from '../../ui/Presence';
import { Changes } from '../../ui/Changes';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { Confirmed } from '../../ui/Confirmed';
import { GoalResult } from '../measure/GoalResult';
import { WhoToAsk } from '../organisation/WhoToAsk';
import { Served } from '../thread/Served';
import { type Detail, History, Reviews } from './GoalHistory';

function Measuring({ goal }: { goal: Detail }) {
  const { t } = useTranslation();
  const unit = goal.indicatorUnit ?? '';
  const points = [
    ...(goal.baseline !== null && goal.baseline !== undefined && goal.baselineYear
      ? [{ year: goal.baselineYear, value: goal.baseline }]
      : []),
    ...goal.path,
    ...(goal.target !== null && goal.target !== undefined && goal.targetYear
      ? [{ year: goal.targetYear, value: goal.target }]
      : []),
  ];
  return (
    <section className="card stack stack--small" aria-labelledby="measure">
      <h2 id="measure">{t('goal.measure')}</h2>
      {!goal.measurable && <p className="tag tag--sun">{t('goals.notMeasurable')}</p>}
      {goal.indicator && (
        <p>
          {goal.indicator} {unit && <span className="soft">({unit})</span>}
        </p>
      )}
      {points.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('goal.year')}</th>
              <th scope="col" className="num">
                {t('goal.value')}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.year}>
                <th scope="row">{point.year}</th>
                <td className="num">{number(point.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Sources({ goal }: { goal: Detail }) {
  const { t } = useTranslation();
  return (
    <section className="card stack stack--small" aria-labelledby="sources">
      <div className="row row--between">
        <h2 id="sources">{t('goal.threadUp')}</h2>
        <Link to={`/beleid/rode-draad?van=goal:${goal.id}`} className="no-print">
          {t('policy.thread')}
        </Link>
      </div>
      {goal.parentId && (
        <p>
          {t('goal.parentId')}: <Link to={`/beleid/doelen/${goal.parentId}`}>{goal.parent}</Link>
        </p>
      )}
      {!goal.parentId && goal.noParentReason && <p>{goal.noParentReason}</p>}
      {goal.sources.map((source) => (
        <figure key={source.clauseId}>
          <blockquote className="quote">{source.quote || source.text}</blockquote>
          <figcaption className="small">
            <Link to={`/beleid/documenten/${source.documentId}#p-${source.clauseId}`}>
              {source.document}, {source.number}
            </Link>{' '}
            {!source.current && <span className="tag tag--bad">{t('goal.clauseGone')}</span>}
          </figcaption>
        </figure>
      ))}
      {goal.children.length > 0 && (
        <>
          <h3>{t('goal.children')}</h3>
          <ul>
            {goal.children.map((child) => (
              <li key={child.id}>
                <Link to={`/beleid/doelen/${child.id}`}>{child.title}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="soft small">
        {t('thread.hangs', {
          goals: goal.impact.goals,
          purchases: goal.impact.purchases,
          euros: euros(goal.impact.valueCents),
        })}
      </p>
    </section>
  );
}

function Keep({ goal }: { goal: Detail }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { id: goal.id } };
  const refresh = () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  const send = (away: boolean) =>
    unwrap(away ? api.PUT('/goals/{id}/archiving', { params }) : api.DELETE('/goals/{id}/archiving', { params }));
  const archive = useMutation({
    mutationFn: () => send(!goal.archived),
    onSuccess: async () => {
      const was = goal.archived;
      await refresh();
      offer(t(was ? 'policy.broughtBack' : 'policy.wasArchived', { title: goal.title }), async () => {
        await send(was);
        await refresh();
      });
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/goals/{id}', { params })),
    onSuccess: async () => {
      void navigate('/beleid/doelen');
      await refresh();
    },
  });
  return (
    <div className="stack stack--small no-print">
      {(archive.error ?? remove.error) && <ErrorNote error={archive.error ?? remove.error} />}
      <div className="row">
        <Button onClick={() => archive.mutate()}>{t(goal.archived ? 'policy.restore' : 'policy.archive')}</Button>
        {goal.impact.goals + goal.impact.purchases === 0 && (
          <Confirmed
            label={t('goal.delete')}
            name={goal.title}
            question={t('goal.deleteQuestion', { title: goal.title })}
            act={() => remove.mutate()}
            pending={remove.isPending}
          />
        )}
      </div>
    </div>
  );
}

export function Goal() {
  const { t } = useTranslation();
  const names = useNames();
  const { id = '' } = useParams();
  const mayEdit = useMay('policy.edit');
  const mayConfirm = useMay('policy.confirm');
  const me = useSession().data?.person.id;
  const { data, error } = useQuery({
    queryKey: ['goal', id],
    queryFn: () => unwrap(api.GET('/goals/{id}', { params: { path: { id } } })),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={data.title} crumbs={[{ to: '/beleid/doelen', label: t('goals.title') }]}>
        {(mayEdit || (mayConfirm && data.ownerId === me)) && (
          <Link className="no-print" to={`/beleid/doelen/${id}/wijzigen`}>
            {t('goal.edit')}
          </Link>
        )}
      </PageTitle>
      <Presence page={`/beleid/doelen/${data.id}`} />
      {data.archived && <p className="alert alert--note">{t('policy.archived')}</p>}
      <Reviews goal={data} mayConfirm={mayEdit || (mayConfirm && data.ownerId === me)} />
      {data.warnings.map((warning) => (
        <p key={warning} className="alert alert--note">
          {t(word('goal.warning', warning))}
        </p>
      ))}
      {data.conflicts.length > 0 && (
        <p className="alert alert--note">
          {t('goal.conflicts')}:{' '}
          {data.conflicts.map((other) => (
            <Link key={other.id} to={`/beleid/doelen/${other.id}`}>
              {other.title}{' '}
            </Link>
          ))}
        </p>
      )}
      <div className="grid grid--two">
        <section className="card stack stack--small" aria-labelledby="summary">
          <h2 id="summary">{t('notice.summary')}</h2>
          {data.explanation && <p>{data.explanation}</p>}
          <dl className="facts">
            <dt>{t('goal.themes')}</dt>
            <dd>{data.themes.map((theme) => names.theme(theme)).join(', ')}</dd>
            <dt>{t('goal.sdgs')}</dt>
            <dd>{data.sdgs.map((sdg) => `${String(sdg)} ${names.code('sdg', String(sdg))}`).join(', ') || '–'}</dd>
            <dt>{t('goal.level')}</dt>
            <dd>
              {t(`goal.levels.${data.level}`)}
              {data.unitId && ` – ${names.unit(data.unitId)}`}
            </dd>
            <dt>{t('goals.owner')}</dt>
            <dd>{data.owner ?? t('goals.noOwner')}</dd>
          </dl>
          {data.gaps.length > 0 && (
            <>
              <h3>{t('goal.gaps')}</h3>
              <ul>
                {data.gaps.map((gap) => (
                  <li key={gap}>
                    {t(word('gap.kind', gap))}: {t(word('gap.next', gap)).toLowerCase()}
                  </li>
                ))}
              </ul>
            </>
          )}
          {mayEdit && <Keep goal={data} />}
        </section>
        <Sources goal={data} />
        <Served of="goal" id={id} />
        <Measuring goal={data} />
        <WhoToAsk theme={data.themes[0]} unitId={data.unitId} />
      </div>
      <GoalResult id={id} themes={data.themes} mayName={mayEdit || (mayConfirm && data.ownerId === me)} />
      <History goal={data} />
      <Changes kind="goal" id={id} />
    </div>
  );
}
