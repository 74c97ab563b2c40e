// Rows in columns of which the heads sort; on a phone two lines a row.
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { useList } from './filters';
import type { Selection } from './selection';

export interface Column<Row> {
  label: string;
  by?: string; // sorted by it when its head is pressed
  num?: boolean;
  phone?: boolean; // stays beside the title on a phone
  cell: (row: Row) => ReactNode;
}

// The head of a column: pressed once smallest first, twice largest first, thrice the list's own order.
export function SortHead({ label, by, num = false }: { label: string; by?: string; num?: boolean }) {
  const { sorting, sortBy } = useList();
  if (!by)
    return (
      <th scope="col" className={num ? 'num' : undefined}>
        {label}
      </th>
    );
  const here = sorting.by === by;
  return (
    <th
      scope="col"
      className={num ? 'num' : undefined}
      aria-sort={here ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className="sorthead" onClick={() => sortBy(by)}>
        {label}
        <span aria-hidden="true">{here ? (sorting.descending ? ' ▼' : ' ▲') : ' ↕'}</span>
      </button>
    </th>
  );
}

export interface TableParts<Row> {
  label: string;
  head: { label: string; by?: string };
  title: (row: Row) => ReactNode;
  name: (row: Row) => string;
  second: (row: Row) => string;
  columns: Column<Row>[];
  selection?: Selection;
}

// Rows in columns; on a phone two lines: the title with what must stand beside it, and `second` in words. A row opens by its title.
export function ListTable<Row extends { id: string }>({
  label,
  head,
  title,
  name,
  second,
  columns,
  rows,
  selection,
}: TableParts<Row> & { rows: Row[] }) {
  const { t } = useTranslation();
  const ids = rows.map((row) => row.id).join();
  const keep = selection?.keep;
  useEffect(() => keep?.(ids ? ids.split(',') : []), [keep, ids]);
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="table rows" aria-label={label}>
        <thead>
          <tr>
            {selection && (
              <td className="rows__pick">
                <input
                  type="checkbox"
                  aria-label={t('list.pickAll')}
                  checked={rows.length > 0 && rows.every((row) => selection.has(row.id))}
                  onChange={(event) =>
                    selection.set(
                      rows.map((row) => row.id),
                      event.target.checked,
                    )
                  }
                />
              </td>
            )}
            <SortHead {...head} />
            {columns.map((column) => (
              <SortHead key={column.label} label={column.label} by={column.by} num={column.num} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {selection && (
                <td className="rows__pick">
                  <input
                    type="checkbox"
                    aria-label={t('list.pick', { name: name(row) })}
                    checked={selection.has(row.id)}
                    onChange={(event) => selection.set([row.id], event.target.checked)}
                  />
                </td>
              )}
              <th scope="row">
                <div className="rows__title">{title(row)}</div>
                <div className="rows__second">{second(row)}</div>
              </th>
              {columns.map((column) => (
                <td
                  key={column.label}
                  className={[column.num ? 'num' : '', column.phone ? 'rows__beside' : 'rows__wide'].join(' ').trim()}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
