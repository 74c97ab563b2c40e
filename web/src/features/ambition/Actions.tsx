// What people promised to do: with who and when, for the session's page.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, usePeople } from '../../api/queries';
import { date } from '../../format';
import { Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

type Theme = { position: number; title: string };

function AddAction({ sessionId, themes, current }: { sessionId: string; themes: Theme[]; current: number | null }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const people = usePeople().data?.items ?? [];
  const [position, setPosition] = useState(current ? String(current) : '');
  const [owner, setOwner] = useState('');
  const add = useMutation({
    mutationFn: (body: Schema['ActionInput']) =>
      unwrap(api.POST('/ambition-sessions/{id}/actions', { params: { path: { id: sessionId } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ambition'] }),
  });
  return (
    <form
      className="form form--wide no-print"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        add.mutate(
          {
            position: position ? Number(position) : null,
            text: fieldValue(form, 'text'),
            ownerId: owner || null,
            dueOn: fieldValue(form, 'dueOn') || null,
          },
          { onSuccess: () => form.reset() },
        );
      }}
    >
      <ErrorSummary error={add.error} />
      <Field label={t('actions.text')} name="text" required pointer="/text" error={add.error} />
      <div className="form__row">
        <Select
          label={t('app.theme')}
          value={position}
          options={[
            { value: '', label: t('actions.general') },
            ...themes.map((each) => ({ value: String(each.position), label: each.title })),
          ]}
          onChange={setPosition}
        />
        <Select
          label={t('actions.owner')}
          value={owner}
          options={[
            { value: '', label: t('actions.nobody') },
            ...people.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={setOwner}
        />
        <Field label={t('actions.due')} name="dueOn" type="date" pointer="/dueOn" error={add.error} />
      </div>
      <div>
        <Button type="submit" disabled={add.isPending}>
          {t('actions.add')}
        </Button>
      </div>
    </form>
  );
}

export function ActionRows({ actions, withSession = false }: { actions: Schema['Action'][]; withSession?: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const finish = useMutation({
    mutationFn: (action: Schema['Action']) =>
      unwrap(
        api.PATCH('/ambition-actions/{id}', {
          params: { path: { id: action.id }, header: { 'If-Match': `"${action.version}"` } },
          body: { done: !action.done },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['ambition'] }),
  });
  return (
    <>
      {finish.error && <ErrorNote error={finish.error} />}
      <ul className="list">
        {actions.map((action) => (
          <li key={action.id}>
            <label className="row">
              <input type="checkbox" checked={action.done} onChange={() => finish.mutate(action)} />
              <span>
                {action.text}{' '}
                <span className="soft">
                  {[
                    withSession ? action.session : action.theme,
                    action.owner ?? t('actions.nobody'),
                    action.dueOn ? date(action.dueOn) : null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Actions({
  sessionId,
  actions,
  themes,
  current = null,
}: {
  sessionId: string;
  actions: Schema['Action'][];
  themes: Theme[];
  current?: number | null;
}) {
  const { t } = useTranslation();
  const mayEdit = useMay('ambition.edit');
  const people = usePeople().data?.items ?? [];
  return (
    <section className="card stack stack--small" aria-labelledby="actions">
      <h2 id="actions">{t('actions.title')}</h2>
      {actions.length === 0 ? <p className="soft">{t('actions.none')}</p> : <ActionRows actions={actions} />}
      {actions.some((each) => !each.done) && (
        <p className="no-print">
          <a
            href={`mailto:${actions.flatMap((each) => people.find((person) => person.id === each.ownerId)?.email ?? []).join(',')}?subject=${encodeURIComponent(t('actions.title'))}&body=${encodeURIComponent(
              actions
                .filter((each) => !each.done)
                .map(
                  (each) =>
                    `- ${[each.text, each.owner, each.dueOn ? date(each.dueOn) : null].filter(Boolean).join(', ')}`,
                )
                .join('\n'),
            )}`}
          >
            {t('actions.mail')}
          </a>
        </p>
      )}
      {mayEdit && <AddAction sessionId={sessionId} themes={themes} current={current} />}
    </section>
  );
}
