import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { number } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useList, useSlice, useSorted } from '../../ui/filters';
import { useUnitFilter } from '../../ui/kinds';
import { Awaited, Empty, ListHead, Pages, Print } from '../../ui/list';
import { ListTable, type Column } from '../../ui/ListTable';
import { Views } from '../../ui/Views';
import { PolicyNav } from './PolicyNav';
import { Terms } from '../../ui/Term';

// Where on a contract it is mended.
const contractAct: Partial<Record<string, string>> = {
  contract_without_successor: '/opvolger',
  contract_without_manager: '/wijzigen',
  contract_without_end: '/wijzigen',
  asked_not_promised: '#not-promised',
  return_plan_missing: '#social-return',
};

export const subjectLink = (gap: Schema['Gap']) =>
  gap.subjectKind === 'clause'
    ? `/beleid/doelen/nieuw?passage=${gap.subjectId}`
    : gap.subjectKind === 'document'
      ? `/beleid/documenten/${gap.subjectId}`
      : gap.subjectKind === 'goal'
        ? `/beleid/doelen/${gap.subjectId}`
        : gap.subjectKind === 'session'
          ? `/ambities/${gap.subjectId}`
          : gap.subjectKind === 'ambition'
            ? `/ambities/afspraken?ambitie=${gap.subjectId}`
            : gap.subjectKind === 'purchase'
              ? `/inkopen/${gap.subjectId}${gap.kind.startsWith('unless') || gap.kind === 'theme_undecided' ? '/impact' : ''}`
              : gap.subjectKind === 'contract'
                ? `/contracten/${gap.subjectId}${contractAct[gap.kind] ?? ''}`
                : gap.subjectKind === 'commitment'
                  ? `/contracten/${gap.documentId ?? ''}#commitment-${gap.subjectId}`
                  : gap.subjectKind === 'measurement'
                    ? `/metingen/${gap.subjectId}`
                    : `/aankondigingen/${gap.subjectId}`;

type Row = Schema['Gap'] & { id: string };

export function Gaps() {
  const { t } = useTranslation();
  const { value } = useList();
  const unit = useUnitFilter(t('app.unit'));
  const query = {
    ...(value('soort') ? { kind: value('soort') } : {}),
    ...(value('mijn') ? { mine: true } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
  };
  const { data, error } = useQuery({
    queryKey: ['gaps', query],
    queryFn: () => unwrap(api.GET('/gaps', { params: { query } })),
    placeholderData: (before) => before,
  });
  const who = (gap: Schema['Gap']) => gap.owner ?? t(word('role', gap.role));
  const rows = data?.items.map((gap, i) => ({ ...gap, id: `${gap.kind}-${gap.subjectId}-${String(i)}` }));
  const sorted = useSorted(rows, { what: (gap) => gap.title, kind: (gap) => t(word('gap.kind', gap.kind)), who });
  const { shown, ...paged } = useSlice(sorted);
  const total = data?.total ?? 0;
  const columns: Column<Row>[] = [
    { label: t('gap.kindLabel'), by: 'kind', cell: (gap) => t(word('gap.kind', gap.kind)) },
    { label: t('gap.who'), by: 'who', cell: who },
    { label: t('gap.nextLabel'), cell: (gap) => t(word('gap.next', gap.kind)) },
  ];
  const head = { label: t('gap.subject'), by: 'what' };
  return (
    <div className="stack">
      <PageTitle title={t('gap.title')} />
      <PolicyNav />
      <p className="lead">{t('gap.intro')}</p>
      <Terms of={['gap', 'redThread']} />
      <FilterBar
        filters={[
          {
            name: 'soort',
            label: t('gap.kindLabel'),
            options: (data?.counts ?? []).map((each) => ({
              value: each.kind,
              label: `${t(word('gap.kind', each.kind))} (${each.count})`,
            })),
            say: (kind) => t(word('gap.kind', kind)),
          },
          unit,
          { name: 'mijn', label: t('gap.mine') },
        ]}
        sorts={[head, ...columns].flatMap(({ by, label }) => (by ? [{ by, label }] : []))}
      >
        <Views page="/beleid/gaten" />
      </FilterBar>
      <Awaited data={data} error={error} />
      {data && (
        <div className="card stack stack--small">
          <ListHead total={total} text={t('gap.count', { count: total, formatted: number(total) })}>
            <Print />
          </ListHead>
          {total === 0 && <Empty none={t('gap.none')} />}
          {total > 0 && (
            <ListTable
              label={t('gap.title')}
              head={head}
              rows={shown}
              name={(gap) => gap.title}
              title={(gap) => (
                <>
                  <Link to={subjectLink(gap)}>{gap.title}</Link>
                  {gap.subjectKind === 'clause' && <div className="soft small">{gap.detail}</div>}
                </>
              )}
              second={(gap) => [t(word('gap.kind', gap.kind)), who(gap)].join(' · ')}
              columns={columns}
            />
          )}
          <Pages {...paged} />
        </div>
      )}
    </div>
  );
}
