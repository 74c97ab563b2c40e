// Filters live in the address: a page with its filters can be kept, sent and gone back to.
import { type NavigateOptions, useSearchParams } from 'react-router';

// A list's filters and page. Another filter begins at the first page; `options` say how the address changes.
export function useList(options?: NavigateOptions) {
  const [params, setParams] = useSearchParams();
  const change = (changes: Record<string, string>) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete('page');
      for (const [name, value] of Object.entries(changes)) {
        if (value) after.set(name, value);
        else after.delete(name);
      }
      return after;
    }, options);
  return {
    params,
    value: (name: string) => params.get(name) ?? '',
    set: (name: string, value: string) => change({ [name]: value }),
    change,
    page: Number(params.get('page') ?? 1),
    go: (page: number) => change({ page: String(page) }),
    filtered: [...params.keys()].some((name) => name !== 'page'),
  };
}
