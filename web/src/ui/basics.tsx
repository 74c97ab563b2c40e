// Small parts every page uses.
import { Button as UtrechtButton } from '@utrecht/button-react';
import { useEffect, useId, useRef, type ComponentProps, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { ApiError } from '../api/client';
import { characters, longest } from './lengths';

export function Button({ primary = false, ...props }: ComponentProps<'button'> & { primary?: boolean }) {
  return <UtrechtButton appearance={primary ? 'primary-action-button' : 'secondary-action-button'} {...props} />;
}

export interface Crumb {
  to: string;
  label: string;
}

// The first page leaves the focus to the browser, so that the skip link comes first.
let firstPage = true;

// Title of the page: in the tab, as heading, and focused when the page changes so that a screen reader says it.
export function PageTitle({ title, crumbs = [], children }: { title: string; crumbs?: Crumb[]; children?: ReactNode }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Tenzij`;
    if (!firstPage && (document.activeElement === document.body || document.activeElement === null))
      heading.current?.focus();
    firstPage = false;
  }, [title]);
  return (
    <div>
      {crumbs.length > 0 && (
        <nav aria-label={t('app.breadcrumbs')}>
          <ol className="crumbs">
            {crumbs.map((crumb) => (
              <li key={crumb.to}>
                <Link to={crumb.to}>{crumb.label}</Link>
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      )}
      <div className="row row--between">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </div>
  );
}

export function Loading() {
  const { t } = useTranslation();
  return (
    <p role="status" className="soft">
      {t('app.loading')}
    </p>
  );
}

export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <div className="alert" role="alert">
      <strong>{problem?.title ?? t('error.title')}</strong>
      <p>{problem?.detail ?? String(error)}</p>
      {retry && <Button onClick={retry}>{t('app.retry')}</Button>}
    </div>
  );
}

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
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : [];
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

// A bar of a share, drawn as SVG with presentation attributes only; the number stands beside it.
export function Bar({ fraction }: { fraction: number }) {
  return (
    <span className="bar" aria-hidden="true">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none">
        <rect width={Math.round(Math.min(1, fraction) * 100)} height="10" />
      </svg>
    </span>
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

export function TextArea({
  label,
  pointer,
  error,
  maxLength,
  ...input
}: ComponentProps<'textarea'> & { label: string; pointer: string; error: unknown }) {
  const id = useId();
  const checkLength = useLength(pointer, maxLength);
  const message = fieldError(error, pointer);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {message && (
        <span id={`${id}-error`} className="field__error">
          {message}
        </span>
      )}
      <textarea
        id={id}
        rows={3}
        className="utrecht-textbox utrecht-textbox--html-input input"
        data-pointer={pointer}
        aria-invalid={message ? true : undefined}
        aria-describedby={message ? `${id}-error` : undefined}
        onInput={checkLength}
        {...input}
      />
    </div>
  );
}

// The screens of one room, under its title.
export function SubNav({ label, items }: { label: string; items: { to: string; label: string }[] }) {
  return (
    <nav aria-label={label} className="no-print">
      <ul className="nav nav--sub">
        {items.map((item) => (
          <li key={item.to}>
            <NavLink to={item.to} end>
              {item.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
