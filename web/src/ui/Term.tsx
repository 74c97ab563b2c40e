// A word with its meaning: dots below it, and a press opens what the word list says (a toggletip). Escape or a second press closes it.
import { Fragment, useId, useState } from 'react';
import { useTranslation } from '../i18n/say';
import { Link } from 'react-router';
import { word } from '../i18n';
import type { Words } from '../i18n/words';

export type TermCode = keyof Words['term']['word'];

// `children`: the word as it stands in the sentence; without it the word of the list.
export function Term({ of, children }: { of: TermCode; children?: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <span
      className="term"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false);
      }}
    >
      <button
        type="button"
        className="term__word"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {children ?? t(word('term.word', of))}
      </button>
      <span id={id} role="status" className="term__means">
        {open && (
          <>
            <strong>{t(word('term.word', of))}</strong>: {t(word('term.means', of))}{' '}
            <Link to={`/begrippen#${of}`}>{t('term.all')}</Link>
          </>
        )}
      </span>
    </span>
  );
}

// The words of a page that not everybody knows, below what the page is for.
export function Terms({ of }: { of: TermCode[] }) {
  const { t } = useTranslation();
  return (
    <div className="soft small no-print">
      {t('term.here')}{' '}
      {of.map((code, i) => (
        <Fragment key={code}>
          {i > 0 && ', '}
          <Term of={code} />
        </Fragment>
      ))}
    </div>
  );
}
