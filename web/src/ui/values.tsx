// Amounts, shares, days and numbers: fields that hold a value, not a text.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/say';
import { exactEuros, longDay } from '../format';
import { centsOf, dayOf, dayText, euroText, percentOf } from './amounts';
import { Button } from './basics';
import { Field } from './fields';
import { useAmount, useDay, type Understood } from './reading';

interface ValueProps {
  label: string;
  hint?: string;
  required?: boolean;
  pointer: string;
  error: unknown;
}

// Beside a field: what was understood, or why not and what it may mean.
function Reading<Value extends string | number>({
  read,
  say,
  onChoose,
}: {
  read: Understood<Value>;
  say: (value: Value) => string;
  onChoose: (value: Value) => void;
}) {
  const { t } = useTranslation();
  return (
    <div role="status" className="reading">
      {read.value !== null && <span className="field__hint">{say(read.value)}</span>}
      {read.message && <span className="field__error">{read.message}</span>}
      {read.proposals.length > 0 && read.value === null && (
        <span className="row">
          {!read.message && <span className="field__hint">{t('app.whichOne')}</span>}
          {read.proposals.map((each) => (
            <Button key={each} type="button" onClick={() => onChoose(each)}>
              {say(each)}
            </Button>
          ))}
        </span>
      )}
    </div>
  );
}

// A form with something that is not understood is not sent.
function useRefusal(read: Understood<unknown>, typed: string, words: string) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const unread = typed.trim() !== '' && read.value === null;
    holder.current?.querySelector('input')?.setCustomValidity(unread ? read.message || words : '');
  });
  return holder;
}

// What the server had to read is given once its answer is there, and only to what is still typed.
function useLate<Value>(typed: string, read: Understood<Value>, give: (value: Value) => void) {
  const asked = useRef('');
  useEffect(() => {
    if (read.value === null || asked.current === '' || asked.current !== typed) return;
    asked.current = '';
    give(read.value);
  });
  return asked;
}

// An amount as people write it, "1.250.000", "65,50" or "1,5 mln", kept in cents; null when what stands there is not clear.
export function MoneyField({
  cents,
  onCents,
  ...field
}: ValueProps & { cents: number | null; onCents: (cents: number | null) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(cents === null ? '' : euroText(cents));
  const read = useAmount(typed);
  // What is set from outside replaces what was typed.
  const text = cents === null || cents === read.value ? typed : euroText(cents);
  const holder = useRefusal(text === typed ? read : { ...read, value: cents }, text, t('app.noAmount'));
  const askedRef = useLate(typed, read, onCents);
  return (
    <div ref={holder}>
      <Field
        {...field}
        inputMode="text"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const value = centsOf(event.target.value);
          askedRef.current = value === null ? event.target.value : '';
          setTyped(event.target.value);
          onCents(value);
        }}
      />
      <Reading
        read={read}
        say={(value) => exactEuros(value / 100)}
        onChoose={(value) => {
          setTyped(euroText(value));
          onCents(value);
        }}
      />
    </div>
  );
}

// A share in hundredths of a percent; null when the field is empty.
export function PercentField({
  basisPoints,
  onBasisPoints,
  ...field
}: ValueProps & { basisPoints: number | null | undefined; onBasisPoints: (value: number | null) => void }) {
  return (
    <Field
      {...field}
      type="number"
      min={0}
      max={100}
      step="0.01"
      value={basisPoints === null || basisPoints === undefined ? '' : percentOf(basisPoints)}
      onChange={(event) =>
        onBasisPoints(event.target.value === '' ? null : Math.round(Number(event.target.value) * 100))
      }
    />
  );
}

// A day as people write it, "1-3-2027" or "1 maart", or chosen in a calendar; null when the field is empty or not clear.
export function DayField({
  day,
  onDay,
  max,
  ...field
}: ValueProps & { day: string | null | undefined; onDay: (day: string | null) => void; max?: string }) {
  const { t } = useTranslation();
  const kept = day || null;
  const [typed, setTyped] = useState(kept === null ? '' : dayText(kept));
  const read = useDay(typed);
  const text = kept === null || kept === read.value ? typed : dayText(kept);
  const holder = useRefusal(text === typed ? read : { ...read, value: kept }, text, t('app.noDay'));
  const askedRef = useLate(typed, read, onDay);
  const calendar = useRef<HTMLInputElement>(null);
  const choose = (value: string) => {
    setTyped(dayText(value));
    onDay(value);
  };
  return (
    <div ref={holder}>
      <div className="day">
        <Field
          {...field}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            const value = dayOf(event.target.value.trim());
            askedRef.current = value === null ? event.target.value : '';
            setTyped(event.target.value);
            onDay(value);
          }}
        />
        <button type="button" className="plain day__button" onClick={() => calendar.current?.showPicker()}>
          {t('app.calendar')}
          <span className="visually-hidden">{` ${field.label}`}</span>
        </button>
        <input
          ref={calendar}
          type="date"
          className="day__calendar"
          tabIndex={-1}
          aria-hidden="true"
          max={max}
          value={kept ?? ''}
          onChange={(event) => event.target.value && choose(event.target.value)}
        />
      </div>
      <Reading read={read} say={longDay} onChoose={choose} />
    </div>
  );
}

// A number that may be left empty: null then.
export function NumberField({
  value,
  onValue,
  ...field
}: ValueProps & {
  value: number | null | undefined;
  onValue: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: string;
}) {
  return (
    <Field
      {...field}
      type="number"
      value={value ?? ''}
      onChange={(event) => onValue(event.target.value.trim() === '' ? null : Number(event.target.value))}
    />
  );
}
