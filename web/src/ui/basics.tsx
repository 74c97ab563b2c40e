// Small parts every page uses.
import { Button as UtrechtButton } from '@utrecht/button-react';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from '../i18n/say';
import { Link, NavLink } from 'react-router';
import { ApiError } from '../api/client';
import { usePeople } from '../api/queries';

export function Button({ primary = false, ...props }: ComponentProps<'button'> & { primary?: boolean }) {
  return <UtrechtButton appearance={primary ? 'primary-action-button' : 'secondary-action-button'} {...props} />;
}

// A small act on one of many things: the name of the thing is for who hears the button alone.
export function Act({ of, children, className = 'plain', ...props }: ComponentProps<'button'> & { of: string }) {
  return (
    <button type="button" className={className} {...props}>
      {children}
      <span className="visually-hidden">{` ${of}`}</span>
    </button>
  );
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
    <p role="status" className="soft loading">
      {t(navigator.onLine ? 'app.loading' : 'error.offlinePage')}
    </p>
  );
}

// Who can give the right that is missing.
export function WhoGivesRoles() {
  const { t } = useTranslation();
  const givers = usePeople().data?.items.filter((each) => each.roles.includes('administrator')) ?? [];
  if (givers.length === 0) return null;
  return <p>{t('error.whoGivesRoles', { names: givers.map((each) => each.name).join(', ') })}</p>;
}

export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <div className="alert" role="alert">
      <strong>{problem?.title ?? t('error.title')}</strong>
      <p>{problem?.detail ?? String(error)}</p>
      {problem?.status === 403 && (
        <>
          {problem.errors
            ?.filter((each) => each.pointer === '')
            .map((each) => (
              <p key={each.code}>{each.detail}</p>
            ))}
          <WhoGivesRoles />
        </>
      )}
      {retry && <Button onClick={retry}>{t('app.retry')}</Button>}
    </div>
  );
}

// Instead of a page that cannot be shown: it has a title too.
export function PageError({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <PageTitle
        title={t(error instanceof ApiError && error.problem.status === 403 ? 'error.notYours' : 'error.page')}
      />
      <ErrorNote error={error} {...(retry ? { retry } : {})} />
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
