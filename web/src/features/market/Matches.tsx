// "Wie kan dit leveren?" on a purchase: who fits, what speaks for and against, whom one may ask, and whom one asked.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { Asked } from './Asked';
import { useRefreshMarket } from './market';
import { OfferingText } from './OfferingText';

type Match = Schema['Match'];

function useSay() {
  const { t } = useTranslation();
  const names = useNames();
  const values = (reason: { text: string; number?: number | null; day?: string | null }) => ({
    text: reason.text,
    theme: names.theme(reason.text),
    count: reason.number ?? 0,
    day: reason.day ? date(reason.day) : '',
  });
  return {
    yes: (reason: Schema['ReasonFor']) => t(`market.for.${reason.code}`, values(reason)),
    no: (reason: Schema['ReasonAgainst']) => t(`market.against.${reason.code}`, values(reason)),
  };
}

function One({ match, purchase, mayAsk, asked }: { match: Match; purchase: string; mayAsk: boolean; asked: boolean }) {
  const { t } = useTranslation();
  const say = useSay();
  const refresh = useRefreshMarket();
  const offer = useUndo();
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/purchases/{id}/asked', { params: { path: { id: purchase } }, body: { enterpriseId: match.id } }),
      ),
    onSuccess: async (made) => {
      await refresh();
      offer(t('market.wasAsked', { name: match.name }), async () => {
        await unwrap(api.DELETE('/asked-enterprises/{id}', { params: { path: { id: made.id } } }));
        await refresh();
      });
    },
  });
  // What it offers stands there already, in whole.
  const reasons = match.reasons.filter((each) => each.code !== 'offers' && each.code !== 'impact');
  return (
    <li className="stack stack--small">
      <div>
        <strong>
          <Link to={`/ondernemers/${match.id}`}>{match.name}</Link>
        </strong>
        <span className="soft small">{` ${match.place ?? t('market.noPlace')}`}</span>{' '}
        {match.proposed && <Status kind="proposed">{t('market.proposed')}</Status>}
      </div>
      {match.offering && <OfferingText offering={match.offering} />}
      {reasons.length > 0 && (
        <ul className="tags" aria-label={t('market.speaksFor')}>
          {reasons.map((each) => (
            <li key={each.code + each.text}>
              <Status kind="applied">{say.yes(each)}</Status>
            </li>
          ))}
        </ul>
      )}
      {match.against.length > 0 && (
        <ul className="tags" aria-label={t('market.speaksAgainst')}>
          {match.against.map((each) => (
            <li key={each.code + each.text}>
              <Status kind="open">{say.no(each)}</Status>
            </li>
          ))}
        </ul>
      )}
      {ask.error && <ErrorNote error={ask.error} />}
      {mayAsk && !asked && (
        <div className="row no-print">
          <Act of={match.name} disabled={ask.isPending} onClick={() => ask.mutate()}>
            {t('market.ask')}
          </Act>
        </div>
      )}
    </li>
  );
}

export function Matches({ purchase, title }: { purchase: string; title: string }) {
  const { t } = useTranslation();
  const mayRead = useMay('market.read');
  const mayEdit = useMay('purchase.edit');
  const { data, error } = useQuery({
    queryKey: ['matches', purchase],
    queryFn: () => unwrap(api.GET('/purchases/{id}/matches', { params: { path: { id: purchase } } })),
    enabled: mayRead,
  });
  if (!mayRead) return null;
  const asked = new Set(data?.asked.map((each) => each.enterpriseId));
  return (
    <section className="card stack stack--small" aria-labelledby="matches">
      <h2 id="matches">{t('market.matchesTitle')}</h2>
      {error && <ErrorNote error={error} />}
      {data && (
        <>
          <p>
            {data.allowed.text} <span className="soft small">{data.allowed.article}</span>
          </p>
          {data.reserved && (
            <p role="note">
              {t('market.reserved', {
                count: data.reserved.count,
                names: data.reserved.names.join(', '),
                article: data.reserved.article,
              })}
            </p>
          )}
          <Asked lines={data.asked} mayEdit={mayEdit} />
          {data.items.length === 0 && (
            <p>
              {t('market.nobodyFits')}{' '}
              <Link to={`/ondernemers?zoek=${encodeURIComponent(title)}`}>{t('market.searchYourself')}</Link>
            </p>
          )}
          <ul className="list list--plain">
            {data.items.slice(0, 5).map((match) => (
              <One
                key={match.id}
                match={match}
                purchase={purchase}
                mayAsk={mayEdit && data.allowed.mayAsk}
                asked={asked.has(match.id)}
              />
            ))}
          </ul>
          {data.items.length > 5 && (
            <details className="fold">
              <summary>{t('market.moreMatches', { count: data.items.length - 5 })}</summary>
              <ul className="list list--plain">
                {data.items.slice(5).map((match) => (
                  <One
                    key={match.id}
                    match={match}
                    purchase={purchase}
                    mayAsk={mayEdit && data.allowed.mayAsk}
                    asked={asked.has(match.id)}
                  />
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}
