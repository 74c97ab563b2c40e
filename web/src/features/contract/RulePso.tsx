// What a rule of social return says of PSO certificates, and by when it asks for a plan.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { Select } from '../../ui/fields';
import { NumberField, PercentField } from '../../ui/values';
import { psoSteps } from './contract';

type Input = Schema['ObligationRuleInput'];

export function RulePso({ input, set, error }: { input: Input; set: (part: Partial<Input>) => void; error: unknown }) {
  const { t } = useTranslation();
  const shareOf = (step: string) => input.psoShares.find((each) => each.step === step)?.countsBp ?? null;
  const setShare = (step: string, countsBp: number | null) =>
    set({
      psoShares: [
        ...input.psoShares.filter((each) => each.step !== step),
        ...(countsBp === null ? [] : [{ step, countsBp }]),
      ],
    });
  return (
    <>
      <Select
        label={t('contract.pso.label')}
        hint={t('contract.pso.hint')}
        value={input.psoBy ?? ''}
        onChange={(value) =>
          set({ psoBy: (value || null) as Input['psoBy'], ...(value === '' ? { psoShares: [] } : {}) })
        }
        options={[
          { value: '', label: t('contract.pso.no') },
          ...(['days', 'throughout'] as const).map((each) => ({ value: each, label: t(`contract.pso.${each}`) })),
        ]}
        pointer="/psoBy"
        error={error}
      />
      {input.psoBy && (
        <div className="form__row">
          {psoSteps.map((step) => (
            <PercentField
              key={step}
              label={t('contract.pso.share', { step: t(`contract.psoStep.${step}`) })}
              basisPoints={shareOf(step)}
              onBasisPoints={(value) => setShare(step, value)}
              pointer={`/psoShares/${step}`}
              error={error}
            />
          ))}
        </div>
      )}
      <NumberField
        label={t('contract.plan.days')}
        hint={t('contract.plan.daysHint')}
        value={input.planDays ?? null}
        onValue={(planDays) => set({ planDays })}
        min={1}
        pointer="/planDays"
        error={error}
      />
    </>
  );
}
