// The filters of a list: open where there is room, behind one button on a phone, which says how many are set.
import { useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useChange } from './filters';

// In the address, and no filter.
const others = new Set(['page', 'van', 'rij', 'rijen', 'kolom', 'breedte', 'per', 'q', 'inkoop', 'kies', 'sorteer']);

export function FilterPanel({ onSubmit, children, ...panel }: ComponentProps<'form'>) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const change = useChange();
  const [open, setOpen] = useState(() => window.matchMedia('(min-width: 48rem)').matches);
  const set = [...new Set(params.keys())].filter((name) => !others.has(name) && params.get(name));
  const clear = () =>
    change((after) => {
      for (const name of [...set, 'page']) after.delete(name);
    });
  return (
    <details className="fold no-print" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('app.filter')}
        {set.length > 0 && ` (${String(set.length)})`}
      </summary>
      {onSubmit ? (
        <form className="filters" onSubmit={onSubmit} {...panel}>
          {children}
        </form>
      ) : (
        <div className="filters">{children}</div>
      )}
      {set.length > 0 && (
        <button type="button" className="plain" onClick={clear}>
          {t('app.clearFilters')}
        </button>
      )}
    </details>
  );
}
