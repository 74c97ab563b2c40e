// A suggestion of the library as a buyer needs it: what it asks, why, what proves it, what it weighs, and what checking it takes.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { percentOf } from '../../ui/amounts';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { pieces } from '../../ui/criteria';
import { useNames } from '../../ui/names';
import { isAwarded, type Purchase, useRefresh } from './purchase';
import { Below, useWanted } from './Wanted';

export type Suggested = Schema['PurchaseSuggestion'];

export function useSuggestions(id: string) {
  return (
    useQuery({
      queryKey: ['purchase', id, 'suggestions'],
      queryFn: () => unwrap(api.GET('/purchases/{id}/suggestions', { params: { path: { id } } })),
    }).data?.themes ?? []
  );
}

// What of the hundred percent is not given out yet.
function freeWeight(purchase: Purchase): number {
  const given = [...purchase.requirements.filter((each) => each.state === 'chosen'), ...purchase.otherAward];
  return Math.max(0, 10_000 - given.reduce((sum, each) => sum + (each.weightBp ?? 0), 0));
}

function Served({ purchase, item }: { purchase: Purchase; item: Suggested }) {
  const { t } = useTranslation();
  const wanted = useWanted(purchase.id).data?.items ?? [];
  const serves = wanted.filter((each) => item.serves.includes(each.id));
  const lower = wanted.find((each) => each.id === item.belowGoal);
  return (
    <>
      {serves.length > 0 && (
        <p className="small">{t('suggestion.serves', { goals: serves.map((each) => each.title).join('; ') })}</p>
      )}
      {lower && item.asked != null && (
        <p className="small">
          <Below asked={item.asked} target={lower.target ?? 0} unit={lower.indicatorUnit ?? ''} />
        </p>
      )}
    </>
  );
}

export function SuggestionList({ purchase, theme, all }: { purchase: Purchase; theme: string; all: Suggested[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const refresh = useRefresh();
  const choose = useMutation({
    mutationFn: ({ criterionId, basket }: { criterionId: string; basket: boolean }) =>
      unwrap(
        api.POST('/purchases/{id}/requirements', {
          params: { path: { id: purchase.id } },
          body: { theme, criterionId, basket },
        }),
      ),
    onSuccess: refresh,
  });
  return (
    <>
      {choose.error && <ErrorNote error={choose.error} />}
      <ul className="list">
        {all.map((each) => (
          <li key={each.id} className="pick">
            <div className="stack stack--small">
              <Link to={`/criteria/${each.id}`}>{each.title}</Link>
              <p>
                {pieces(each.text, each.variables).map((piece, index) =>
                  piece.filled ? <mark key={index}>{piece.text}</mark> : piece.text,
                )}
              </p>
              <Served purchase={purchase} item={each} />
              <p className="soft small">{`${names.code('instrument', each.instrument)} · ${t('level.asked', { level: each.level })} · ${each.reasons.map((reason) => t(word('criteria.reason', reason))).join(', ')}`}</p>
              <details className="small">
                <summary>
                  {t('suggestion.more')}
                  <span className="visually-hidden">{` ${each.title}`}</span>
                </summary>
                <dl className="facts">
                  <dt>{t('criteria.explanation')}</dt>
                  <dd>{each.explanation}</dd>
                  <dt>{t('criteria.evidence')}</dt>
                  <dd>{each.evidence || t('purchase.noEvidence')}</dd>
                  {each.instrument === 'award_criterion' && (
                    <>
                      <dt>{t('suggestion.weight')}</dt>
                      <dd>{t('suggestion.weightFree', { percent: percentOf(freeWeight(purchase)) })}</dd>
                    </>
                  )}
                  <dt>{t('suggestion.price')}</dt>
                  <dd>
                    {t('suggestion.checks', {
                      count: each.checks,
                      moment: t(`criteria.moments.${each.moment}`),
                      who: t(`criteria.checkers.${each.who}`),
                    })}
                  </dd>
                </dl>
              </details>
            </div>
            <div className="row no-print">
              <Button
                onClick={() => choose.mutate({ criterionId: each.id, basket: false })}
                disabled={choose.isPending}
              >
                {t('purchase.choose')}
                <span className="visually-hidden">{` ${each.title}`}</span>
              </Button>
              <Act
                of={each.title}
                onClick={() => choose.mutate({ criterionId: each.id, basket: true })}
                disabled={choose.isPending}
              >
                {t('purchase.toBasket')}
              </Act>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

const perTheme = 1;

// Per open theme the suggestion that serves best what is wanted here; all of them stand with the theme.
export function ServingSuggestions({ purchase, mayEdit }: { purchase: Purchase; mayEdit: boolean }) {
  const { t } = useTranslation();
  const names = useNames();
  const themes = useSuggestions(purchase.id);
  const open = themes
    .filter((each) => purchase.themes.some((theme) => theme.theme === each.theme && theme.state === 'open'))
    .map((each) => ({ ...each, items: each.items.filter((item) => item.serves.length > 0).slice(0, perTheme) }))
    .filter((each) => each.items.length > 0);
  if (!mayEdit || isAwarded(purchase.status) || open.length === 0) return null;
  return (
    <section className="card stack stack--small no-print" aria-labelledby="serving">
      <h2 id="serving">{t('suggestion.title')}</h2>
      {open.map((each) => (
        <div key={each.theme} className="stack stack--small">
          <h3>{names.theme(each.theme)}</h3>
          <SuggestionList purchase={purchase} theme={each.theme} all={each.items} />
          <p>
            <Link to={`/inkopen/${purchase.id}/impact#${each.theme}`}>
              {t('suggestion.all', { theme: names.theme(each.theme) })}
            </Link>
          </p>
        </div>
      ))}
    </section>
  );
}
