// Amounts, shares, days and numbers: fields that hold a value, not a text.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exactEuros } from '../format';
import { centsOf, euroText, percentOf } from './amounts';
import { Field } from './fields';

interface ValueProps {
  label: string;
  hint?: string;
  required?: boolean;
  pointer: string;
  error: unknown;
}

// An amount as people write it, "1.250.000" or "65,50", kept in cents; null when what stands there is no amount. Says what it read.
export function MoneyField({
  cents,
  onCents,
  ...field
}: ValueProps & { cents: number | null; onCents: (cents: number | null) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(cents === null ? '' : euroText(cents));
  const text = cents === null || centsOf(typed) === cents ? typed : euroText(cents);
  const read = centsOf(text);
  return (
    <div>
      <Field
        {...field}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onInput={(event) => {
          const field = event.currentTarget;
          field.setCustomValidity(field.value !== '' && centsOf(field.value) === null ? t('app.noAmount') : '');
        }}
        onChange={(event) => {
          setTyped(event.target.value);
          onCents(centsOf(event.target.value));
        }}
      />
      {read === null && text !== '' && <p className="field__error">{t('app.noAmount')}</p>}
      {read !== null && <p className="field__hint">{exactEuros(read / 100)}</p>}
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

// A day, as the API has it; null when the field is empty.
export function DayField({
  day,
  onDay,
  ...field
}: ValueProps & { day: string | null | undefined; onDay: (day: string | null) => void; max?: string }) {
  return <Field {...field} type="date" value={day ?? ''} onChange={(event) => onDay(event.target.value || null)} />;
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
