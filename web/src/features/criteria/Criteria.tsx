// The library: by what you buy, by theme, by level, by words; choose some to compare or to put away.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { word } from '../../i18n';
import { Button, PageTitle } from '../../ui/basics';
import { Changed } from '../../ui/Changed';
import { Confirmed } from '../../ui/Confirmed';
import { instruments } from '../../ui/criteria';
import { FilterBar, type Filter } from '../../ui/FilterBar';
import { useList, useSlice, useSorted } from '../../ui/filters';
import { useCategoryFilter, useThemeFilter } from '../../ui/kinds';
import { Awaited, Downloads, Empty, ListHead, Pages, Print } from '../../ui/list';
import { useNames } from '../../ui/names';
import { BulkBar, useSelection, type Selection } from '../../ui/selection';
import { useUndo } from '../../ui/Undo';
import { Views } from '../../ui/Views';
import { ForPurchase, IntoBasket } from './Basket';
import { CriteriaNav } from './CriteriaNav';
import { CriterionCard } from './CriterionCard';
import { Terms } from '../../ui/Term';

// A criterion stands there with its text: ten of them are a page.
const criteriaPerPage = 10;
const compareAtMost = 4;

function useCriteriaFilters(): Filter[] {
  const { t } = useTranslation();
  const names = useNames();
  return [
    { ...useCategoryFilter(t('criteria.buying')), none: t('criteria.anything') },
    useThemeFilter(t('app.theme')),
    {
      name: 'niveau',
      label: t('criteria.level'),
      options: [1, 2, 3].map((each) => ({ value: String(each), label: `${each} ${t(word('ambition.level', each))}` })),
    },
    {
      name: 'plek',
      label: t('criteria.instrument'),
      options: instruments.map((each) => ({ value: each, label: names.code('instrument', each) })),
    },
    {
      name: 'gebruik',
      label: t('criteria.usage'),
      options: [
        { value: 'never', label: t('criteria.usageNever') },
        { value: 'dropped', label: t('criteria.usageDropped') },
      ],
    },
    { name: 'nieuw', label: t('criteria.freshOnly') },
    { name: 'open', label: t('criteria.openOnly') },
    { name: 'archief', label: t('criteria.archive') },
  ];
}

// Compares what was picked, or puts it away.
function Bulk({ selection, archived }: { selection: Selection; archived: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const offer = useUndo();
  const mayKeep = useMay('criteria.keep');
  const refresh = () => client.invalidateQueries({ queryKey: ['criteria'] });
  const archive = useMutation({
    mutationFn: () => unwrap(api.POST('/criterion-archivings', { body: { ids: selection.ids, archived: !archived } })),
    onSuccess: async (done) => {
      const ids = selection.ids.filter((id) => !done.left.some((each) => each.id === id));
      selection.clear();
      await refresh();
      offer(t(archived ? 'criteria.broughtBack' : 'criteria.wasArchived', { count: done.changed }), async () => {
        await unwrap(api.POST('/criterion-archivings', { body: { ids, archived } }));
        await refresh();
      });
    },
  });
  const label = t(archived ? 'criteria.bringBack' : 'criteria.putAway');
  return (
    <>
      <Changed result={archive.data} error={archive.error} />
      <BulkBar selection={selection} whole={false}>
        {selection.count > 1 && selection.count <= compareAtMost && (
          <Link to={`/criteria/vergelijken?kies=${selection.ids.join(',')}`}>
            {t('criteria.compare', { count: selection.count })}
          </Link>
        )}
        {mayKeep &&
          (selection.count > 20 ? (
            <Confirmed
              label={label}
              name={t('criteria.title')}
              question={t('criteria.archiveQuestion', { count: selection.count })}
              act={() => archive.mutate()}
              pending={archive.isPending}
            />
          ) : (
            <Button disabled={archive.isPending} onClick={() => archive.mutate()}>
              {label}
            </Button>
          ))}
      </BulkBar>
    </>
  );
}

function Item({ item, selection }: { item: Schema['Criterion']; selection: Selection }) {
  const { t } = useTranslation();
  const mayBuy = useMay('purchase.edit');
  const { value } = useList();
  return (
    <CriterionCard item={item}>
      {value('inkoop') && mayBuy && <IntoBasket purchase={value('inkoop')} theme={value('thema')} item={item} />}
      <label className="row small no-print">
        <input
          type="checkbox"
          checked={selection.has(item.id)}
          onChange={(event) => selection.set([item.id], event.target.checked)}
        />
        {t('criteria.choose')}
        <span className="visually-hidden">{` ${item.title}`}</span>
      </label>
    </CriterionCard>
  );
}

export function Criteria() {
  const { t } = useTranslation();
  const mayPropose = useMay('criteria.propose');
  const { value } = useList();
  const query = {
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(value('categorie') ? { category: value('categorie') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('niveau') ? { level: Number(value('niveau')) } : {}),
    ...(value('plek') ? { instrument: value('plek') } : {}),
    ...(value('open') ? { open: true } : {}),
    ...(value('nieuw') ? { fresh: true } : {}),
    ...(value('archief') ? { status: 'archived' } : {}),
    ...(value('gebruik') ? { usage: value('gebruik') as 'never' | 'dropped' } : {}),
  };
  const { data, error } = useQuery({
    queryKey: ['criteria', 'list', query],
    queryFn: () => unwrap(api.GET('/criteria', { params: { query } })),
    placeholderData: (before) => before,
  });
  const sorted = useSorted(data?.items, {
    title: (item) => item.title,
    level: (item) => item.level,
    used: (item) => item.used,
    value: (item) => item.fromCents,
  });
  const { shown, ...paged } = useSlice(sorted, criteriaPerPage);
  const total = data?.items.length ?? 0;
  const selection = useSelection(total);
  const filters = useCriteriaFilters();
  return (
    <div className="stack">
      <PageTitle title={t('criteria.title')}>
        {mayPropose && <Link to="/criteria/nieuw">{t('criteria.propose')}</Link>}
      </PageTitle>
      <CriteriaNav />
      <p className="lead">{t('criteria.intro')}</p>
      <Terms of={['criterion', 'award', 'performance', 'selection', 'mki', 'pso', 'ladder', 'isv']} />
      {value('inkoop') && <ForPurchase id={value('inkoop')} />}
      <FilterBar
        search={{ name: 'zoek', label: t('criteria.words') }}
        filters={filters}
        sorts={[
          { by: 'title', label: t('criteria.name') },
          { by: 'level', label: t('criteria.level') },
          { by: 'used', label: t('criteria.usage') },
          { by: 'value', label: t('criteria.fromValue') },
        ]}
      >
        <Views page="/criteria" />
      </FilterBar>
      <Awaited data={data} error={error} />
      {data && (
        <ListHead total={total} text={t('criteria.count', { count: total })}>
          <Downloads address="/api/v1/criteria-exports" formats={['csv', 'xlsx', 'json']} />
          <Print />
        </ListHead>
      )}
      {data && total === 0 && (
        <Empty none={t('criteria.empty')}>
          {mayPropose && <Link to="/criteria/nieuw">{t('criteria.propose')}</Link>}
        </Empty>
      )}
      {shown.map((item) => (
        <Item key={item.id} item={item} selection={selection} />
      ))}
      <Bulk selection={selection} archived={value('archief') !== ''} />
      <Pages {...paged} />
    </div>
  );
}
