// Where a session is, and the way to its next step.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button, ErrorNote } from '../../ui/basics';
import { type Phase, phases, type RoomState } from './room';

export type Step = NonNullable<RoomState['step']>;

const seconds: Partial<Record<Phase, number>> = { score: 120, second_score: 60, dialogue: 600 };

// Where "next" leads: through the phases, then to the next theme that is open.
export function next(step: Step): { position: number; phase: Phase } | null {
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

export function Steps({ id, step, left }: { id: string; step: Step; left: number | null }) {
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
                : t(word('ambition.state', theme.state))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
