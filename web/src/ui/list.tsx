// What every list has: what it counts, waiting and trouble, pages, the same rows as a file and on
// paper, and what to do when there is nothing.
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { Link, type LinkProps, useSearchParams } from 'react-router';
import { number } from '../format';
import { ErrorNote, Loading } from './basics';
import { useList } from './filters';

// Stands where the rows will come: nothing once they are there.
export function Awaited({ data, error, retry }: { data: unknown; error: unknown; retry?: () => void }) {
  if (error) return <ErrorNote error={error} retry={retry} />;
  return data ? null : <Loading />;
}

// A table that is wider than the screen scrolls inside this; the keyboard reaches it, a screen reader hears its name.
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}

// What is listed, always: "120 inkopen · samen € 85.300.000". `total` is the number of rows that `text` says.
export function ListHead({ total, text, children }: { total: number; text: string; children?: ReactNode }) {
  return (
    <div className="row row--between">
      <strong role="status" data-total={total}>
        {text}
      </strong>
      <span className="row no-print">{children}</span>
    </div>
  );
}

// A number that is a door to exactly the rows it counts: where it leads, a list says that it has `count` of them (data-total). `children`
// are shown for the number itself, where that is not all there is to say.
export function CountLink({ count, children, ...link }: LinkProps & { count: number }) {
  return (
    <Link {...link} data-count={count}>
      {children ?? number(count)}
    </Link>
  );
}

// Which page numbers are offered: the first, the last and those around this one; 0 where some are left out.
export function offered(page: number, pages: number): number[] {
  const near = [1, page - 1, page, page + 1, pages].filter((each) => each >= 1 && each <= pages);
  const sorted = [...new Set(near)].sort((a, b) => a - b);
  return sorted.flatMap((each, i) => (i > 0 && each - (sorted[i - 1] ?? 0) > 1 ? [0, each] : [each]));
}

// Pages count from 1, stand in the address and keep the filters; one page needs no buttons.
export function Pages({ page, pages }: { page: number; pages: number }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  if (pages <= 1) return null;
  const to = (at: number) => {
    const after = new URLSearchParams(params);
    if (at > 1) after.set('page', String(at));
    else after.delete('page');
    return { search: `?${after.toString()}` };
  };
  return (
    <nav className="row pager no-print" aria-label={t('app.page', { page, pages })}>
      {page > 1 && (
        <Link to={to(page - 1)} rel="prev">
          {t('app.previous')}
        </Link>
      )}
      {offered(page, pages).map((at, i) =>
        at === 0 ? (
          <span key={`gap-${String(i)}`} aria-hidden="true">
            …
          </span>
        ) : (
          <Link key={at} to={to(at)} className="pager__page" aria-current={at === page ? 'page' : undefined}>
            <span className="visually-hidden">{`${t('list.page')} `}</span>
            {number(at)}
          </Link>
        ),
      )}
      {page < pages && (
        <Link to={to(page + 1)} rel="next">
          {t('app.next')}
        </Link>
      )}
    </nav>
  );
}

// The rows that are shown, as files; `address` is the API's, with the filters of now.
export function Downloads({ address, formats }: { address: string; formats: string[] }) {
  return (
    <>
      {formats.map((format) => (
        <a key={format} href={`${address}${address.includes('?') ? '&' : '?'}format=${format}`} download>
          {format.toUpperCase()}
        </a>
      ))}
    </>
  );
}

// All rows on paper. Where only a page of them is here `load` fetches the rest first.
export function Print({ load }: { load?: () => Promise<unknown> }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="plain"
      onClick={() => void Promise.resolve(load?.()).then(() => requestAnimationFrame(() => window.print()))}
    >
      {t('app.print')}
    </button>
  );
}

// Nothing is listed: because of the filters, which can be wiped, or because nothing is there yet, with the first act.
export function Empty({ none, children }: { none: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const { filtered, params, change } = useList();
  if (!filtered)
    return (
      <div className="stack stack--small">
        <p>{none}</p>
        {children}
      </div>
    );
  return (
    <div className="stack stack--small">
      <p>{t('list.noneFound')}</p>
      <p>
        <button
          type="button"
          className="plain"
          onClick={() =>
            change(Object.fromEntries([...params.keys()].filter((n) => n !== 'weergave').map((n) => [n, ''])))
          }
        >
          {t('app.clearFilters')}
        </button>
      </p>
    </div>
  );
}
