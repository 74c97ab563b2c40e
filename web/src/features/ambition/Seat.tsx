// A participant's phone: what the room is doing, and one's own score and words. Big targets, one hand.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate } from 'react-router';
import { api, ApiError, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Frame } from './Frame';
import { Notes } from './Notes';
import { levelNumbers, type RoomState, roundOf, useCountdown, useRoom } from './room';
import { Scores } from './Scores';

const seatKey = ['seat'];

// Without a line the score waits here and is sent again until it has arrived or scoring has ended.
const unlessRefused = (count: number, error: unknown) =>
  count < 200 && (!(error instanceof ApiError) || error.problem.status === 0 || error.problem.status >= 500);

function ScoreForm({ seat, theme, round }: { seat: Schema['SeatView']; theme: Schema['SessionTheme']; round: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const own = seat.votes.find((each) => each.position === theme.position && each.round === round);
  const [chosen, setChosen] = useState<string | null>(own ? String(own.level ?? '?') : null);
  const [words, setWords] = useState(own?.motivation ?? '');
  const send = useMutation({
    mutationFn: (body: Schema['VoteInput']) => unwrap(api.PUT('/seat/vote', { body })),
    // One after the other: arrow keys pass several levels, and the last one must be the one that counts.
    scope: { id: 'score' },
    retry: unlessRefused,
    retryDelay: 1000,
    onSuccess: (vote) =>
      client.setQueryData<Schema['SeatView']>(
        seatKey,
        (before) =>
          before && {
            ...before,
            votes: [
              ...before.votes.filter((each) => each.position !== vote.position || each.round !== vote.round),
              vote,
            ],
          },
      ),
  });
  const score = (choice: string, motivation: string) => {
    setChosen(choice);
    send.mutate({ position: theme.position, round, level: choice === '?' ? null : Number(choice), motivation });
  };
  const known = own && chosen === String(own.level ?? '?') && words === own.motivation;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) score(chosen, words);
      }}
    >
      <fieldset className="choices stack stack--small">
        <legend>{t(round === 1 ? 'seat.score' : 'seat.secondScore')}</legend>
        {[...levelNumbers.map(String), '?'].map((choice) => (
          <label key={choice} className="choice choice--score">
            <input
              type="radio"
              name="level"
              value={choice}
              checked={chosen === choice}
              onChange={() => score(choice, words)}
            />
            <span>
              <strong>{choice === '?' ? t('seat.dontKnow') : `${choice} ${t(word('ambition.level', choice))}`}</strong>
              {choice !== '?' && <span className="small">{theme.levels[Number(choice)]}</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <ErrorSummary error={send.error} />
      <TextArea
        label={t('seat.why')}
        value={words}
        maxLength={500}
        onChange={(event) => setWords(event.target.value)}
        pointer="/motivation"
        error={send.error}
      />
      <div className="row">
        <Button type="submit" disabled={chosen === null || known}>
          {t('seat.saveWhy')}
        </Button>
        <span role="status">{send.isPending ? t('seat.sending') : known ? t('seat.saved') : ''}</span>
      </div>
    </form>
  );
}

function NoteForm() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Schema['NoteInput']['kind']>('argument');
  const send = useMutation({
    mutationFn: (text: string) => unwrap(api.POST('/seat/notes', { body: { kind, text } })),
    retry: unlessRefused,
    retryDelay: 1000,
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        send.mutate(fieldValue(form, 'text'), { onSuccess: () => form.reset() });
      }}
    >
      <ErrorSummary error={send.error} />
      <Select
        label={t('seat.noteKind')}
        value={kind}
        options={(['argument', 'condition', 'idea', 'needed'] as const).map((each) => ({
          value: each,
          label: t(`ambition.note.${each}`),
        }))}
        onChange={(value) => setKind(value as typeof kind)}
      />
      <TextArea label={t('seat.note')} name="text" required maxLength={500} pointer="/text" error={send.error} />
      <div>
        <Button type="submit" disabled={send.isPending}>
          {t('seat.addNote')}
        </Button>
      </div>
    </form>
  );
}

