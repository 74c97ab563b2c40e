// The form of a criterion.
import { useTranslation } from '../../i18n/say';
import { type Schema } from '../../api/client';
import { word } from '../../i18n';
import { Button, Loading } from '../../ui/basics';
import { checkers, instruments, moments, useCategories } from '../../ui/criteria';
import { useDraft } from '../../ui/draft';
import { Check, Checks, ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { MoneyField } from '../../ui/values';

export type Input = Schema['CriterionInput'];

export const empty: Input = {
  title: '',
  text: '',
  variables: [],
  themes: [],
  instrument: 'specification',
  level: 1,
  open: false,
  categories: [],
  explanation: '',
  evidence: '',
  moment: 'execution',
  who: 'contract_manager',
  legal: null,
  fromCents: 0,
  indicator: null,
  sdgs: [],
  source: null,
};

const kinds = ['percentage', 'number', 'term', 'text'] as const;

// Names in {} become variables by themselves; what was filled in stays.
const withVariables = (value: Input): Input => {
  const names = [
    ...new Set([...`${value.text} ${value.evidence}`.matchAll(/\{([^}]+)\}/g)].map((each) => each[1] ?? '')),
  ];
  return {
    ...value,
    variables: names.map(
      (name) => value.variables.find((each) => each.name === name) ?? { name, kind: 'text', value: '' },
    ),
  };
};

export function Form({
  form,
  title,
  start,
  error,
  pending,
  save,
}: {
  form: string; // of its draft
  title: string;
  start: Input;
  error: unknown;
  pending: boolean;
  save: (value: Input) => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const draft = useDraft(form, title, start);
  const { value } = draft;
  const set = (part: Partial<Input>) => draft.set(withVariables({ ...value, ...part }));
  if (!draft.ready) return <Loading />;
  return (
    <form
      className="card form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        save(value).then(draft.done, () => undefined);
      }}
    >
      <ErrorSummary error={error} />
      {draft.note}
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
        rows={5}
        onChange={(event) => set({ text: event.target.value })}
        required
        pointer="/text"
        error={error}
      />
      <p className="soft small">{t('criteria.textHint')}</p>
      {value.variables.map((variable, index) => (
        <div key={variable.name} className="form__row">
          <Select
            label={t('criteria.variableKind', { name: variable.name })}
            value={variable.kind}
            options={kinds.map((each) => ({ value: each, label: t(`criteria.kinds.${each}`) }))}
            onChange={(kind) =>
              set({
                variables: value.variables.map((each) =>
                  each.name === variable.name ? { ...each, kind: kind as Schema['Variable']['kind'] } : each,
                ),
              })
            }
          />
          <Field
            label={t('criteria.variableValue', { name: variable.name })}
            value={variable.value}
            onChange={(event) =>
              set({
                variables: value.variables.map((each) =>
                  each.name === variable.name ? { ...each, value: event.target.value } : each,
                ),
              })
            }
            pointer={`/variables/${index}/value`}
            error={error}
          />
        </div>
      ))}
      <Checks
        legend={t('criteria.themes')}
        options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
        chosen={value.themes}
        onChange={(themes) => set({ themes })}
        pointer="/themes"
      />
      <div className="form__row">
        <Select
          label={t('criteria.instrument')}
          value={value.instrument}
          options={instruments.map((each) => ({ value: each, label: names.code('instrument', each) }))}
          onChange={(instrument) => set({ instrument })}
          pointer="/instrument"
          error={error}
        />
        <Select
          label={t('criteria.level')}
          value={String(value.level)}
          options={[1, 2, 3].map((each) => ({
            value: String(each),
            label: `${each} ${t(word('ambition.level', each))}`,
          }))}
          onChange={(level) => set({ level: Number(level) })}
        />
        <MoneyField
          label={t('criteria.fromEuro')}
          cents={value.fromCents}
          onCents={(cents) => set({ fromCents: cents ?? 0 })}
          pointer="/fromCents"
          error={error}
        />
      </div>
      <Check checked={value.open} onChange={(on) => set({ open: on })}>
        {t('criteria.openLabel')}
      </Check>
      <Checks
        legend={t('criteria.knownFor')}
        options={categories.items.map((each) => ({ value: each.code, label: each.name }))}
        chosen={value.categories}
        onChange={(chosen) => set({ categories: chosen })}
      />
      <TextArea
        label={t('criteria.explanation')}
        value={value.explanation}
        onChange={(event) => set({ explanation: event.target.value })}
        required
        pointer="/explanation"
        error={error}
      />
      <TextArea
        label={t('criteria.evidence')}
        value={value.evidence}
        onChange={(event) => set({ evidence: event.target.value })}
        required
        pointer="/evidence"
        error={error}
      />
      <div className="form__row">
        <Select
          label={t('criteria.moment')}
          value={value.moment}
          options={moments.map((each) => ({ value: each, label: t(`criteria.moments.${each}`) }))}
          onChange={(moment) => set({ moment: moment as Input['moment'] })}
        />
        <Select
          label={t('criteria.who')}
          value={value.who}
          options={checkers.map((each) => ({ value: each, label: t(`criteria.checkers.${each}`) }))}
          onChange={(who) => set({ who: who as Input['who'] })}
        />
        <Field
          label={t('criteria.indicator')}
          value={value.indicator ?? ''}
          onChange={(event) => set({ indicator: event.target.value || null })}
          pointer="/indicator"
          error={error}
        />
      </div>
      <Field
        label={t('criteria.source')}
        value={value.source ?? ''}
        onChange={(event) => set({ source: event.target.value || null })}
        pointer="/source"
        error={error}
      />
      <div>
        <Button primary type="submit" disabled={pending}>
          {t('app.save')}
        </Button>
      </div>
    </form>
  );
}
