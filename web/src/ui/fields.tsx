// Fields of a form: label, hint and the message of the server beside each; the summary of the messages on top.
import { type ClipboardEvent, type ComponentProps, type FormEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from '../i18n/say';
import { ApiError } from '../api/client';
import { ErrorNote } from './basics';
import { characters, longest } from './lengths';
import { textOfHtml } from './paste';

// What is typed stays as it is; a form with a text that is too long is not sent, and the field says by how much.
function useLength(pointer: string, most = longest(pointer)) {
  const { t } = useTranslation();
  return (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const field = event.currentTarget;
    const count = characters(field.value);
    field.setCustomValidity(count > most ? t('error.tooLong', { count, most }) : '');
  };
}

// One labelled input with its hint and the server's error for it.
export function Field({
  label,
  hint,
  pointer,
  error,
  maxLength,
  ...input
}: ComponentProps<'input'> & { label: string; hint?: string; pointer: string; error: unknown }) {
  const id = useId();
  const checkLength = useLength(pointer, maxLength);
  const message = fieldError(error, pointer);
  const described = [hint ? `${id}-hint` : '', message ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span id={`${id}-hint`} className="field__hint">
          {hint}
        </span>
      )}
      {message && (
        <span id={`${id}-error`} className="field__error">
          {message}
        </span>
      )}
      <input
        id={id}
        className="utrecht-textbox utrecht-textbox--html-input input"
        data-pointer={pointer}
        aria-invalid={message ? true : undefined}
        aria-describedby={described || undefined}
        onInput={checkLength}
        {...input}
      />
    </div>
  );
}

export function fieldError(error: unknown, pointer: string): string | undefined {
  return error instanceof ApiError ? error.problem.errors?.find((each) => each.pointer === pointer)?.detail : undefined;
}

// Errors on top of a form; each leads to its field.
export function ErrorSummary({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const errors = error instanceof ApiError ? (error.problem.errors ?? []).filter((each) => each.pointer !== '') : [];
  if (errors.length === 0) return <ErrorNote error={error} />;
  const go = (pointer: string) => document.querySelector<HTMLElement>(`[data-pointer="${pointer}"]`)?.focus();
  return (
    <div className="alert" role="alert">
      <strong>{t('error.summary')}</strong>
      <ul>
        {errors.map((each) => (
          <li key={each.pointer}>
            <button type="button" className="plain" onClick={() => go(each.pointer)}>
              {each.detail}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
  hint?: string;
  pointer?: string;
  error?: unknown;
}

export function Select({ label, value, options, onChange, hint, pointer, error }: SelectProps) {
  const id = useId();
  const message = pointer ? fieldError(error, pointer) : undefined;
  const described = [hint ? `${id}-hint` : '', message ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span id={`${id}-hint`} className="field__hint">
          {hint}
        </span>
      )}
      {message && (
        <span id={`${id}-error`} className="field__error">
          {message}
        </span>
      )}
      <select
        id={id}
        className="utrecht-textbox utrecht-textbox--html-input input"
        data-pointer={pointer}
        aria-invalid={message ? true : undefined}
        aria-describedby={described || undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

// As high as what stands in it, up to most of the window; the browser does it where it can.
function grow(area: HTMLTextAreaElement) {
  if (CSS.supports('field-sizing', 'content')) return;
  area.style.height = 'auto';
  area.style.height = `${String(area.scrollHeight + 2)}px`;
}

// From Word and web pages paragraphs and marks of lists come along; the browser types it, so that it can be undone.
function pasteWords(event: ClipboardEvent<HTMLTextAreaElement>) {
  const text = textOfHtml(event.clipboardData.getData('text/html'));
  if (text === null) return;
  event.preventDefault();
  document.execCommand('insertText', false, text);
}

export function TextArea({
  label,
  pointer,
  error,
  maxLength,
  hint,
  ...input
}: ComponentProps<'textarea'> & { label: string; pointer: string; error: unknown; hint?: string }) {
  const id = useId();
  const checkLength = useLength(pointer, maxLength);
  const area = useRef<HTMLTextAreaElement>(null);
  // Also for what comes in from elsewhere: a draft, another record.
  useEffect(() => {
    if (area.current) grow(area.current);
  }, [input.value]);
  const message = fieldError(error, pointer);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span id={`${id}-hint`} className="field__hint">
          {hint}
        </span>
      )}
      {message && (
        <span id={`${id}-error`} className="field__error">
          {message}
        </span>
      )}
      <textarea
        ref={area}
        id={id}
        rows={3}
        className="utrecht-textbox utrecht-textbox--html-input input textarea"
        data-pointer={pointer}
        aria-invalid={message ? true : undefined}
        aria-describedby={
          [hint ? `${id}-hint` : '', message ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
        }
        onPaste={pasteWords}
        onInput={(event) => {
          checkLength(event);
          grow(event.currentTarget);
        }}
        {...input}
      />
    </div>
  );
}

interface CheckProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange'> {
  onChange: (on: boolean) => void;
  inline?: boolean;
  small?: boolean;
}

// A box to tick with what it means behind it; `inline` where a list of them sets the layout.
export function Check({ onChange, inline = false, small = false, children, ...input }: CheckProps) {
  return (
    <label className={inline ? undefined : small ? 'row small' : 'row'}>
      <input type="checkbox" {...input} onChange={(event) => onChange(event.target.checked)} /> {children}
    </label>
  );
}

interface ChecksProps {
  legend: string;
  options: { value: string; label: string }[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  pointer?: string;
}

// Several of a list, in the order of the list.
export function Checks({ legend, options, chosen, onChange, pointer }: ChecksProps) {
  const choose = (value: string, on: boolean) =>
    onChange(options.map((each) => each.value).filter((each) => (each === value ? on : chosen.includes(each))));
  return (
    <fieldset className="checks" data-pointer={pointer} tabIndex={pointer ? -1 : undefined}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <Check
          key={option.value}
          inline
          checked={chosen.includes(option.value)}
          onChange={(on) => choose(option.value, on)}
        >
          {option.label}
        </Check>
      ))}
    </fieldset>
  );
}
