// The figure itself: one number, or of a share its two, in a unit that adds; and how sure it is.
import { useTranslation } from '../../i18n/say';
import { Field, Select } from '../../ui/fields';
import { NumberField } from '../../ui/values';
import { certainties, useIndicators, type Indicator, type Line } from './measure';
import type { Input } from './input';

interface Props {
  input: Input;
  set: (part: Partial<Input>) => void;
  indicator: Indicator | undefined;
  error: unknown;
}

export function FigureFields({ input, set, indicator, error }: Props) {
  const { t } = useTranslation();
  const indicators = useIndicators();
  const own = indicators.unitOf(indicator?.unit);
  const share = own?.adds === 'share';
  const scopes = own?.scopes ?? [];
  const scopeOptions = [
    { value: '', label: t('measure.choose') },
    ...scopes.map((each) => ({ value: each, label: each })),
  ];
  const number = (name: 'value' | 'part' | 'whole' | 'promised', label: string) => (
    <NumberField
      label={label}
      value={input[name]}
      onValue={(value) => set({ [name]: value })}
      step="any"
      pointer={`/${name}`}
      error={error}
    />
  );
  return (
    <>
      <div className="form__row">
        {share ? (
          <>
            {number('part', t('measure.part'))}
            {number('whole', t('measure.whole'))}
          </>
        ) : (
          number('value', t('measure.figure'))
        )}
        {indicator && (
          <Select
            label={t('measure.unit')}
            value={input.unit ?? (share ? '' : (own?.code ?? ''))}
            onChange={(value) => set({ unit: value || null })}
            options={[
              ...(share ? [{ value: '', label: t('measure.choose') }] : []),
              ...indicators.unitsFor(indicator).map((each) => ({ value: each.code, label: indicators.name(each) })),
            ]}
            pointer="/unit"
            error={error}
          />
        )}
        {scopes.length > 0 && (
          <Select
            label={t('measure.scope')}
            hint={t('measure.scopeHint')}
            value={input.scope ?? ''}
            onChange={(value) => set({ scope: value || null })}
            options={scopeOptions}
            pointer="/scope"
            error={error}
          />
        )}
      </div>
      <Select
        label={t('measure.certaintyLabel')}
        value={input.certainty}
        onChange={(value) => set({ certainty: value as Line['certainty'] })}
        options={certainties.map((each) => ({ value: each, label: t(`measure.certainty.${each}`) }))}
      />
      {input.certainty === 'calculated' && (
        <div className="form__row">
          <NumberField
            label={t('measure.factor')}
            value={input.factor}
            onValue={(factor) => set({ factor })}
            step="any"
            pointer="/factor"
            error={error}
          />
          <Field
            label={t('measure.factorSource')}
            value={input.factorSource ?? ''}
            onChange={(event) => set({ factorSource: event.target.value })}
            pointer="/factorSource"
            error={error}
          />
          <Field
            label={t('measure.factorVersion')}
            value={input.factorVersion ?? ''}
            onChange={(event) => set({ factorVersion: event.target.value })}
            pointer="/factorVersion"
            error={error}
          />
        </div>
      )}
      {!share && (
        <details open={input.promised !== null && input.promised !== undefined}>
          <summary>{t('measure.promisedBeside')}</summary>
          <div className="form__row">
            {number('promised', t('measure.promised'))}
            {scopes.length > 0 && (
              <Select
                label={t('measure.promisedScope')}
                value={input.promisedScope ?? ''}
                onChange={(value) => set({ promisedScope: value || null })}
                options={scopeOptions}
                pointer="/promisedScope"
                error={error}
              />
            )}
          </div>
        </details>
      )}
    </>
  );
}
