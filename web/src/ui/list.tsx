// What every list has: waiting and trouble, a wide table that scrolls by itself, pages, and the same rows as a file.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, ErrorNote, Loading } from './basics';

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

// Pages count from 1; one page needs no buttons.
export function Pages({ page, pages, go }: { page: number; pages: number; go: (page: number) => void }) {
  const { t } = useTranslation();
  if (pages <= 1) return null;
  return (
    <nav className="row no-print" aria-label={t('app.page', { page, pages })}>
      <Button disabled={page <= 1} onClick={() => go(page - 1)}>
        {t('app.previous')}
      </Button>
      <span>{t('app.page', { page, pages })}</span>
      <Button disabled={page >= pages} onClick={() => go(page + 1)}>
        {t('app.next')}
      </Button>
    </nav>
  );
}

// The rows that are shown, as files; `address` is the API's, with the filters of now.
export function Downloads({ address, formats }: { address: string; formats: string[] }) {
  return (
    <span className="row no-print">
      {formats.map((format) => (
        <a key={format} href={`${address}${address.includes('?') ? '&' : '?'}format=${format}`} download>
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}
