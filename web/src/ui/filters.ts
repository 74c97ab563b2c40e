// Filters live in the address: a page with its filters can be kept, sent and gone back to.
import { type NavigateOptions, useNavigate, useSearchParams } from 'react-router';

// Changes what the address asks. Beginning at the address as it stands now, not at what this page was last drawn with: of two
// changes right after each other none is lost.
export function useChange(options?: NavigateOptions) {
  const navigate = useNavigate();
  return (change: (params: URLSearchParams) => void) => {
    const params = new URLSearchParams(window.location.search);
    change(params);
    void navigate(`?${params.toString()}`, options);
  };
}

// A list's filters and page. Another filter begins at the first page; `options` say how the address changes.
export function useList(options?: NavigateOptions) {
  const [params] = useSearchParams();
  const changeAddress = useChange(options);
  const change = (changes: Record<string, string>) =>
    changeAddress((after) => {
      after.delete('page');
      for (const [name, value] of Object.entries(changes)) {
        if (value) after.set(name, value);
        else after.delete(name);
      }
    });
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

// Part of the rows that are here already: what a page shows of them, by the same page number in the address.
export function useSlice<Row>(rows: Row[] | undefined, size: number) {
  const { page, go } = useList();
  const pages = Math.max(1, Math.ceil((rows?.length ?? 0) / size));
  const at = Math.min(Math.max(1, page), pages);
  return { shown: rows?.slice((at - 1) * size, at * size) ?? [], page: at, pages, go };
}
