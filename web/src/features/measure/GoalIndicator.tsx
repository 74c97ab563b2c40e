// By which indicator a goal is followed: somebody says so, and can take it back.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary, Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { seen, useIndicators, useRefresh } from './measure';

type Result = Schema['GoalResult'];

const put = (of: Result, version: number, body: Schema['GoalIndicatorInput']) =>
  unwrap(api.PUT('/goals/{id}/indicator', { params: { path: { id: of.goalId }, header: seen(version) }, body }));
const forget = (of: Result) => unwrap(api.DELETE('/goals/{id}/indicator', { params: { path: { id: of.goalId } } }));

export function GoalIndicator({ result, themes }: { result: Result; themes: string[] }) {
  const { t } = useTranslation();
  const indicators = useIndicators();
  const refresh = useRefresh();
  const offer = useUndo();
  const [code, setCode] = useState(result.indicator ?? '');
  const [unit, setUnit] = useState(result.unit ?? '');
  const [scope, setScope] = useState(result.scope ?? '');
  const chosen = indicators.find(code);
  const own = indicators.unitOf(chosen?.unit);
  const scopes = own?.scopes ?? [];
  // As it was before: named otherwise, or by none.
  const back = async (version: number) => {
    if (result.indicator)
      await put(result, version, {
        indicator: result.indicator,
        unit: result.unit ?? null,
        scope: result.scope ?? null,
      });
    else await forget(result);
    await refresh();
  };
  const name = useMutation({
    mutationFn: () => put(result, result.version, { indicator: code, unit: unit || null, scope: scope || null }),
    onSuccess: async (after) => {
      await refresh();
      offer(t('measure.wasNamed', { title: result.title }), () => back(after.version));
    },
    onError: () => void refresh(),
  });
  const take = useMutation({
    mutationFn: () => forget(result),
    onSuccess: async () => {
      await refresh();
      offer(t('measure.wasForgotten', { title: result.title }), () => back(result.version + 1));
    },
  });
  const options = [...indicators.items]
    .filter((each) => !each.retired)
    .sort((a, b) => Number(themes.includes(b.theme)) - Number(themes.includes(a.theme)));
  return (
    <details className="no-print">
      <summary>{t(result.indicator ? 'measure.nameOther' : 'measure.nameOne')}</summary>
      <form
        className="form"
        aria-label={t('measure.nameOne')}
        onSubmit={(event) => {
          event.preventDefault();
          name.mutate();
        }}
      >
        <ErrorSummary error={name.error ?? take.error} />
        <Select
          label={t('measure.indicator')}
          hint={t('measure.nameHint')}
          value={code}
          onChange={(value) => {
            setCode(value);
            setUnit('');
            setScope('');
          }}
          options={[
            { value: '', label: t('measure.choose') },
            ...options.map((each) => ({ value: each.code, label: indicators.name(each) })),
          ]}
          pointer="/indicator"
          error={name.error}
        />
        {chosen && own?.adds === 'sum' && (
          <Select
            label={t('measure.goalUnit')}
            value={unit || chosen.unit}
            onChange={setUnit}
            options={indicators.unitsFor(chosen).map((each) => ({ value: each.code, label: indicators.name(each) }))}
            pointer="/unit"
            error={name.error}
          />
        )}
        {scopes.length > 0 && (
          <Select
            label={t('measure.scope')}
            value={scope}
            onChange={setScope}
            options={[
              { value: '', label: t('measure.choose') },
              ...scopes.map((each) => ({ value: each, label: each })),
            ]}
            pointer="/scope"
            error={name.error}
          />
        )}
        <div className="row">
          <Button type="submit" primary disabled={name.isPending || code === ''}>
            {t('measure.doName')}
          </Button>
          {result.indicator && (
            <Button type="button" disabled={take.isPending} onClick={() => take.mutate()}>
              {t('measure.forget')}
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}