function Phase({ state, seat }: { state: RoomState; seat: Schema['SeatView'] }) {
  const { t } = useTranslation();
  const { step, theme, result, notes } = state;
  if (!step) return <Loading />;
  if (step.status === 'closed') return <p className="lead">{t('seat.closed')}</p>;
  if (step.phase === 'lobby' || !theme)
    return <p className="lead">{t('seat.lobby', { count: state.count?.joined ?? 0 })}</p>;
  const round = roundOf(step.phase);
  const agreed = step.themes.find((each) => each.position === step.position);
  return (
    <>
      {step.phase === 'explain' && (
        <section className="stack stack--small">
          <p>{theme.description}</p>
          <ol className="levels" start={0}>
            {levelNumbers.map((level) => (
              <li key={level}>
                <strong>{`${level} ${t(`ambition.level.${level}`)}`}</strong> {theme.levels[level]}
              </li>
            ))}
          </ol>
          <Frame theme={theme} />
        </section>
      )}
      {round > 0 && <ScoreForm key={`${step.position}-${round}`} seat={seat} theme={theme} round={round} />}
      {round === 0 && result?.second && (
        <Scores tally={result.second} policy={theme.policyLevel} title={t('ambition.secondRound')} />
      )}
      {round === 0 && result?.first && (
        <Scores tally={result.first} policy={theme.policyLevel} title={t('ambition.firstRound')} />
      )}
      {step.phase === 'agree' && agreed?.state === 'agreed' && (
        <p className="lead">
          {t('seat.agreed', { level: agreed.agreedLevel, name: t(word('ambition.level', agreed.agreedLevel ?? 0)) })}
        </p>
      )}
      {(step.phase === 'dialogue' || step.phase === 'agree') && (
        <>
          <Notes notes={notes ?? []} />
          <NoteForm />
        </>
      )}
    </>
  );
}

export function Seat() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data, error } = useQuery({
    queryKey: seatKey,
    queryFn: () => unwrap(api.GET('/seat')),
    retry: unlessRefused,
    staleTime: 0,
  });
  const refused = useCallback(() => void client.invalidateQueries({ queryKey: seatKey }), [client]);
  const { state, online } = useRoom('/api/v1/seat/live', refused);
  const seconds = useCountdown(state.step?.timerEndsAt);
  const leave = useMutation({
    mutationFn: () => unwrap(api.DELETE('/seat')),
    onSuccess: () => {
      client.removeQueries({ queryKey: seatKey });
      void navigate('/deelnemen');
    },
  });
  if (error)
    return (
      <div className="stack phone">
        <PageTitle title={t('join.title')} />
        <ErrorNote error={error} />
        <p>
          <Link to="/deelnemen">{t('seat.again')}</Link>
        </p>
      </div>
    );
  if (!data) return <Loading />;
  const step = state.step;
  const title = step && step.status === 'running' && state.theme ? state.theme.title : data.title;
  return (
    <div className="stack phone">
      <PageTitle title={title} />
      <p className="seat__status" role="status">
        {online
          ? step
            ? t(step.status === 'closed' ? 'ambition.phase.closed' : `ambition.phase.${step.phase}`)
            : t('app.loading')
          : t('seat.offline')}
      </p>
      {seconds !== null && <p className="seat__timer">{t('ambition.seconds', { count: seconds })}</p>}
      <Phase state={state} seat={data} />
      <footer className="row row--between soft small">
        <span>{`${data.name ?? t('seat.anonymous')} · ${t(word('ambition.role', data.role))}`}</span>
        <button type="button" className="plain" onClick={() => leave.mutate()}>
          {t('seat.leave')}
        </button>
      </footer>
    </div>
  );
}
