// The way of a purchase as a list of tasks.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Button, ErrorNote, Loading, PageError } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { Head } from './Head';
import { usePurchase, useRefresh } from './purchase';
import { TaskLine, taskRoles } from './TaskLine';

function AddTask({ id }: { id: string }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const draft = useDraft(`task/${id}`, t('task.add'), { title: '', role: 'procurement_advisor', day: '' });
  const { title, role, day } = draft.value;
  const set = (some: Partial<typeof draft.value>) => draft.set({ ...draft.value, ...some });
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/purchases/{id}/tasks', {
          params: { path: { id } },
          body: { title, role, ownerId: null, dueOn: day || null, done: false },
        }),
      ),
    onSuccess: async () => {
      draft.clear();
      await refresh();
    },
  });
  return (
    <form
      className="card form form--wide no-print"
      aria-label={t('task.add')}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h2>{t('task.add')}</h2>
      <ErrorSummary error={add.error} />
      <div className="form__row">
        <Field
          label={t('task.what')}
          value={title}
          onChange={(event) => set({ title: event.target.value })}
          required
          pointer="/title"
          error={add.error}
        />
        <Select
          label={t('task.who')}
          value={role}
          options={taskRoles.map((each) => ({ value: each, label: t(`role.${each}`) }))}
          onChange={(next) => set({ role: next })}
        />
        <Field
          label={t('task.due')}
          type="date"
          value={day}
          onChange={(event) => set({ day: event.target.value })}
          pointer="/dueOn"
          error={add.error}
        />
      </div>
      {draft.note}
      <div>
        <Button type="submit" disabled={add.isPending}>
          {t('task.add')}
        </Button>
      </div>
    </form>
  );
}

export function Tasks() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayEdit = useMay('purchase.edit');
  const purchase = usePurchase(id);
  const { data, error } = useQuery({
    queryKey: ['purchase-tasks', id],
    queryFn: () => unwrap(api.GET('/purchase-tasks', { params: { query: { purchaseId: id } } })),
  });
  if (purchase.error) return <PageError error={purchase.error} />;
  if (!purchase.data) return <Loading />;
  return (
    <div className="stack">
      <Head purchase={purchase.data} />
      {error && <ErrorNote error={error} />}
      <section className="card stack stack--small" aria-labelledby="tasks">
        <div className="row row--between">
          <h2 id="tasks">{t('task.title')}</h2>
          <span className="soft">
            {t('task.progress', {
              done: purchase.data.tasksDone,
              count: purchase.data.tasksDone + purchase.data.tasksOpen,
            })}
          </span>
        </div>
        {data?.items.length === 0 && <p>{t('task.none')}</p>}
        <ul className="list">
          {data?.items.map((task) => (
            <TaskLine key={task.id} task={task} withPurchase={false} />
          ))}
        </ul>
      </section>
      {mayEdit && <AddTask id={id} />}
    </div>
  );
}
