// A new goal (from a sentence or from nothing) and changing one, also when somebody else was first.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api, ApiError, type Schema, unwrap } from '../../api/client';
import { useThemes } from '../../api/queries';
import { euros } from '../../format';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary } from '../../ui/fields';
import { Merge } from '../../ui/Merge';
import { GoalFields } from './GoalFields';
import { differences, emptyGoal, type GoalInput, inputOf, propose, sentences } from './goalInput';

function Sentence({
  passage,
  value,
  onChange,
}: {
  passage: Schema['PassageView'];
  value: GoalInput;
  onChange: (value: GoalInput) => void;
}) {
  const { t } = useTranslation();
  const all = sentences(passage.text);
  const quote = value.sources[0]?.quote ?? '';
  return (
    <fieldset className="checks checks--column">
      <legend>
        {t('goal.quote')}{' '}
        <span className="soft small">
          {passage.document}, {passage.number}
        </span>
      </legend>
      {[...new Set([quote, ...all].filter(Boolean))].map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="sentence"
            checked={quote === each}
            onChange={() =>
              onChange({ ...value, ...propose(each), sources: [{ clauseId: passage.clauseId, quote: each }] })
            }
          />
          {each}
        </label>
      ))}
    </fieldset>
  );
}

export function NewGoal() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const clause = params.get('passage');
  const ambition = params.get('ambitie');
  const themes = useThemes().data;
  const { data, error } = useQuery({
    queryKey: ['clause', clause],
    queryFn: () => unwrap(api.GET('/policy-clauses/{id}', { params: { path: { id: clause ?? '' } } })),
    enabled: clause !== null,
  });
  const agreed = useQuery({
    queryKey: ['ambition', 'one', ambition],
    queryFn: () => unwrap(api.GET('/ambitions/{id}', { params: { path: { id: ambition ?? '' } } })),
    enabled: ambition !== null,
  });
  if (error) return <PageError error={error} />;
  if (agreed.error) return <PageError error={agreed.error} />;
  if ((clause && !data) || (ambition && !agreed.data) || !themes) return <Loading />;
  let initial = emptyGoal;
  // A goal that an ambition session asked for: it gets the theme and unit of what was agreed, and hangs above it.
  if (agreed.data) {
    const chosen = agreed.data.theme ? [agreed.data.theme] : [];
    initial = {
      ...emptyGoal,
      title: t('goal.ofAmbition', { theme: agreed.data.themeTitle, level: agreed.data.level }),
      explanation: agreed.data.reason,
      themes: chosen,
      level: agreed.data.unitId ? 'department' : 'municipal',
      unitId: agreed.data.unitId ?? null,
      sdgs: themes.items.filter((each) => chosen.includes(each.code)).flatMap((each) => each.sdgs),
    };
  }
  if (data) {
    const quote = params.get('citaat') ?? sentences(data.text)[0] ?? data.text;
    const chosen = data.themes.length > 0 ? data.themes : data.suggestedThemes;
    const sdgs = [
      ...new Set(themes.items.filter((each) => chosen.includes(each.code)).flatMap((each) => each.sdgs)),
    ].sort((a, b) => a - b);
    initial = { ...emptyGoal, ...propose(quote), themes: chosen, sdgs, sources: [{ clauseId: data.clauseId, quote }] };
  }
  return <NewGoalForm key={clause ?? ''} initial={initial} passage={data} ambition={ambition} title={t('goal.new')} />;
}

function NewGoalForm({
  initial,
  passage,
  ambition,
  title,
}: {
  initial: GoalInput;
  passage: Schema['PassageView'] | undefined;
  ambition: string | null;
  title: string;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const draft = useDraft(`goal/new/${passage?.clauseId ?? ambition ?? ''}`, title, initial);
  const { value, set: setValue } = draft;
  const add = useMutation({
    mutationFn: async () => {
      const made = await unwrap(api.POST('/goals', { body: value }));
      if (ambition)
        await unwrap(api.POST('/ambitions/{id}/goals/{goal}', { params: { path: { id: ambition, goal: made.id } } }));
      return made;
    },
    onSuccess: async (made) => {
      await draft.done();
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      void navigate(`/beleid/doelen/${made.id}`);
    },
  });
  if (!draft.ready) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={title} crumbs={[{ to: '/beleid/doelen', label: t('goals.title') }]} />
      <ErrorSummary error={add.error} />
      <form
        className="card form form--wide"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        {draft.note}
        {passage && <Sentence passage={passage} value={value} onChange={setValue} />}
        <GoalFields value={value} onChange={setValue} error={add.error} />
        <div>
          <Button primary type="submit" disabled={add.isPending}>
            {t('app.save')}
          </Button>
        </div>
      </form>
    </div>
  );
}

export function EditGoal() {
  const { id = '' } = useParams();
  const { data, error } = useQuery({
    queryKey: ['goal', id],
    queryFn: () => unwrap(api.GET('/goals/{id}', { params: { path: { id } } })),
    staleTime: Infinity,
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return <EditForm key={id} goal={data} />;
}

function EditForm({ goal }: { goal: Schema['GoalDetail'] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  // A draft keeps which version it was made from: what others did since is shown, not written over.
  const draft = useDraft(`goal/${goal.id}`, goal.title, { input: inputOf(goal), known: goal.version });
  const { input: value, known } = draft.value;
  const setValue = (input: GoalInput) => draft.set({ input, known });
  const [theirs, setTheirs] = useState<GoalInput | null>(null);
  const params = { path: { id: goal.id } };
  const save = useMutation({
    mutationFn: () =>
      unwrap(api.PUT('/goals/{id}', { params: { ...params, header: { 'If-Match': `"${known}"` } }, body: value })),
    onSuccess: async () => {
      await draft.done();
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      void navigate(`/beleid/doelen/${goal.id}`);
    },
    onError: async (fault) => {
      if (!(fault instanceof ApiError) || fault.problem.status !== 412) return;
      const now = await unwrap(api.GET('/goals/{id}', { params }));
      setTheirs(inputOf(now));
      draft.set({ input: value, known: now.version });
    },
  });
  if (!draft.ready) return <Loading />;
  const hangs = goal.impact.goals + goal.impact.purchases;
  return (
    <div className="stack">
      <PageTitle
        title={t('goal.edit')}
        crumbs={[
          { to: '/beleid/doelen', label: t('goals.title') },
          { to: `/beleid/doelen/${goal.id}`, label: goal.title },
        ]}
      />
      {theirs ? (
        <Merge
          mine={value}
          theirs={theirs}
          names={differences(value, theirs)}
          label={(name) => t(`goal.${name}`)}
          onChange={setValue}
        />
      ) : (
        <ErrorSummary error={save.error} />
      )}
      {hangs > 0 && (
        <p className="alert alert--note">
          {t('goal.hangs', {
            goals: goal.impact.goals,
            purchases: goal.impact.purchases,
            euros: euros(goal.impact.valueCents),
          })}
        </p>
      )}
      <form
        className="card form form--wide"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {draft.note}
        <GoalFields value={value} onChange={setValue} error={save.error} self={goal.id} />
        <div className="row">
          <Button primary type="submit" disabled={save.isPending}>
            {t('app.save')}
          </Button>
          <Button type="button" onClick={() => void navigate(`/beleid/doelen/${goal.id}`)}>
            {t('app.cancel')}
          </Button>
        </div>
      </form>
    </div>
  );
}
