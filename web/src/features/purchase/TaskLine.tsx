// One task of a purchase: who, when, done.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, usePeople } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { Field } from '../../ui/fields';
import type { Selection } from '../../ui/selection';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { useRefresh } from './purchase';

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

export function TaskLine({
  task,
  withPurchase,
  selection,
}: {
  task: Task;
  withPurchase: boolean;
  selection?: Selection;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
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
    onSuccess: async () => {
      await refresh();
      offer(t('task.removed', { title: task.title }), async () => {
        await unwrap(
          api.POST('/purchases/{id}/tasks', {
            params: { path: { id: task.purchaseId } },
            body: {
              title: task.title,
              role: task.role,
              ownerId: task.assignedId ?? null,
              dueOn: task.dueOn ?? null,
              done: task.done,
            },
          }),
        );
        await refresh();
      });
    },
  });
  return (
    <li>
      {selection && (
        <label className="row small no-print">
          <input
            type="checkbox"
            checked={selection.has(task.id)}
            onChange={(event) => selection.set([task.id], event.target.checked)}
          />
          <span>
            {t('task.pick')}
            <span className="visually-hidden">{` ${task.title}`}</span>
          </span>
        </label>
      )}
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
        {late && <Status kind="late">{t('task.late')}</Status>}
      </div>
      {(save.error ?? remove.error) && <ErrorNote error={save.error ?? remove.error} />}
      {mayEdit && !editing && (
        <Act of={task.title} className="plain no-print" onClick={() => setEditing(true)}>
          {t('task.move')}
        </Act>
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
