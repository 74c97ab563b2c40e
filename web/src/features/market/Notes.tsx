// Talks and notes with a next step; only this municipality reads them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, usePeople } from '../../api/queries';
import { date } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { DayField } from '../../ui/values';
import { seen } from './market';

type Note = Schema['EnterpriseNote'];
const kinds = ['note', 'talk', 'visit', 'meeting'] as const;

function useRefreshNotes(id: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['enterprise-notes', id] });
}

function NewNote({ id }: { id: string }) {
  const { t } = useTranslation();
  const refresh = useRefreshNotes(id);
  const people = usePeople().data?.items ?? [];
  const empty = { kind: 'talk' as (typeof kinds)[number], day: '', words: '', step: '', by: '', owner: '' };
  const [input, setInput] = useState(empty);
  const set = (part: Partial<typeof empty>) => setInput((before) => ({ ...before, ...part }));
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/enterprises/{id}/notes', {
          params: { path: { id } },
          body: {
            kind: input.kind,
            onDay: input.day,
            words: input.words,
            nextStep: input.step.trim() || null,
            nextOn: input.by || null,
            ownerId: input.owner || null,
          },
        }),
      ),
    onSuccess: async () => {
      setInput(empty);
      await refresh();
    },
  });
  return (
    <details className="fold no-print">
      <summary>{t('market.addNote')}</summary>
      <form
        className="form form--wide"
        aria-label={t('market.addNote')}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <ErrorSummary error={add.error} />
        <div className="form__row">
          <Select
            label={t('market.noteKindLabel')}
            value={input.kind}
            onChange={(value) => set({ kind: value as (typeof kinds)[number] })}
            options={kinds.map((each) => ({ value: each, label: t(`market.noteKind.${each}`) }))}
          />
          <DayField
            label={t('market.onDay')}
            day={input.day}
            onDay={(day) => set({ day: day ?? '' })}
            required
            pointer="/onDay"
            error={add.error}
          />
        </div>
        <TextArea
          label={t('market.noteWords')}
          required
          value={input.words}
          onChange={(event) => set({ words: event.target.value })}
          pointer="/words"
          error={add.error}
        />
        <div className="form__row">
          <Field
            label={t('market.nextStep')}
            value={input.step}
            onChange={(event) => set({ step: event.target.value })}
            pointer="/nextStep"
            error={add.error}
          />
          <DayField
            label={t('market.nextOn')}
            day={input.by}
            onDay={(day) => set({ by: day ?? '' })}
            pointer="/nextOn"
            error={add.error}
          />
          <Select
            label={t('market.nextOwner')}
            value={input.owner}
            onChange={(owner) => set({ owner })}
            options={[{ value: '', label: '–' }, ...people.map((each) => ({ value: each.id, label: each.name }))]}
          />
        </div>
        <div>
          <Button type="submit" primary disabled={add.isPending || input.day === ''}>
            {t('market.saveNote')}
          </Button>
        </div>
      </form>
    </details>
  );
}

function NoteLine({ note, id, mayEdit }: { note: Note; id: string; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefreshNotes(id);
  const offer = useUndo();
  const name = `${t(`market.noteKind.${note.kind}`)}, ${date(note.onDay)}`;
  const body = {
    kind: note.kind,
    onDay: note.onDay,
    words: note.words,
    nextStep: note.nextStep ?? null,
    nextOn: note.nextOn ?? null,
    ownerId: note.ownerId ?? null,
  };
  const done = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/enterprise-notes/{id}', {
          params: { path: { id: note.id }, header: seen(note.version) },
          body: { ...body, doneOn: note.doneOn ? null : new Date().toISOString().slice(0, 10) },
        }),
      ),
    onSettled: () => refresh(),
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/enterprise-notes/{id}', { params: { path: { id: note.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('market.noteRemoved', { name }), async () => {
        await unwrap(
          api.POST('/enterprises/{id}/notes', {
            params: { path: { id } },
            body: { ...body, doneOn: note.doneOn ?? null },
          }),
        );
        await refresh();
      });
    },
  });
  const error = done.error ?? remove.error;
  return (
    <li>
      <strong>{name}</strong>
      <span className="soft small">{` ${note.personName}`}</span>
      <div className="source-text">{note.words}</div>
      {note.nextStep && (
        <Status kind={note.doneOn ? 'done' : 'open'}>
          {[note.nextStep, note.owner ?? '', note.nextOn ? t('market.by', { day: date(note.nextOn) }) : '']
            .filter(Boolean)
            .join(' · ')}
        </Status>
      )}
      {error && <ErrorNote error={error} />}
      {mayEdit && (
        <div className="row no-print">
          {note.nextStep && (
            <Act of={name} disabled={done.isPending} onClick={() => done.mutate()}>
              {t(note.doneOn ? 'market.stepOpen' : 'market.stepDone')}
            </Act>
          )}
          <Act of={name} disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('market.removeNote')}
          </Act>
        </div>
      )}
    </li>
  );
}

export function Notes({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const mayEdit = useMay('market.edit');
  const { data } = useQuery({
    queryKey: ['enterprise-notes', id],
    queryFn: () => unwrap(api.GET('/enterprises/{id}/notes', { params: { path: { id } } })),
  });
  return (
    <>
      <h3>{t('market.notes')}</h3>
      <p className="soft small">{t('market.notesOurs')}</p>
      {data?.items.length === 0 && <p className="soft">{t('market.noNotes', { name })}</p>}
      <ul className="list list--plain">
        {data?.items.map((note) => (
          <NoteLine key={note.id} note={note} id={id} mayEdit={mayEdit} />
        ))}
      </ul>
      {mayEdit && <NewNote id={id} />}
    </>
  );
}
