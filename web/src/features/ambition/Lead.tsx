// Leading a session: one step at a time, with everything a facilitator needs beside it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { Button, ErrorNote, ErrorSummary, Field, Loading, PageTitle, Select, TextArea } from '../../ui/basics';
import { fieldValue } from '../../ui/form';
import { Actions } from './Actions';
import { Frame } from './Frame';
import { noteKinds, Notes } from './Notes';
import { People } from './People';
import { levelNumbers, phases, roundOf, showCode, useCountdown, useRoom, type Phase, type RoomState } from './room';
import { Scores } from './Scores';

type Step = NonNullable<RoomState['step']>;
const seconds: Partial<Record<Phase, number>> = { score: 120, second_score: 60, dialogue: 600 };

// Where "next" leads: through the phases, then to the next theme that is open.
function next(step: Step): { position: number; phase: Phase } | null {
  const at = phases.indexOf(step.phase);
  if (step.phase !== 'lobby' && at < phases.length - 1)
    return { position: step.position, phase: phases[at + 1] as Phase };
  const theme =
    step.themes.find((each) => each.position > step.position && each.state === 'open') ??
    step.themes.find((each) => each.state === 'open' && each.position !== step.position);
  return theme ? { position: theme.position, phase: 'explain' } : null;
}

function useStep(id: string, version: number) {
  return useMutation({
    mutationFn: (body: Schema['SessionStepInput']) =>
      unwrap(
        api.PUT('/ambition-sessions/{id}/step', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body,
        }),
      ),
  });
}

