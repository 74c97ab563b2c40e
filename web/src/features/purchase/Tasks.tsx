// The way of a purchase as a list of tasks, and everything that waits for me.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { useMay, usePeople } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, ErrorSummary, Field, Loading, PageTitle, Select } from '../../ui/basics';
import { Head } from './Head';
import { usePurchase, useRefresh } from './purchase';
import { PurchaseNav } from './PurchaseNav';
import { CalendarLink } from './CalendarLink';

type Task = Schema['Task'];
export const taskRoles = [
  'budget_holder',
  'procurement_advisor',
  'impact_advisor',
  'sroi_coordinator',
  'contract_manager',
  'board_member',
  'director',
] as const;

function TaskLine({ task, withPurchase }: { task: Task; withPurchase: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const people = usePeople().data?.items ?? [];
  const [editing, setEditing] = useState(false);
  const late =
    !task.done && task.dueOn !== null && task.dueOn !== undefined && task.dueOn < new Date().toISOString().slice(0, 10);
  const save = useMutation({
    mutationFn: (part: Partial<Schema['TaskInput']>) =>
      unwrap(
        api.PUT('/purchase-tasks/{id}', {
          params: { path: { id: task.id }, header: { 'If-Match': `"${task.version}"` } },
          body: {
            title: task.title,
            role: task.role,
            ownerId: task.assignedId ?? null,
            dueOn: task.dueOn ?? null,
            done: task.done,
            ...part,
          },
        }),
      ),
    onSuccess: async () => {
      setEditing(false);
      await refresh();
    },
    onError: () => void refresh(),
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/purchase-tasks/{id}', { params: { path: { id: task.id } } })),
    onSuccess: refresh,
  });
  return (
    <li>
      <label className="row row--top">
        <input
          type="checkbox"
          checked={task.done}
          disabled={!mayEdit || save.isPending}
          onChange={(event) => save.mutate({ done: event.target.checked })}
        />
        <span className={task.done ? 'done' : undefined}>{task.title}</span>
      </label>
      <div className="soft small">
        {withPurchase && (
          <>
            <Link to={`/inkopen/${task.purchaseId}/taken`}>{task.purchase}</Link>
            {' · '}
          </>
        )}
        {[
          task.owner ?? t(word('role', task.role)),
          task.dueOn ? date(task.dueOn) : t('task.noDay'),
          task.done && task.doneBy ? t('task.doneBy', { name: task.doneBy }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}{' '}
        {late && <strong className="late">{t('task.late')}</strong>}
      </div>
      {(save.error ?? remove.error) && <ErrorNote error={save.error ?? remove.error} />}
      {mayEdit && !editing && (
        <button type="button" className="plain no-print" onClick={() => setEditing(true)}>
          {t('task.move')}
          <span className="visually-hidden">{` ${task.title}`}</span>
        </button>
      )}
      {editing && (
        <form
          className="form__row no-print"
          onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            save.mutate({ dueOn: (form.get('day') as string) || null, ownerId: (form.get('owner') as string) || null });
          }}
        >
          <Field
            label={t('task.due')}
            type="date"
            name="day"
            defaultValue={task.dueOn ?? ''}
            pointer="/dueOn"
            error={save.error}
          />
          <div className="field">
            <label htmlFor={`owner-${task.id}`}>{t('task.owner')}</label>
            <select
              id={`owner-${task.id}`}
              name="owner"
              className="utrecht-textbox utrecht-textbox--html-input input"
              defaultValue={task.assignedId ?? ''}
            >
              <option value="">{t(word('role', task.role))}</option>
              {people.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
          </div>
          <div className="row">
            <Button type="submit">{t('app.save')}</Button>
            <Button type="button" onClick={() => setEditing(false)}>
              {t('app.cancel')}
            </Button>
            <button type="button" className="plain" onClick={() => remove.mutate()}>
              {t('task.remove')}
            </button>
          </div>
        </form>
      )}
    </li>
  );
}

function AddTask({ id }: { id: string }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [title, setTitle] = useState('');
  const [role, setRole] = useState<string>('procurement_advisor');
  const [day, setDay] = useState('');
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/purchases/{id}/tasks', {
          params: { path: { id } },
          body: { title, role, ownerId: null, dueOn: day || null, done: false },
        }),
      ),
    onSuccess: async () => {
      setTitle('');
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
          onChange={(event) => setTitle(event.target.value)}
          required
          pointer="/title"
          error={add.error}
        />
        <Select
          label={t('task.who')}
          value={role}
          options={taskRoles.map((each) => ({ value: each, label: t(`role.${each}`) }))}
          onChange={setRole}
        />
        <Field
          label={t('task.due')}
          type="date"
          value={day}
          onChange={(event) => setDay(event.target.value)}
          pointer="/dueOn"
          error={add.error}
        />
      </div>
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
  if (purchase.error) return <ErrorNote error={purchase.error} />;
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

export function MyTasks() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['purchase-tasks', 'mine'],
    queryFn: () => unwrap(api.GET('/purchase-tasks', { params: { query: { mine: true, open: true } } })),
  });
  return (
    <div className="stack">
      <PageTitle title={t('task.mine')} />
      <PurchaseNav />
      {error && <ErrorNote error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <section className="card" aria-label={t('task.mine')}>
          {data.items.length === 0 && <p>{t('task.nothing')}</p>}
          <ul className="list">
            {data.items.map((task) => (
              <TaskLine key={task.id} task={task} withPurchase />
            ))}
          </ul>
        </section>
      )}
      <CalendarLink />
    </div>
  );
}
