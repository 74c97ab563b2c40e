// An address with "#part" leads to that part once the page has it.
import { useEffect } from 'react';
import { useLocation } from 'react-router';

export function useHash(loaded: boolean) {
  const { hash } = useLocation();
  useEffect(() => {
    if (!loaded || !hash) return;
    const part = document.getElementById(decodeURIComponent(hash.slice(1)));
    for (let fold = part?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
    part?.scrollIntoView();
    // The focus goes along, so that the next Tab is there.
    if (part && !part.hasAttribute('tabindex')) part.setAttribute('tabindex', '-1');
    part?.focus({ preventScroll: true });
  }, [loaded, hash]);
}
