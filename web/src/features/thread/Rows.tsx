// The rows behind a number of the red thread: exactly those that it counts.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { word } from '../../i18n';
import { api, unwrap } from '../../api/client';
import { euros, number } from '../../format';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { PolicyNav } from '../policy/PolicyNav';
import { purchaseColumn, rowsOf, useAsked, usePages, usePicture, type Asked, type Rows as Wanted } from './asked';
import { useGapsOf } from './Council';
import { NodeRow, TableHead } from './PictureTable';

const pageSize = 100;
const columns = [
  'policy',
  'goal',
  'unitGoal',
  'ambition',
  'purchase',
  'requirement',
  'agreement',
  'measurement',
  'evaluation',
];

interface Part {
  asked: Asked;
  column: number | undefined;
  record: string | undefined;
  offset: number;
}

function Pages({ total, offset, to }: { total: number; offset: number; to: (offset: number) => string }) {
  const { t } = useTranslation();
  if (total <= pageSize) return null;
  return (
    <nav className="row no-print" aria-label={t('thread.rows.pages')}>
      {offset > 0 && <Link to={to(Math.max(0, offset - pageSize))}>{t('thread.rows.before')}</Link>}
      <span>{t('thread.rows.shown', { from: offset + 1, to: Math.min(total, offset + pageSize), total })}</span>
      {offset + pageSize < total && <Link to={to(offset + pageSize)}>{t('thread.rows.after')}</Link>}
    </nav>
  );
}

function Gaps({ asked, column, record, offset }: Part) {
  const { t } = useTranslation();
  const { page } = usePages();
  const { data, error } = useGapsOf(asked, {
    ...(column ? { column } : {}),
    ...(record ? { of: record } : {}),
    ...(offset ? { offset } : {}),
  });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  return (
    <>
      <p className="lead" data-total={data.total}>
        {t('thread.count.gaps', { count: data.total })}
      </p>
      {data.total > 0 && (
        <div className="card scroll" tabIndex={0} role="group" aria-label={t('gap.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('gap.subject')}</th>
                <th scope="col">{t('gap.kindLabel')}</th>
                <th scope="col">{t('gap.who')}</th>
                <th scope="col">{t('gap.nextLabel')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((gap, i) => {
                const own = page({ kind: gap.subjectKind, id: gap.subjectId, wholeId: gap.documentId });
                return (
                  <tr key={`${gap.kind}${gap.subjectId}${String(i)}`}>
                    <th scope="row">{own ? <Link to={own}>{gap.title}</Link> : gap.title}</th>
                    <td>{t(word('gap.kind', gap.kind))}</td>
                    <td>{gap.owner ?? t(word('role', gap.role))}</td>
                    <td>{t(word('gap.next', gap.kind))}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <Pages total={data.total} offset={offset} to={(at) => asked.rows('gaps', { column, record, offset: at })} />
    </>
  );
}

function Records({ asked, column, offset, wanted }: Part & { wanted: Exclude<Wanted, 'gaps'> }) {
  const { t } = useTranslation();
  const query = { ...asked.query, rows: wanted, ...(column ? { column } : {}), ...(offset ? { offset } : {}) };
  const { data, error } = useQuery({
    queryKey: ['thread-rows', query],
    queryFn: () => unwrap(api.GET('/red-thread/picture/rows', { params: { query } })),
  });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  return (
    <>
      <p className="lead" data-total={data.total}>
        {number(data.total)}
        {column === purchaseColumn && data.valueCents > 0
          ? ` · ${t('thread.rows.together', { euros: euros(data.valueCents) })}`
          : ''}
      </p>
      {data.total > 0 && (
        <div className="card scroll" tabIndex={0} role="group" aria-label={t('thread.table')}>
          <table className="table">
            <TableHead />
            <tbody>
              {data.items.map((node) => (
                <NodeRow key={node.key} node={node} asked={asked} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pages total={data.total} offset={offset} to={(at) => asked.rows(wanted, { column, offset: at })} />
    </>
  );
}

export function Rows() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const asked = useAsked();
  const wanted = rowsOf(params);
  const column = Number(params.get('kolom')) || undefined;
  const part: Part = {
    asked,
    column,
    record: params.get('rij') ?? undefined,
    offset: Number(params.get('vanaf')) || 0,
  };
  const focus = usePicture(asked.query, asked.query.from !== undefined).data?.focus;
  const name = column ? t(word('thread.column', columns[column - 1] ?? 'policy')) : '';
  const title = name
    ? t(word('thread.rows.of', wanted), { name })
    : wanted === 'gaps'
      ? t('thread.rows.gaps')
      : t('thread.rows.goals');
  return (
    <div className="stack">
      <PageTitle title={title} crumbs={[{ to: asked.focus(asked.query.from ?? null), label: t('thread.title') }]} />
      <PolicyNav />
      {focus && asked.query.from && (
        <p className="lead wrap-anywhere">{t('thread.rows.under', { title: focus.title })}</p>
      )}
      {wanted === 'gaps' ? <Gaps {...part} /> : <Records {...part} wanted={wanted} />}
    </div>
  );
}
