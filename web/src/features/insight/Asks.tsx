// What is asked of somebody: how urgent in shape, colour and word, what it is about, and the one act.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { date } from '../../format';
import { word } from '../../i18n';
import { useNames } from '../../ui/names';

type Ask = Schema['Ask'];
const shown = 7;
const marks = { late: ['!', 'tag tag--bad'], today: ['●', 'tag tag--sun'], soon: ['○', 'tag'] } as const;

function When({ ask }: { ask: Ask }) {
  const { t } = useTranslation();
  const day = ask.dueOn ? date(ask.dueOn) : '';
  const since = ask.since ? t('start.since', { day: date(ask.since) }) : '';
  if (ask.urgency === 'open' || ask.urgency === 'later') return <span className="soft small">{day || since}</span>;
  const [mark, look] = marks[ask.urgency];
  // Late although its day is to come: it waits too long.
  const waits = ask.urgency === 'late' && (!ask.dueOn || new Date(ask.dueOn) > new Date());
  return (
    <>
      <span className={look}>
        <span aria-hidden="true">{`${mark}\u00a0`}</span>
        {t(`start.urgency.${ask.urgency}`)}
      </span>{' '}
      {ask.urgency !== 'today' && <span className="soft small">{waits ? since : day}</span>}
    </>
  );
}

function Line({ ask }: { ask: Ask }) {
  const { t } = useTranslation();
  const names = useNames();
  const says = t(word('start.ask', ask.kind), {
    count: ask.count,
    title: ask.kind === 'gaps' ? t(word('gap.kind', ask.title)) : ask.title,
    detail: ask.detail,
    theme: ask.theme ? names.theme(ask.theme) : '',
  });
  // What is about no single record leads to the list of all of them.
  const counted = ask.recordKind === '' && !ask.recordId && ask.kind !== 'person_without_role';
  return (
    <li className="ask">
      <span className="ask__when">
        <When ask={ask} />
      </span>
      <span className="wrap-anywhere">{says}</span>
      <Link to={ask.path} className="ask__act no-print" data-count={counted ? ask.count : undefined}>
        {t(word('start.verb', ask.kind))}
        <span className="visually-hidden">{` ${says}`}</span>
      </Link>
    </li>
  );
}

export function Asks({ all }: { all: Ask[] }) {
  const { t } = useTranslation();
  const lines = all.map((ask, i) => <Line key={`${ask.kind}${ask.path}${String(i)}`} ask={ask} />);
  return (
    <section className="card stack stack--small" aria-labelledby="asked">
      <h2 id="asked">{t('start.asked')}</h2>
      <ul className="asks">{lines.slice(0, shown)}</ul>
      {lines.length > shown && (
        <details>
          <summary>{t('start.more', { count: lines.length - shown })}</summary>
          <ul className="asks">{lines.slice(shown)}</ul>
        </details>
      )}
    </section>
  );
}
