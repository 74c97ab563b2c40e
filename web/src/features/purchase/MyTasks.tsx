// Everything that waits for me: nearest first; many done or given to somebody at once.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, usePeople } from '../../api/queries';
import { word } from '../../i18n';
import { Button, PageTitle } from '../../ui/basics';
import { Changed } from '../../ui/Changed';
import { Select } from '../../ui/fields';
import { FilterBar } from '../../ui/FilterBar';
import { useList, useSlice, useSorted } from '../../ui/filters';
import { Awaited, Empty, ListHead, Pages, Print } from '../../ui/list';
import { BulkBar, useSelection, type Selection } from '../../ui/selection';
import { useUndo } from '../../ui/Undo';
import { Views } from '../../ui/Views';
import { WaitingChecks } from '../check/CheckSummary';
import { CalendarLink } from './CalendarLink';
import { useRefresh } from './purchase';
import { PurchaseNav } from './PurchaseNav';
import { TaskLine, taskRoles } from './TaskLine';

function Bulk({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const people = usePeople().data?.items ?? [];
  const [owner, setOwner] = useState('');
  const change = useMutation({
    mutationFn: (what: Omit<Schema['TasksChange'], 'ids'>) =>
      unwrap(api.POST('/purchase-task-changes', { body: { ids: selection.ids, ...what } })),
    onSuccess: async (done) => {
      selection.clear();
      await refresh();
      if (done.act)
        offer(t('list.changed', { count: done.changed }), async () => {
          await unwrap(api.POST('/purchase-task-changes/{id}/undoing', { params: { path: { id: done.act ?? '' } } }));
          await refresh();
        });
    },
  });
  return (
    <>
      <Changed result={change.data} error={change.error} />
      <BulkBar selection={selection} whole={false}>
        <Button disabled={change.isPending} onClick={() => change.mutate({ done: true })}>
          {t('task.allDone')}
        </Button>
        <Select
          label={t('task.owner')}
          value={owner}
          options={[
            { value: '', label: t('task.chooseOwner') },
            ...people.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={setOwner}
        />
        <Button disabled={!owner || change.isPending} onClick={() => change.mutate({ ownerId: owner })}>
          {t('task.give')}
        </Button>
      </BulkBar>
    </>
  );
}

export function MyTasks() {
  const { t } = useTranslation();
  const { value } = useList();
  const mayEdit = useMay('purchase.edit');
  const query = { mine: !value('ieder'), open: !value('gedaan') };
  const { data, error } = useQuery({
    queryKey: ['purchase-tasks', 'list', query],
    queryFn: () => unwrap(api.GET('/purchase-tasks', { params: { query } })),
    placeholderData: (before) => before,
  });
  const today = new Date().toISOString().slice(0, 10);
  const rows = data?.items.filter(
    (task) =>
      (!value('rol') || task.role === value('rol')) &&
      (!value('laat') || (!task.done && (task.dueOn ?? '9') < today)) &&
      (!value('zoek') || `${task.title} ${task.purchase}`.toLowerCase().includes(value('zoek').toLowerCase())),
  );
  const sorted = useSorted(rows, {
    due: (task) => task.dueOn,
    title: (task) => task.title,
    purchase: (task) => task.purchase,
    owner: (task) => task.owner ?? t(word('role', task.role)),
  });
  const { shown, ...paged } = useSlice(sorted, 25);
  const total = rows?.length ?? 0;
  const selection = useSelection(total);
  return (
    <div className="stack">
      <PageTitle title={t('task.mine')} />
      <PurchaseNav />
      <FilterBar
        search={{ name: 'zoek', label: t('purchase.search') }}
        filters={[
          {
            name: 'rol',
            label: t('task.who'),
            options: taskRoles.map((role) => ({ value: role, label: t(`role.${role}`) })),
          },
          { name: 'laat', label: t('task.onlyLate') },
          { name: 'ieder', label: t('task.everybody') },
          { name: 'gedaan', label: t('task.withDone') },
        ]}
        sorts={[
          { by: 'due', label: t('task.due') },
          { by: 'title', label: t('task.what') },
          { by: 'purchase', label: t('purchase.one') },
          { by: 'owner', label: t('task.owner') },
        ]}
      >
        <Views page="/inkopen/taken" />
      </FilterBar>
      <WaitingChecks mine={query.mine} />
      <Awaited data={data} error={error} />
      {data && (
        <section className="card stack stack--small" aria-label={t('task.mine')}>
          <ListHead total={total} text={t('task.count', { count: total })}>
            <Print />
          </ListHead>
          {total === 0 && <Empty none={t('task.nothing')} />}
          <ul className="list">
            {shown.map((task) => (
              <TaskLine key={task.id} task={task} withPurchase selection={mayEdit ? selection : undefined} />
            ))}
          </ul>
          <Bulk selection={selection} />
          <Pages {...paged} />
        </section>
      )}
      <CalendarLink />
    </div>
  );
}
