// Leading a session: one step at a time, with everything a facilitator needs beside it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Check, ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Actions } from './Actions';
import { Frame } from './Frame';
import { Steps } from './LeadSteps';
import { Notes } from './Notes';
import { AddNote, Outcome } from './Outcome';
import { People } from './People';
import { type RoomState, roundOf, showCode, useCountdown, useRoom } from './room';
import { Scores } from './Scores';

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
        <Check inline checked={many} onChange={(on) => seats.mutate(on)} disabled={seats.isPending}>
          {t('lead.shared')}
        </Check>
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
