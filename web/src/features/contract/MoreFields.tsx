// What only some contracts have: a framework above it or a ceiling of its own, an index, and the share of labour.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Field, Select } from '../../ui/fields';
import { DayField, MoneyField, PercentField } from '../../ui/values';
import type { Contract } from './contract';

type Input = Schema['ContractInput'];

export function MoreFields({
  input,
  set,
  contract,
  error,
}: {
  input: Input;
  set: (part: Partial<Input>) => void;
  contract?: Contract;
  error: unknown;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['contracts', 'frameworks'],
    queryFn: () => unwrap(api.GET('/contracts', { params: { query: { framework: true, pageSize: 100 } } })),
  });
  const frameworks = (data?.items ?? []).filter((each) => each.id !== contract?.id);
  const known = frameworks.some((each) => each.id === input.frameworkId);
  const filled = [input.frameworkId, input.ceilingCents, input.indexClause, input.labourShareBp, input.awardedOn].some(
    Boolean,
  );
  return (
    <details open={filled}>
      <summary>{t('contract.more')}</summary>
      <div className="form form--wide">
        <div className="form__row">
          <MoneyField
            label={t('contract.ceiling')}
            hint={t('contract.ceilingHint')}
            cents={input.ceilingCents ?? null}
            onCents={(ceilingCents) => set({ ceilingCents })}
            pointer="/ceilingCents"
            error={error}
          />
          <Select
            label={t('contract.framework')}
            value={input.frameworkId ?? ''}
            onChange={(value) => set({ frameworkId: value || null })}
            options={[
              { value: '', label: t('contract.noFramework') },
              ...(input.frameworkId && !known
                ? [{ value: input.frameworkId, label: contract?.framework ?? input.frameworkId }]
                : []),
              ...frameworks.map((each) => ({
                value: each.id,
                label: [each.title, each.reference ?? ''].filter(Boolean).join(', '),
              })),
            ]}
            pointer="/frameworkId"
            error={error}
          />
        </div>
        <Field
          label={t('contract.indexClause')}
          hint={t('contract.indexClauseHint')}
          value={input.indexClause ?? ''}
          onChange={(event) => set({ indexClause: event.target.value || null })}
          pointer="/indexClause"
          error={error}
        />
        <DayField
          label={t('contract.awardedOn')}
          hint={t('contract.awardedOnHint')}
          day={input.awardedOn ?? null}
          onDay={(awardedOn) => set({ awardedOn })}
          pointer="/awardedOn"
          error={error}
        />
        <PercentField
          label={t('contract.labourShare')}
          basisPoints={input.labourShareBp}
          onBasisPoints={(labourShareBp) => set({ labourShareBp })}
          pointer="/labourShareBp"
          error={error}
        />
      </div>
    </details>
  );
}
