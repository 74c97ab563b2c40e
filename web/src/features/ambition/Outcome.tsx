// What the facilitator writes down: the outcome of a theme and notes.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { type Step } from './LeadSteps';
import { noteKinds } from './Notes';
import { levelNumbers } from './room';

export function Outcome({ id, step, proposal }: { id: string; step: Step; proposal: number | null | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState<Schema['OutcomeInput']['state']>('agreed');
  const [level, setLevel] = useState(proposal === null || proposal === undefined ? '' : String(Math.floor(proposal)));
  const save = useMutation({
    mutationFn: (body: Schema['OutcomeInput']) =>
      unwrap(
        api.PUT('/ambition-sessions/{id}/themes/{position}/outcome', {
          params: { path: { id, position: String(step.position) }, header: { 'If-Match': `"${step.version}"` } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['ambition', 'results', id] }),
  });
  const decided = step.themes.find((each) => each.position === step.position);
  return (
    <form
      className="card form form--wide"
      aria-labelledby="outcome"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        save.mutate({
          state,
          level: state === 'agreed' && level !== '' ? Number(level) : null,
          reason: fieldValue(form, 'reason') || null,
          decider: fieldValue(form, 'decider') || null,
        });
      }}
    >
      <h2 id="outcome">{t('lead.outcome')}</h2>
      <ErrorSummary error={save.error} />
      <Select
        label={t('lead.state')}
        value={state}
        options={(['agreed', 'disagreed', 'skipped'] as const).map((each) => ({
          value: each,
          label: t(`ambition.state.${each}`),
        }))}
        onChange={(value) => setState(value as typeof state)}
      />
      {state === 'agreed' && (
        <Select
          label={t('lead.agreedLevel')}
          value={level}
          options={[
            { value: '', label: t('lead.choose') },
            ...levelNumbers.map((each) => ({ value: String(each), label: `${each} ${t(`ambition.level.${each}`)}` })),
          ]}
          onChange={setLevel}
          pointer="/level"
          error={save.error}
        />
      )}
      {state !== 'skipped' && (
        <TextArea label={t('lead.reason')} name="reason" required pointer="/reason" error={save.error} />
      )}
      {state === 'disagreed' && (
        <Field label={t('lead.decider')} name="decider" required pointer="/decider" error={save.error} />
      )}
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('lead.record')}
        </Button>
        <span role="status">
          {decided && decided.state !== 'open'
            ? t('lead.recorded', { state: t(word('ambition.state', decided.state)) })
            : ''}
        </span>
      </div>
    </form>
  );
}

export function AddNote({ id }: { id: string }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Schema['NoteInput']['kind']>('argument');
  const add = useMutation({
    mutationFn: (text: string) =>
      unwrap(api.POST('/ambition-sessions/{id}/notes', { params: { path: { id } }, body: { kind, text } })),
  });
  return (
    <form
      className="form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        add.mutate(fieldValue(form, 'text'), { onSuccess: () => form.reset() });
      }}
    >
      <ErrorSummary error={add.error} />
      <div className="form__row">
        <Select
          label={t('seat.noteKind')}
          value={kind}
          options={noteKinds.map((each) => ({ value: each, label: t(`ambition.note.${each}`) }))}
          onChange={(value) => setKind(value as typeof kind)}
        />
        <Field label={t('lead.note')} name="text" required maxLength={1000} pointer="/text" error={add.error} />
      </div>
      <div>
        <Button type="submit" disabled={add.isPending}>
          {t('seat.addNote')}
        </Button>
      </div>
    </form>
  );
}
