// A requirement's words: filled in where it came from the library, or written here.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { checkers, instruments, moments } from '../../ui/criteria';
import { ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { PercentField } from '../../ui/values';
import { type Purchase, type Requirement, useRefresh } from './purchase';

export type Fields = Schema['RequirementFields'];

export function FieldsOf({
  value,
  onChange,
  error,
}: {
  value: Fields;
  onChange: (value: Fields) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const set = (part: Partial<Fields>) => onChange({ ...value, ...part });
  return (
    <>
      {value.variables.length > 0 && (
        <div className="form__row">
          {value.variables.map((variable, index) => (
            <Field
              key={variable.name}
              label={variable.name + (variable.kind === 'percentage' ? ' (%)' : '')}
              value={variable.value}
              onChange={(event) =>
                set({
                  variables: value.variables.map((each, at) =>
                    at === index ? { ...each, value: event.target.value } : each,
                  ),
                })
              }
              required
              pointer={`/variables/${index}/value`}
              error={error}
            />
          ))}
        </div>
      )}
      <Field
        label={t('criteria.name')}
        value={value.title}
        onChange={(event) => set({ title: event.target.value })}
        required
        pointer="/title"
        error={error}
      />
      <TextArea
        label={t('criteria.textLabel')}
        value={value.text}
        rows={4}
        onChange={(event) => set({ text: event.target.value })}
        required
        pointer="/text"
        error={error}
      />
      <TextArea
        label={t('criteria.evidence')}
        value={value.evidence}
        rows={2}
        onChange={(event) => set({ evidence: event.target.value })}
        pointer="/evidence"
        error={error}
      />
      <div className="form__row">
        <Select
          label={t('criteria.instrument')}
          value={value.instrument}
          options={instruments.map((each) => ({ value: each, label: names.code('instrument', each) }))}
          onChange={(instrument) =>
            set({ instrument, ...(instrument === 'award_criterion' ? {} : { weightBp: null }) })
          }
          pointer="/instrument"
          error={error}
        />
        <Select
          label={t('criteria.moment')}
          value={value.moment}
          options={moments.map((each) => ({ value: each, label: t(`criteria.moments.${each}`) }))}
          onChange={(moment) => set({ moment: moment as Fields['moment'] })}
        />
        <Select
          label={t('criteria.who')}
          value={value.who}
          options={checkers.map((each) => ({ value: each, label: t(`criteria.checkers.${each}`) }))}
          onChange={(who) => set({ who: who as Fields['who'] })}
        />
        {value.instrument === 'award_criterion' && (
          <PercentField
            label={t('purchase.weight')}
            basisPoints={value.weightBp}
            onBasisPoints={(weightBp) => set({ weightBp })}
            pointer="/weightBp"
            error={error}
          />
        )}
      </div>
    </>
  );
}

const fieldsOf = (requirement: Requirement): Fields => ({
  title: requirement.title,
  text: requirement.text,
  variables: requirement.variables,
  instrument: requirement.instrument,
  evidence: requirement.evidence,
  moment: requirement.moment,
  who: requirement.who,
  weightBp: requirement.weightBp ?? null,
});

export function RequirementForm({
  purchase,
  requirement,
  done,
}: {
  purchase: Purchase;
  requirement: Requirement;
  done: () => void;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [value, setValue] = useState(() => fieldsOf(requirement));
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/purchases/{id}/requirements/{requirement}', {
          params: {
            path: { id: purchase.id, requirement: requirement.id },
            header: { 'If-Match': `"${requirement.version}"` },
          },
          body: value,
        }),
      ),
    onSuccess: async () => {
      await refresh();
      done();
    },
    onError: () => void refresh(),
  });
  return (
    <form
      className="form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <FieldsOf value={value} onChange={setValue} error={save.error} />
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={done}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
