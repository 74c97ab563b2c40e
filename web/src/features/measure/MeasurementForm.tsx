// A figure added or changed: what was measured, over which days, for which contract, and how sure it is.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { DayField } from '../../ui/values';
import { ContractField } from './ContractField';
import { FigureFields } from './FigureFields';
import { forIndicator, inputOf, type Input } from './input';
import { seen, useIndicators, useMeasurement, useRefresh, type Measurement } from './measure';

function Form({ measurement }: { measurement?: Measurement }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const names = useNames();
  const indicators = useIndicators();
  const [asked] = useSearchParams();
  const [input, setInput] = useState(() => inputOf(measurement, asked));
  const [theme, setTheme] = useState(measurement?.theme ?? '');
  const set = (part: Partial<Input>) => setInput((before) => ({ ...before, ...part }));
  const indicator = indicators.find(input.indicator);
  const shown = indicators.items.filter(
    (each) => (!each.retired && (!theme || each.theme === theme)) || each.code === input.indicator,
  );
  const save = useMutation({
    mutationFn: async () => {
      if (!measurement) return (await unwrap(api.POST('/measurements', { body: input }))).id;
      await unwrap(
        api.PUT('/measurements/{id}', {
          params: { path: { id: measurement.id }, header: seen(measurement.version) },
          body: input,
        }),
      );
      return measurement.id;
    },
    onSuccess: async (id) => {
      await refresh();
      void navigate(`/metingen/${id}`);
    },
  });
  return (
    <form
      className="form form--wide card"
      aria-label={t(measurement ? 'measure.change' : 'measure.add')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <div className="form__row">
        <Select
          label={t('app.theme')}
          value={theme}
          onChange={setTheme}
          options={[
            { value: '', label: t('app.all') },
            ...names.themes.map((each) => ({ value: each.code, label: each.name })),
          ]}
        />
        <Select
          label={t('measure.indicator')}
          value={input.indicator}
          onChange={(code) => set(forIndicator(code))}
          options={[
            { value: '', label: t('measure.choose') },
            ...shown.map((each) => ({ value: each.code, label: indicators.name(each) })),
          ]}
          pointer="/indicator"
          error={save.error}
        />
      </div>
      {indicator && <p className="alert alert--note">{indicators.pick(indicator.questionNl, indicator.questionEn)}</p>}
      <ContractField
        id={input.contractId ?? ''}
        onContract={(contractId) => set({ contractId, commitmentId: null, momentId: null })}
        error={save.error}
      />
      <div className="form__row">
        <DayField
          label={t('measure.periodFrom')}
          day={input.periodFrom}
          onDay={(day) => set({ periodFrom: day ?? '' })}
          pointer="/periodFrom"
          error={save.error}
        />
        <DayField
          label={t('measure.periodTo')}
          day={input.periodTo}
          onDay={(day) => set({ periodTo: day ?? '' })}
          pointer="/periodTo"
          error={save.error}
        />
      </div>
      <FigureFields input={input} set={set} indicator={indicator} error={save.error} />
      <TextArea
        label={t('measure.words')}
        hint={t('measure.wordsHint')}
        value={input.words}
        onChange={(event) => set({ words: event.target.value })}
        pointer="/words"
        error={save.error}
      />
      <div>
        <Button type="submit" primary disabled={save.isPending}>
          {t('measure.save')}
        </Button>
      </div>
    </form>
  );
}

export function NewMeasurement() {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <PageTitle title={t('measure.add')} crumbs={[{ to: '/metingen', label: t('measure.title') }]} />
      <Form />
    </div>
  );
}

export function EditMeasurement() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error } = useMeasurement(id);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle
        title={t('measure.change')}
        crumbs={[
          { to: '/metingen', label: t('measure.title') },
          { to: `/metingen/${id}`, label: data.title },
        ]}
      />
      <Form measurement={data} />
    </div>
  );
}
