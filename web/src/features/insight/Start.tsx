// The first page: what is asked of who is here, dated and with one act each; their own numbers; what changed since they were here.
// What there is to ask, the server says (GET /start); this page knows no role.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useSession } from '../../api/queries';
import { date, longDay, number, percent, share } from '../../format';
import { word } from '../../i18n';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { GuestStart } from '../publication/GuestStart';
import { Asks } from './Asks';
import { FirstWeek } from './FirstWeek';
import { OnCourse } from './OnCourse';
import { Sentences } from './Sentences';
import { Shortcut } from './Shortcut';
import { CountLink } from '../../ui/list';

function Numbers({ all }: { all: Schema['StartFigure'][] }) {
  const { t } = useTranslation();
  if (all.length === 0) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="numbers">
      <h2 id="numbers">{t('start.numbers')}</h2>
      <ul className="grid start__numbers">
        {all.map((each) => (
          <li key={each.kind} className="stat">
            <span className="stat__number">
              <CountLink to={each.path} count={each.count}>
                {number(each.count)}
                <span className="visually-hidden">{` ${t(word('start.figure', each.kind))}`}</span>
              </CountLink>
            </span>
            <span>
              {typeof each.whole === 'number' &&
                `${t('start.ofWhole', { whole: number(each.whole), percent: percent(share(each.count, each.whole)) })} `}
              {t(word('start.figure', each.kind))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changed({ since, all }: { since: string; all: Schema['News'][] }) {
  const { t } = useTranslation();
  const names = useNames();
  const lines = all.map((each, i) => (
    <li key={`${each.path}${String(i)}`}>
      <Link to={each.path}>{each.title}</Link>
      <div className="soft small">
        {[
          t(word('start.news', each.kind)),
          each.theme ? names.theme(each.theme) : '',
          each.kind === 'document_added' ? '' : each.detail,
          date(each.at),
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </li>
  ));
  return (
    <section className="card stack stack--small" aria-labelledby="changed">
      <h2 id="changed">{t('start.changed', { day: longDay(since) })}</h2>
      {all.length === 0 && <p className="soft">{t('start.nothingChanged')}</p>}
      <ul className="list">{lines.slice(0, 5)}</ul>
      {lines.length > 5 && (
        <details>
          <summary>{t('start.more', { count: lines.length - 5 })}</summary>
          <ul className="list">{lines.slice(5)}</ul>
        </details>
      )}
    </section>
  );
}

// What is changed since this visit began is kept apart; who looks again within half an hour is still here.
function useVisit(person: string | undefined) {
  useEffect(() => {
    if (person) void api.POST('/start/visits');
  }, [person]);
}

export function Start() {
  const { t } = useTranslation();
  const session = useSession().data;
  const { data, error, refetch } = useQuery({
    queryKey: ['start'],
    queryFn: () => unwrap(api.GET('/start')),
    staleTime: 0,
  });
  useVisit(data ? session?.person.id : undefined);
  if (error) return <PageError error={error} retry={() => void refetch()} />;
  if (!session || !data) return <Loading />;
  const roles = session.person.roles;
  const governs = roles.includes('alderman') || roles.includes('council_member');
  const works = session.permissions.length > 0;
  return (
    <div className="stack">
      <PageTitle title={t('start.title', { name: session.person.name })}>
        <Shortcut />
      </PageTitle>
      {data.firstWeek.length > 0 && <FirstWeek steps={data.firstWeek} />}
      {data.asks.length > 0 ? (
        <Asks all={data.asks} />
      ) : (
        <p className="lead">{t(works ? 'start.nothing' : 'start.nothingForGuest')}</p>
      )}
      {governs && <OnCourse />}
      {governs && <Sentences />}
      {!works && <GuestStart entrepreneur={roles.includes('entrepreneur')} />}
      <Numbers all={data.figures} />
      {(works || data.news.length > 0) && <Changed since={data.since} all={data.news} />}
    </div>
  );
}
