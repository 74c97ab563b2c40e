// Whether the window is as narrow as a phone, also after it is turned.
import { useSyncExternalStore } from 'react';

const query = '(max-width: 600px)';

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
