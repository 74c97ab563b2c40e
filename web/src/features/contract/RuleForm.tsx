// A rule of social return as policy writes it: of what, how much, from or above which value, and where less is asked.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Check, Field, Select } from '../../ui/fields';
import { DayField, MoneyField, PercentField } from '../../ui/values';
import { seen, useRefresh } from './contract';
import { Asking } from './Forms';
import { RulePso } from './RulePso';

type Rule = Schema['ObligationRule'];
type Input = Schema['ObligationRuleInput'];
const natures = ['works', 'supplies', 'services', 'social'] as const;
const bases = ['contract_value', 'yearly_value', 'turnover', 'wage_sum'] as const;

const inputOf = (rule: Rule | undefined): Input => ({
  name: rule?.name ?? '',
  source: rule?.source ?? '',
  nature: rule?.nature ?? null,
  validFrom: rule?.validFrom ?? '',
  validTo: rule?.validTo ?? null,
  percentBp: rule?.percentBp ?? 500,
  base: rule?.base ?? 'contract_value',
  wageShareBp: rule?.wageShareBp ?? null,
  fromCents: rule?.fromCents ?? null,
  aboveCents: rule?.aboveCents ?? null,
  maximumCents: rule?.maximumCents ?? null,
  tableBy: rule?.tableBy ?? 'placement',
  lowerPercentBp: rule?.lowerPercentBp ?? null,
  belowShareBp: rule?.belowShareBp ?? null,
  overAll: rule?.overAll ?? false,
  psoBy: rule?.psoBy ?? null,
  psoShares: rule?.psoShares ?? [],
  planDays: rule?.planDays ?? null,
});

export function RuleForm({ rule, close }: { rule?: Rule; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [input, setInput] = useState(() => inputOf(rule));
  const set = (part: Partial<Input>) => setInput((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: async () => {
      if (!rule) return (await unwrap(api.POST('/social-return-rules', { body: input }))).id;
      const params = { path: { id: rule.id }, header: seen(rule.version) };
      return (await unwrap(api.PUT('/social-return-rules/{id}', { params, body: input }))).id;
    },
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  const error = save.error;
  const money = (label: string, name: 'fromCents' | 'aboveCents' | 'maximumCents') => (
    <MoneyField
      label={label}
      cents={input[name] ?? null}
      onCents={(cents) => set({ [name]: cents })}
      pointer={`/${name}`}
      error={error}
    />
  );
  const share = (label: string, name: 'wageShareBp' | 'lowerPercentBp' | 'belowShareBp') => (
    <PercentField
      label={label}
      basisPoints={input[name]}
      onBasisPoints={(value) => set({ [name]: value })}
      pointer={`/${name}`}
      error={error}
    />
  );
  return (
    <Asking
      act={t(rule ? 'app.save' : 'contract.addRule')}
      name={rule?.name ?? ''}
      close={close}
      send={save}
      disabled={input.validFrom === ''}
    >
      <div className="form__row">
        <Field
          label={t('contract.ruleName')}
          required
          value={input.name}
          onChange={(event) => set({ name: event.target.value })}
          pointer="/name"
          error={error}
        />
        <Field
          label={t('contract.ruleSource')}
          required
          value={input.source}
          onChange={(event) => set({ source: event.target.value })}
          pointer="/source"
          error={error}
        />
      </div>
      <div className="form__row">
        <Select
          label={t('contract.natureLabel')}
          value={input.nature ?? ''}
          onChange={(value) => set({ nature: (value || null) as Input['nature'] })}
          options={[
            { value: '', label: t('contract.anyNature') },
            ...natures.map((each) => ({ value: each, label: t(`contract.nature.${each}`) })),
          ]}
        />
        <DayField
          label={t('contract.validFrom')}
          day={input.validFrom || null}
          onDay={(day) => set({ validFrom: day ?? '' })}
          required
          pointer="/validFrom"
          error={error}
        />
        <DayField
          label={t('contract.validTo')}
          day={input.validTo}
          onDay={(validTo) => set({ validTo })}
          pointer="/validTo"
          error={error}
        />
      </div>
      <div className="form__row">
        <PercentField
          label={t('contract.rulePercent')}
          basisPoints={input.percentBp}
          onBasisPoints={(value) => set({ percentBp: value ?? 0 })}
          required
          pointer="/percentBp"
          error={error}
        />
        <Select
          label={t('contract.baseLabel')}
          value={input.base}
          onChange={(value) => set({ base: value as Input['base'] })}
          options={bases.map((each) => ({ value: each, label: t(`contract.base.${each}`) }))}
        />
        {input.base === 'wage_sum' && share(t('contract.wageShare'), 'wageShareBp')}
      </div>
      <div className="form__row">
        {money(t('contract.fromCents'), 'fromCents')}
        {money(t('contract.aboveCents'), 'aboveCents')}
        {money(t('contract.maximumCents'), 'maximumCents')}
      </div>
      <div className="form__row">
        {share(t('contract.lowerPercent'), 'lowerPercentBp')}
        {share(t('contract.belowShare'), 'belowShareBp')}
      </div>
      <Select
        label={t('contract.tableByLabel')}
        value={input.tableBy}
        onChange={(value) => set({ tableBy: value as Input['tableBy'] })}
        options={(['placement', 'contract', 'award', 'publication'] as const).map((each) => ({
          value: each,
          label: t(`contract.tableBy.${each}`),
        }))}
      />
      <Check checked={input.overAll ?? false} onChange={(overAll) => set({ overAll })}>
        {t('contract.ruleOverAll')}
      </Check>
      <RulePso input={input} set={set} error={error} />
    </Asking>
  );
}
