// The screen of the room: readable at ten metres, nothing to click.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { api, ApiError, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { Qr } from './Qr';
import { isRefusal, levelNumbers, roundOf, showCode, useCountdown, useRoom } from './room';
import { Scores } from './Scores';
import { Web } from './Web';

// Asks for the session first, and again when the line is refused: then the answer says why nothing is shown. A server that is away for
// a moment takes nothing from the screen.
export function Beamer() {
  const { id = '' } = useParams();
  const { data, error } = useQuery({
    queryKey: ['ambition', 'session', id],
    queryFn: () => unwrap(api.GET('/ambition-sessions/{id}', { params: { path: { id } } })),
    staleTime: Infinity,
  });
  if (error && (!data || (error instanceof ApiError && isRefusal(error.problem.status))))
    return <PageError error={error} />;
  if (!data) return <Loading />;
  return <Screen id={id} />;
}

function Screen({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const refused = useCallback(
    () => void client.invalidateQueries({ queryKey: ['ambition', 'session', id] }),
    [client, id],
  );
  const { state, online } = useRoom(`/api/v1/ambition-sessions/${id}/live`, refused);
  const left = useCountdown(state.step?.timerEndsAt);
  const { step, theme, count, result } = state;
  if (!step) return <Loading />;
  const address = `${window.location.origin}/deelnemen`;
  const closed = step.status === 'closed';
  const lobby = !closed && (step.phase === 'lobby' || !theme);
  const round = roundOf(step.phase);
  const shown = result?.second ?? result?.first;
  const agreed = step.themes.find((each) => each.position === step.position);
  return (
    <div className="beamer">
      <PageTitle title={lobby || closed ? step.title : (theme?.title ?? step.title)} />
      <p className="beamer__phase" role="status">
        {online ? t(closed ? 'ambition.phase.closed' : `ambition.phase.${step.phase}`) : t('seat.offline')}
        {left !== null && ` · ${t('ambition.seconds', { count: left })}`}
      </p>
      {lobby && step.code && (
        <div className="beamer__join">
          <div>
            <p>{t('beamer.goTo', { address: address.replace(/^https?:\/\//, '') })}</p>
            <p className="code">{showCode(step.code)}</p>
            <p>{t('beamer.joined', { count: count?.joined ?? 0 })}</p>
          </div>
          <Qr text={`${address}?code=${step.code}`} label={t('beamer.qr')} />
        </div>
      )}
      {closed && (
        <Web
          label={t('ambition.web')}
          corners={step.themes.map((each) => ({ label: each.title, level: each.agreedLevel }))}
          lines={[{ label: t('ambition.agreedLevels'), levels: step.themes.map((each) => each.agreedLevel) }]}
        />
      )}
      {!closed && !lobby && theme && (
        <>
          {round > 0 && (
            <p className="beamer__count">
              {t('ambition.scoredOf', { scored: count?.scored ?? 0, joined: count?.joined ?? 0 })}
            </p>
          )}
          {(step.phase === 'explain' || round > 0) && (
            <ol className="levels" start={0}>
              {levelNumbers.map((level) => (
                <li key={level}>
                  <strong>{`${level} ${t(`ambition.level.${level}`)}`}</strong> {theme.levels[level]}
                </li>
              ))}
            </ol>
          )}
          {round === 0 && shown && (
            <Scores
              tally={{ ...shown, motivations: shown.motivations.slice(0, 4) }}
              policy={theme.policyLevel}
              title={t(result?.second ? 'ambition.secondRound' : 'ambition.firstRound')}
            />
          )}
          {step.phase === 'agree' && agreed?.state === 'agreed' && (
            <p className="beamer__count">
              {t('seat.agreed', {
                level: agreed.agreedLevel,
                name: t(word('ambition.level', agreed.agreedLevel ?? 0)),
              })}
            </p>
          )}
          {step.code && <p className="soft">{`${address.replace(/^https?:\/\//, '')} · ${showCode(step.code)}`}</p>}
        </>
      )}
    </div>
  );
}
