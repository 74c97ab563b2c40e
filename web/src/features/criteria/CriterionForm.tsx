// A criterion's fields, for who proposes and for who keeps the library.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { word } from '../../i18n';
import { Button, ErrorNote, ErrorSummary, Field, Loading, PageTitle, Select, TextArea } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { checkers, instruments, moments, useCategories } from '../../ui/criteria';

type Input = Schema['CriterionInput'];
const empty: Input = {
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
const toggled = (all: string[], one: string, on: boolean) => (on ? [...all, one] : all.filter((each) => each !== one));

function Form({
  start,
  error,
  pending,
  save,
}: {
  start: Input;
  error: unknown;
  pending: boolean;
  save: (value: Input) => void;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const [value, setValue] = useState(start);
  const set = (part: Partial<Input>) => setValue((before) => withVariables({ ...before, ...part }));
  return (
    <form
      className="card form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        save(value);
      }}
    >
      <ErrorSummary error={error} />
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
      <fieldset className="checks" data-pointer="/themes" tabIndex={-1}>
        <legend>{t('criteria.themes')}</legend>
        {names.themes.map((theme) => (
          <label key={theme.code}>
            <input
              type="checkbox"
              checked={value.themes.includes(theme.code)}
              onChange={(event) => set({ themes: toggled(value.themes, theme.code, event.target.checked) })}
            />{' '}
            {theme.name}
          </label>
        ))}
      </fieldset>
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
        <Field
          label={t('criteria.fromEuro')}
          type="number"
          min={0}
          value={value.fromCents / 100}
          onChange={(event) => set({ fromCents: Math.round(Number(event.target.value) * 100) })}
          pointer="/fromCents"
          error={error}
        />
      </div>
      <label className="row">
        <input type="checkbox" checked={value.open} onChange={(event) => set({ open: event.target.checked })} />
        {t('criteria.openLabel')}
      </label>
      <fieldset className="checks">
        <legend>{t('criteria.knownFor')}</legend>
        {categories.items.map((each) => (
          <label key={each.code}>
            <input
              type="checkbox"
              checked={value.categories.includes(each.code)}
              onChange={(event) => set({ categories: toggled(value.categories, each.code, event.target.checked) })}
            />{' '}
            {each.name}
          </label>
        ))}
      </fieldset>
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

export function NewCriterion() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const add = useMutation({
    mutationFn: (body: Input) => unwrap(api.POST('/criteria', { body })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['criteria'] });
      void navigate(`/criteria/${id}`);
    },
  });
  return (
    <div className="stack">
      <PageTitle title={t('criteria.propose')} crumbs={[{ to: '/criteria', label: t('criteria.title') }]} />
      <p className="lead">{t('criteria.proposeIntro')}</p>
      <Form
        start={{
          ...empty,
          text: params.get('tekst') ?? '',
          source: params.get('bron'),
          themes: params.getAll('thema'),
          instrument: params.get('plek') ?? empty.instrument,
        }}
        error={add.error}
        pending={add.isPending}
        save={add.mutate}
      />
    </div>
  );
}

export function EditCriterion() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const params = { path: { id } };
  const { data, error } = useQuery({
    queryKey: ['criteria', 'one', id],
    queryFn: () => unwrap(api.GET('/criteria/{id}', { params })),
    staleTime: Infinity,
  });
  const save = useMutation({
    mutationFn: (body: Input) =>
      unwrap(api.PUT('/criteria/{id}', { params: { ...params, header: { 'If-Match': `"${data?.version}"` } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['criteria'] });
      void navigate(`/criteria/${id}`);
    },
  });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  const start = Object.fromEntries(
    Object.keys(empty).map((key) => [key, data[key as keyof Input] ?? null]),
  ) as unknown as Input;
  return (
    <div className="stack">
      <PageTitle
        title={t('criteria.edit')}
        crumbs={[
          { to: '/criteria', label: t('criteria.title') },
          { to: `/criteria/${id}`, label: data.title },
        ]}
      />
      <Form key={data.version} start={start} error={save.error} pending={save.isPending} save={save.mutate} />
    </div>
  );
}