function Steps({ id, step, left }: { id: string; step: Step; left: number | null }) {
  const { t } = useTranslation();
  const go = useStep(id, step.version);
  const to = (position: number, phase: Phase) => go.mutate({ position, phase, seconds: seconds[phase] ?? null });
  const onwards = next(step);
  return (
    <section className="card stack stack--small" aria-labelledby="steps">
      <h2 id="steps">{t('lead.steps')}</h2>
      {go.error && <ErrorNote error={go.error} />}
      <ol className="phases">
        {phases.slice(1).map((phase) => (
          <li key={phase}>
            <button
              type="button"
              aria-current={step.phase === phase ? 'step' : undefined}
              disabled={step.position === 0}
              onClick={() => to(step.position, phase)}
            >
              {t(`ambition.phase.${phase}`)}
            </button>
          </li>
        ))}
      </ol>
      <div className="row">
        {onwards && (
          <Button primary type="button" onClick={() => to(onwards.position, onwards.phase)}>
            {onwards.position === step.position
              ? t('lead.next', { phase: t(`ambition.phase.${onwards.phase}`) })
              : t('lead.nextTheme', {
                  theme: step.themes.find((each) => each.position === onwards.position)?.title ?? '',
                })}
          </Button>
        )}
        {step.position > 0 && (
          <>
            <Button
              type="button"
              onClick={() => go.mutate({ position: step.position, phase: step.phase, seconds: (left ?? 0) + 60 })}
            >
              {t('lead.moreTime')}
            </Button>
            {left !== null && (
              <button
                type="button"
                className="plain"
                onClick={() => go.mutate({ position: step.position, phase: step.phase, seconds: null })}
              >
                {t('lead.noClock')}
              </button>
            )}
          </>
        )}
      </div>
      <h3>{t('lead.themes')}</h3>
      <ol className="list">
        {step.themes.map((theme) => (
          <li key={theme.position} className="row row--between">
            <button
              type="button"
              className="plain"
              aria-current={theme.position === step.position ? 'true' : undefined}
              onClick={() => to(theme.position, 'explain')}
            >
              {theme.title}
            </button>
            <span className="soft">
              {theme.state === 'agreed'
                ? t('lead.level', { level: theme.agreedLevel ?? '–' })
                : t(`ambition.state.${theme.state}`)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Outcome({ id, step, proposal }: { id: string; step: Step; proposal: number | null | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState<Schema['OutcomeInput']['state']>('agreed');
  const [level, setLevel] = useState(proposal === null || proposal === undefined ? '' : String(Math.floor(proposal)));
  const save = useMutation({
    mutationFn: (body: Schema['OutcomeInput']) =>
      unwrap(
        api.PUT('/ambition-sessions/{id}/themes/{position}/outcome', {
          params: { path: { id, position: String(step.position) }, header: { 'If-Match': `"${step.version}"` } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ambition', 'results', id] }),
  });
  const decided = step.themes.find((each) => each.position === step.position);
  return (
    <form
      className="card form form--wide"
      aria-labelledby="outcome"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        save.mutate({
          state,
          level: state === 'agreed' && level !== '' ? Number(level) : null,
          reason: fieldValue(form, 'reason') || null,
          decider: fieldValue(form, 'decider') || null,
        });
      }}
    >
      <h2 id="outcome">{t('lead.outcome')}</h2>
      <ErrorSummary error={save.error} />
      <Select
        label={t('lead.state')}
        value={state}
        options={(['agreed', 'disagreed', 'skipped'] as const).map((each) => ({
          value: each,
          label: t(`ambition.state.${each}`),
        }))}
        onChange={(value) => setState(value as typeof state)}
      />
      {state === 'agreed' && (
        <Select
          label={t('lead.agreedLevel')}
          value={level}
          options={[
            { value: '', label: t('lead.choose') },
            ...levelNumbers.map((each) => ({ value: String(each), label: `${each} ${t(`ambition.level.${each}`)}` })),
          ]}
          onChange={setLevel}
          pointer="/level"
          error={save.error}
        />
      )}
      {state !== 'skipped' && (
        <TextArea label={t('lead.reason')} name="reason" required pointer="/reason" error={save.error} />
      )}
      {state === 'disagreed' && (
        <Field label={t('lead.decider')} name="decider" required pointer="/decider" error={save.error} />
      )}
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('lead.record')}
        </Button>
        <span role="status">
          {decided && decided.state !== 'open'
            ? t('lead.recorded', { state: t(`ambition.state.${decided.state}`) })
            : ''}
        </span>
      </div>
    </form>
  );
}

function AddNote({ id }: { id: string }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Schema['NoteInput']['kind']>('argument');
  const add = useMutation({
    mutationFn: (text: string) =>
      unwrap(api.POST('/ambition-sessions/{id}/notes', { params: { path: { id } }, body: { kind, text } })),
  });
  return (
    <form
      className="form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        add.mutate(fieldValue(form, 'text'), { onSuccess: () => form.reset() });
      }}
    >
      <ErrorSummary error={add.error} />
      <div className="form__row">
        <Select
          label={t('seat.noteKind')}
          value={kind}
          options={noteKinds.map((each) => ({ value: each, label: t(`ambition.note.${each}`) }))}
          onChange={(value) => setKind(value as typeof kind)}
        />
        <Field label={t('lead.note')} name="text" required maxLength={1000} pointer="/text" error={add.error} />
      </div>
      <div>
        <Button type="submit" disabled={add.isPending}>
          {t('seat.addNote')}
        </Button>
      </div>
    </form>
  );
}

function Close({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [[from, to]] = useState(() => {
    const start = new Date();
    const end = new Date(start.getFullYear() + 2, start.getMonth(), start.getDate());
    return [start.toISOString().slice(0, 10), end.toISOString().slice(0, 10)] as const;
  });
  const close = useMutation({
    mutationFn: (body: Schema['ClosingInput']) =>
      unwrap(api.POST('/ambition-sessions/{id}/closing', { params: { path: { id } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      void navigate(`/ambities/${id}`);
    },
  });
  return (
    <form
      className="card form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        close.mutate({ validFrom: fieldValue(form, 'validFrom'), validTo: fieldValue(form, 'validTo') });
      }}
    >
      <h2>{t('lead.close')}</h2>
      <p>{t('lead.closeHint')}</p>
      <ErrorSummary error={close.error} />
      <div className="form__row">
        <Field
          label={t('lead.validFrom')}
          name="validFrom"
          type="date"
          required
          defaultValue={from}
          pointer="/validFrom"
          error={close.error}
        />
        <Field
          label={t('lead.validTo')}
          name="validTo"
          type="date"
          required
          defaultValue={to}
          pointer="/validTo"
          error={close.error}
        />
      </div>
      <div>
        <Button type="submit" disabled={close.isPending}>
          {t('lead.closeNow')}
        </Button>
      </div>
    </form>
  );
}

function Theme({ id, state }: { id: string; state: RoomState }) {
  const { t } = useTranslation();
  const hide = useMutation({
    mutationFn: (note: string) =>
      unwrap(api.DELETE('/ambition-sessions/{id}/notes/{note}', { params: { path: { id, note } } })),
  });
  const { step, theme, count, result, notes } = state;
  if (!step || !theme) return <p className="lead">{t('lead.lobby')}</p>;
  return (
    <>
      <h2>{theme.title}</h2>
      <p>{theme.description}</p>
      {roundOf(step.phase) > 0 && (
        <p className="lead" role="status">
          {t('ambition.scoredOf', { scored: count?.scored ?? 0, joined: count?.joined ?? 0 })}
        </p>
      )}
      {result?.second && (
        <Scores heading="h3" tally={result.second} policy={theme.policyLevel} title={t('ambition.secondRound')} />
      )}
      {result?.first && (
        <Scores heading="h3" tally={result.first} policy={theme.policyLevel} title={t('ambition.firstRound')} />
      )}
      {step.phase === 'agree' && (
        <Outcome key={step.position} id={id} step={step} proposal={result?.second?.median ?? result?.first?.median} />
      )}
      <Frame heading="h3" theme={theme} />
      <section className="stack stack--small" aria-labelledby="notes">
        <h3 id="notes">{t('lead.notes')}</h3>
        <Notes heading="h3" notes={notes ?? []} onHide={(note) => hide.mutate(note)} />
        <AddNote id={id} />
      </section>
    </>
  );
}

function Code({ id, code, shared }: { id: string; code: string | null; shared: boolean }) {
  const { t } = useTranslation();
  const [many, setMany] = useState(shared);
  const seats = useMutation({
    mutationFn: (sharedAddress: boolean) =>
      unwrap(api.PUT('/ambition-sessions/{id}/seats', { params: { path: { id } }, body: { sharedAddress } })),
    onSuccess: (_, next) => setMany(next),
  });
  const renew = useMutation({
    mutationFn: () => unwrap(api.POST('/ambition-sessions/{id}/code', { params: { path: { id } } })),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="code">
      <h2 id="code">{t('lead.code')}</h2>
      {code && <p className="code">{showCode(code)}</p>}
      {(renew.error ?? seats.error) && <ErrorNote error={renew.error ?? seats.error} />}
      <div className="checks">
        <label>
          <input
            type="checkbox"
            checked={many}
            disabled={seats.isPending}
            onChange={(event) => seats.mutate(event.target.checked)}
          />
          {t('lead.shared')}
        </label>
      </div>
      <div className="row">
        <Link to={`/ambities/${id}/scherm`} target="_blank">
          {t('lead.screen')}
        </Link>
        <button type="button" className="plain" onClick={() => renew.mutate()}>
          {t('lead.renew')}
        </button>
      </div>
    </section>
  );
}

export function Lead({ id, session }: { id: string; session: Schema['SessionDetail'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [refused] = useState(() => () => void client.invalidateQueries({ queryKey: ['session'] }));
  const { state, online } = useRoom(`/api/v1/ambition-sessions/${id}/live`, refused);
  const left = useCountdown(state.step?.timerEndsAt);
  const actions =
    useQuery({
      queryKey: ['ambition', 'results', id],
      queryFn: () => unwrap(api.GET('/ambition-sessions/{id}/results', { params: { path: { id } } })),
    }).data?.actions ?? [];
  if (!state.step) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={session.title} crumbs={[{ to: '/ambities', label: t('ambition.title') }]} />
      <p role="status" className="soft">
        {online
          ? t('lead.status', { joined: state.count?.joined ?? 0, phase: t(`ambition.phase.${state.step.phase}`) })
          : t('seat.offline')}
        {left !== null && ` · ${t('ambition.seconds', { count: left })}`}
      </p>
      <div className="lead-grid">
        <div className="stack">
          <div className="card stack">
            <Theme id={id} state={state} />
          </div>
          <Actions
            sessionId={id}
            actions={actions}
            themes={state.step.themes}
            current={state.step.position || null}
            key={state.step.position}
          />
          <Close id={id} />
        </div>
        <div className="stack">
          <Steps id={id} step={state.step} left={left} />
          <Code id={id} code={state.step.code} shared={session.sharedAddress} />
          <People id={id} title={session.title} joined={state.count?.joined ?? 0} />
        </div>
      </div>
    </div>
  );
}
