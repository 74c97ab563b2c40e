// When a search is asked, the keys that open it, and what is said of its answer.
import { useEffect } from 'react';
import { useTranslation } from '../../i18n/say';
import { number } from '../../format';

// "/" beside any field, Ctrl-K (or Cmd-K) everywhere.
export function useShortcut(open: () => void) {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      const typing = target?.closest('input, textarea, select, [contenteditable="true"]') !== null;
      const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !typing;
      const letter =
        event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!slash && !letter) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);
}

// What a screen reader says of the answer.
export function useSaid() {
  const { t } = useTranslation();
  return (error: unknown, result?: { more: boolean; count: number }) =>
    error
      ? t('search.failed')
      : !result
        ? ''
        : result.more
          ? t('search.statusMore', { formatted: number(result.count) })
          : t('search.status', { count: result.count, formatted: number(result.count) });
}
