// Filters live in the address: a page with its filters can be kept, sent and gone back to.
import { useSearchParams } from 'react-router';

export function useFilters(): (name: string, value: string) => void {
  const [, setParams] = useSearchParams();
  return (name, value) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (value) after.set(name, value);
      else after.delete(name);
      return after;
    });
}
