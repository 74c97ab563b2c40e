// An indicator of the municipality's own: what it is, in which unit, how it is made up, who says so and how it is asked.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Checks, ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { NumberField } from '../../ui/values';
import { levels, seen, useIndicators, type Indicator } from './measure';

type Input = Schema['OwnIndicatorInput'];

export function useRefreshIndicators() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['indicators'] });
}

const inputOf = (indicator: Indicator | undefined): Input => ({
  theme: indicator?.theme ?? 'climate',
  level: indicator?.level ?? 'outcome',
  name: indicator?.nameNl ?? '',
  definition: indicator?.definitionNl ?? '',
  unit: indicator?.unit ?? 'kg',
  formula: indicator?.formulaNl ?? '',
  source: indicator?.source ?? '',
  question: indicator?.questionNl ?? '',
  categories: indicator?.categories ?? [],
  largest: indicator?.largest ?? null,
});

export function IndicatorForm({ indicator, close }: { indicator?: Indicator; close: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const indicators = useIndicators();
  const categories = useCategories();
  const refresh = useRefreshIndicators();
  const [input, setInput] = useState(() => inputOf(indicator));
  const set = (part: Partial<Input>) => setInput((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: async () => {
      if (!indicator) return (await unwrap(api.POST('/indicators', { body: input }))).code;
      const params = { path: { code: indicator.code }, header: seen(indicator.version) };
      return (await unwrap(api.PUT('/indicators/{code}', { params, body: input }))).code;
    },
    onSuccess: async () => {
      await refresh();
      close();
    },
  });
  const error = save.error;
  const words = (name: 'definition' | 'formula' | 'question', label: string, required: boolean) => (
    <TextArea
      label={label}
      required={required}
      value={input[name]}
      onChange={(event) => set({ [name]: event.target.value })}
      pointer={`/${name}`}
      error={error}
    />
  );
  const title = t(indicator ? 'measure.ownIndicator.change' : 'measure.ownIndicator.add');
  return (
    <form
      className="card form form--wide no-print"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{title}</h2>
      <ErrorSummary error={error} />
      <Field
        label={t('measure.ownIndicator.name')}
        required
        value={input.name}
        onChange={(event) => set({ name: event.target.value })}
        pointer="/name"
        error={error}
      />
      {words('definition', t('measure.ownIndicator.definition'), true)}
      <div className="form__row">
        <Select
          label={t('app.theme')}
          value={input.theme}
          onChange={(theme) => set({ theme })}
          options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
          pointer="/theme"
          error={error}
        />
        <Select
          label={t('measure.levelLabel')}
          value={input.level}
          onChange={(level) => set({ level: level as Input['level'] })}
          options={levels.map((each) => ({ value: each, label: t(`measure.level.${each}`) }))}
        />
        <Select
          label={t('measure.unit')}
          hint={t('measure.ownIndicator.unitHint')}
          value={input.unit}
          onChange={(unit) => set({ unit })}
          options={indicators.units.map((each) => ({ value: each.code, label: indicators.unit(each.code) }))}
          pointer="/unit"
          error={error}
        />
      </div>
      {words('question', t('measure.question'), true)}
      {words('formula', t('measure.ownIndicator.formula'), false)}
      <Field
        label={t('measure.source')}
        required
        value={input.source}
        onChange={(event) => set({ source: event.target.value })}
        pointer="/source"
        error={error}
      />
      <NumberField
        label={t('measure.ownIndicator.largest')}
        hint={t('measure.ownIndicator.largestHint')}
        value={input.largest ?? null}
        onValue={(largest) => set({ largest })}
        min={0}
        step="any"
        pointer="/largest"
        error={error}
      />
      <details>
        <summary>{t('measure.ownIndicator.categories', { count: input.categories.length })}</summary>
        <Checks
          legend={t('measure.usualFor')}
          options={categories.items.map((each) => ({ value: each.code, label: each.name }))}
          chosen={input.categories}
          onChange={(chosen) => set({ categories: chosen })}
          pointer="/categories"
        />
      </details>
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={close}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
