// What stands below the filters of a list: what is counted, its rows or why there are none, and its pages.
import type { ReactNode } from 'react';
import { pageSize, useList } from './filters';
import { Awaited, Empty, ListHead, Pages } from './list';
import { ListTable, type Column, type TableParts } from './ListTable';

interface Answer<Row> {
  items: Row[];
  total: number;
}

export function Listing<Row extends { id: string }>({
  data,
  error,
  retry,
  text,
  empty,
  tools,
  children,
  ...table
}: TableParts<Row> & {
  data: Answer<Row> | undefined;
  error: unknown;
  retry: () => void;
  text: string; // what is counted
  empty: string;
  tools?: ReactNode; // downloads, printing
  children?: ReactNode; // between what is counted and the rows
}) {
  const { page } = useList();
  if (error || !data) return <Awaited data={data} error={error} retry={retry} />;
  return (
    <div className="card stack stack--small">
      <ListHead total={data.total} text={text}>
        {tools}
      </ListHead>
      {children}
      {data.items.length === 0 && <Empty none={empty} />}
      {data.items.length > 0 && <ListTable rows={data.items} {...table} />}
      <Pages page={page} pages={Math.max(1, Math.ceil(data.total / pageSize))} />
    </div>
  );
}

// The columns by which a list sorts, for the choice that a phone shows.
export const sortsOf = <Row,>(head: { label: string; by?: string }, columns: Column<Row>[]) =>
  [head, ...columns].flatMap(({ by, label }) => (by ? [{ by, label }] : []));

// What is asked of a list, as the address of its download.
export const downloadOf = (filter: Record<string, unknown>) =>
  new URLSearchParams(
    Object.entries(filter).flatMap(([name, each]) => (String(each) === '' ? [] : [[name, String(each)]])),
  ).toString();
