// Value and procedure of a purchase, with what the rules of the day make of them.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { euros } from '../../format';
import { word } from '../../i18n';
import { percentOf } from '../../ui/amounts';
import { Select, TextArea } from '../../ui/fields';
import { MoneyField } from '../../ui/values';
import { type PurchaseInput, useProcedureName, useProcedures } from './purchase';

export interface Props {
  value: PurchaseInput;
  onChange: (value: PurchaseInput) => void;
  error: unknown;
}

export function Money({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  return (
    <MoneyField
      label={t('purchase.value')}
      hint={t('purchase.valueHint')}
      cents={value.valueCents > 0 ? value.valueCents : null}
      onCents={(cents) => onChange({ ...value, valueCents: cents ?? 0 })}
      pointer="/valueCents"
      error={error}
    />
  );
}

// What is advised for this value, nature and day, with the rule and its source; another choice asks why.
export function Procedure({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const name = useProcedureName();
  const procedures = useProcedures();
  const on = value.publishOn ?? value.startOn;
  const query = useDeferredValue({
    nature: value.nature,
    social: value.social,
    valueCents: value.valueCents,
    ...(on ? { on } : {}),
  });
  const advice = useQuery({
    queryKey: ['procedure-advice', query],
    queryFn: () => unwrap(api.GET('/procedure-advice', { params: { query } })),
    placeholderData: (before) => before,
  }).data;
  if (!advice) return null;
  const rule = advice.procedure;
  const chosen = value.procedure ?? rule.procedure;
  return (
    <section className="alert alert--note stack stack--small" aria-label={t('purchase.procedure')}>
      <p>
        <strong>{t('purchase.advised', { procedure: name(rule.procedure) })}</strong>{' '}
        {t(word('purchase.rule', rule.level), { from: euros(rule.fromCents), source: rule.source })}{' '}
        {!rule.verified && rule.level !== 'none' && <em>{t('purchase.unverified')}</em>}{' '}
        {rule.nextCents !== null && rule.nextCents !== undefined && t('purchase.next', { from: euros(rule.nextCents) })}
      </p>
      {advice.socialReturn && (
        <p>
          {t('purchase.sroi', {
            percent: percentOf(advice.socialReturn.percentBp),
            euros: euros(advice.socialReturn.amountCents),
            source: advice.socialReturn.source,
          })}
        </p>
      )}
      <Select
        label={t('purchase.procedure')}
        value={chosen}
        options={procedures}
        onChange={(next) => onChange({ ...value, procedure: next === rule.procedure ? null : next })}
        pointer="/procedure"
        error={error}
      />
      {chosen !== rule.procedure && (
        <TextArea
          label={t('purchase.procedureWhy')}
          value={value.procedureReason ?? ''}
          onChange={(event) => onChange({ ...value, procedureReason: event.target.value || null })}
          required
          pointer="/procedureReason"
          error={error}
        />
      )}
    </section>
  );
}
