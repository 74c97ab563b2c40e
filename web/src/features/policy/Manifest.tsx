import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { PolicyNav } from './PolicyNav';
import { Terms } from '../../ui/Term';

function Steps({ step }: { step: Schema['Step'] }) {
  return (
    <span className="steps" aria-hidden="true">
      {[1, 2, 3, 4, 5].map((at) => (
        <span
          key={at}
          className={at <= step.currentStep ? 'steps--done' : at <= step.wantedStep ? 'steps--wanted' : ''}
        />
      ))}
    </span>
  );
}

function AddStep() {
  const { t } = useTranslation();
  const names = useNames();
  const client = useQueryClient();
  const today = new Date().toISOString().slice(0, 10);
  const [value, setValue] = useState<Schema['StepInput']>({
    theme: 'climate',
    unitId: null,
    currentStep: 1,
    wantedStep: 3,
    evidence: '',
    judgedOn: today,
  });
  const set = (change: Partial<Schema['StepInput']>) => setValue({ ...value, ...change });
  const add = useMutation({
    mutationFn: () => unwrap(api.POST('/manifest-steps', { body: value })),
    onSuccess: async () => {
      set({ evidence: '' });
      await client.invalidateQueries({ queryKey: ['manifest'] });
    },
  });
  const steps = (from: number) =>
    [0, 1, 2, 3, 4, 5]
      .filter((each) => each >= from)
      .map((each) => ({ value: String(each), label: `${String(each)} ${t(word('manifest.step', each))}` }));
  return (
    <form
      className="card form form--wide no-print"
      aria-label={t('manifest.add')}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h2>{t('manifest.add')}</h2>
      <ErrorSummary error={add.error} />
      <div className="form__row">
        <Select
          label={t('goals.theme')}
          value={value.theme}
          options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
          onChange={(theme) => set({ theme })}
        />
        <Select
          label={t('app.unit')}
          value={value.unitId ?? ''}
          options={[
            { value: '', label: t('manifest.whole') },
            ...names.units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={(unitId) => set({ unitId: unitId || null })}
        />
        <Select
          label={t('manifest.current')}
          value={String(value.currentStep)}
          options={steps(0)}
          onChange={(step) => set({ currentStep: Number(step) })}
        />
        <Select
          label={t('manifest.wanted')}
          value={String(value.wantedStep)}
          options={steps(1)}
          onChange={(step) => set({ wantedStep: Number(step) })}
        />
        <Field
          label={t('manifest.judgedOn')}
          type="date"
          max={today}
          value={value.judgedOn}
          onChange={(event) => set({ judgedOn: event.target.value })}
          pointer="/judgedOn"
          error={add.error}
        />
      </div>
      <TextArea
        label={t('manifest.evidence')}
        value={value.evidence}
        onChange={(event) => set({ evidence: event.target.value })}
        pointer="/evidence"
        error={add.error}
      />
      <div>
        <Button primary type="submit">
          {t('app.save')}
        </Button>
      </div>
    </form>
  );
}

export function Manifest() {
  const { t } = useTranslation();
  const names = useNames();
  const mayEdit = useMay('policy.edit');
  const { data, error } = useQuery({ queryKey: ['manifest'], queryFn: () => unwrap(api.GET('/manifest-steps')) });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const latest = data.items.filter((each) => each.latest);
  const years = [...new Set(data.items.map((each) => each.judgedOn.slice(0, 4)))].sort();
  // Where a theme stood at the end of a year: the newest judgement up to then.
  const at = (theme: string, year: string) =>
    data.items.find((each) => each.theme === theme && !each.unitId && each.judgedOn.slice(0, 4) <= year);
  return (
    <div className="stack">
      <PageTitle title={t('manifest.title')} />
      <PolicyNav />
      <p className="lead">{t('manifest.intro')}</p>
      <Terms of={['manifest', 'mvoi']} />
      <div className="card scroll" tabIndex={0} role="group" aria-label={t('manifest.title')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('goals.theme')}</th>
              <th scope="col">{t('app.unit')}</th>
              <td aria-hidden="true" />
              <th scope="col">{t('manifest.current')}</th>
              <th scope="col">{t('manifest.wanted')}</th>
              <th scope="col">{t('manifest.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {latest.map((step) => (
              <tr key={step.id}>
                <th scope="row">{names.theme(step.theme)}</th>
                <td>{step.unitId ? names.unit(step.unitId) : t('manifest.whole')}</td>
                <td>
                  <Steps step={step} />
                </td>
                <td>{t(word('manifest.step', step.currentStep))}</td>
                <td>{t(word('manifest.step', step.wantedStep))}</td>
                <td>
                  {step.evidence} <span className="soft small">{date(step.judgedOn)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="card scroll" tabIndex={0} role="group" aria-label={t('manifest.history')}>
        <table className="table">
          <caption>{t('manifest.history')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('goals.theme')}</th>
              {years.map((year) => (
                <th key={year} scope="col">
                  {year}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.themes.map((theme) => (
              <tr key={theme.code}>
                <th scope="row">{theme.name}</th>
                {years.map((year) => {
                  const step = at(theme.code, year);
                  return (
                    <td key={year}>
                      {step ? (
                        <>
                          <Steps step={step} />
                          <span className="small">{t(word('manifest.step', step.currentStep))}</span>
                        </>
                      ) : (
                        '–'
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mayEdit && <AddStep />}
    </div>
  );
}
