// One link to judge: the sentence behind the goal, what is bought and asked, why it is suggested, and who said what.
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { date, euros } from '../../format';
import { Button } from '../../ui/basics';
import { Field } from '../../ui/fields';
import { word } from '../../i18n';
import { useNames } from '../../ui/names';
import { pageOf, useReason, type Pair, type State } from './links';

function End({ end, label }: { end: Schema['LinkEnd']; label: string }) {
  const page = pageOf(end);
  const facts = [end.unit, end.year ? String(end.year) : '', end.valueCents ? euros(end.valueCents) : '', end.number]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className="stack stack--small">
      <span className="soft small">{label}</span>
      <strong>{page ? <Link to={page}>{end.title}</Link> : end.title}</strong>
      {facts && <span className="soft small">{facts}</span>}
      {end.words && <p className="small">{end.words}</p>}
    </div>
  );
}

function Said({ pair, state, mine }: { pair: Pair; state: State; mine: boolean }) {
  const { t } = useTranslation();
  if (state === 'suggested') return <span className="tag tag--plain">{t('links.state.suggested')}</span>;
  const who = mine ? t('links.you') : (pair.person ?? '');
  return (
    <p>
      <span className={state === 'confirmed' ? 'tag' : 'tag tag--bad'}>{t(`links.state.${state}`)}</span>{' '}
      <span className="soft small">{mine ? who : `${who} · ${date(pair.at)}`}</span>
      {pair.why && !mine && <span>{` “${pair.why}”`}</span>}
    </p>
  );
}

interface Props {
  pair: Pair;
  state: State;
  mine: boolean;
  note: string;
  selected: boolean;
  busy: boolean;
  onSelect: () => void;
  onSay: (state: State, why: string) => void;
}

export function LinkItem({ pair, state, mine, note, selected, busy, onSelect, onSay }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const reason = useReason();
  const [why, setWhy] = useState('');
  const name = `${pair.upper.title} – ${pair.lower.title}`;
  return (
    <li
      className={`card stack stack--small link ${selected ? 'link--selected' : ''} ${state === 'suggested' ? 'link--open' : ''}`}
      tabIndex={selected ? 0 : -1}
      data-link={`${pair.upper.id}>${pair.lower.id}`}
      aria-label={name}
      aria-current={selected ? 'true' : undefined}
      onFocus={onSelect}
    >
      {pair.sentence && (
        <figure>
          <blockquote className="quote">{pair.sentence}</blockquote>
          <figcaption className="small soft">{pair.document}</figcaption>
        </figure>
      )}
      <div className="grid grid--two">
        <End end={pair.upper} label={t(word('thread.kind', pair.upper.kind))} />
        <End end={pair.lower} label={t(word('thread.kind', pair.lower.kind))} />
      </div>
      {pair.themes.length > 0 && (
        <p className="small">
          {t('links.themes', { themes: pair.themes.map((each) => names.theme(each)).join(', ') })}
        </p>
      )}
      {pair.lower.kind === 'purchase' && (
        <p className="small">
          {pair.asks.length > 0
            ? t('links.asks', {
                what: pair.asks
                  .map((each) => `${each.title} (${names.code('instrument', each.detail).toLowerCase()})`)
                  .join('; '),
              })
            : t('links.asksNothing')}
        </p>
      )}
      <p className="small">{pair.rule ? reason(pair) : t('links.byHand')}</p>
      <Said pair={pair} state={state} mine={mine} />
      {note && <p className="alert alert--note">{note}</p>}
      {pair.mayDecide && (
        <div className="row no-print">
          {state !== 'confirmed' && (
            <Button primary={state === 'suggested'} disabled={busy} onClick={() => onSay('confirmed', why)}>
              {t('links.yes')}
              <span className="visually-hidden">{`: ${name}`}</span>
            </Button>
          )}
          {state !== 'rejected' && (
            <Button disabled={busy} onClick={() => onSay('rejected', why)}>
              {t('links.no')}
              <span className="visually-hidden">{`: ${name}`}</span>
            </Button>
          )}
          {mine && (
            <button type="button" className="plain" disabled={busy} onClick={() => onSay('suggested', '')}>
              {t('links.undo')}
              <span className="visually-hidden">{`: ${name}`}</span>
            </button>
          )}
        </div>
      )}
      {pair.mayDecide && selected && state === 'suggested' && (
        <Field
          label={t('links.why')}
          hint={t('links.whyHint')}
          pointer="/why"
          error={null}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      )}
    </li>
  );
}
