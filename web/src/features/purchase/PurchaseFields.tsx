// The fields of a purchase: the need before the product, then how much, who and when. The procedure is advised while typing.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../api/client';
import { usePeople } from '../../api/queries';
import { date, euros } from '../../format';
import { word } from '../../i18n';
import { Field, Select, TextArea } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { useNames } from '../../ui/names';
import { centsOf, euroText, natures, percentOf, useProcedureName, useProcedures, type PurchaseInput } from './purchase';

interface Props {
  value: PurchaseInput;
  onChange: (value: PurchaseInput) => void;
  error: unknown;
}

function Money({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value.valueCents > 0 ? euroText(value.valueCents) : '');
  const wrong = text !== '' && centsOf(text) === null;
  return (
    <div>
      <Field
        label={t('purchase.value')}
        hint={t('purchase.valueHint')}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange({ ...value, valueCents: centsOf(event.target.value) ?? 0 });
        }}
        pointer="/valueCents"
        error={error}
      />
      {wrong && <p className="field__error">{t('purchase.noAmount')}</p>}
    </div>
  );
}

// What is advised for this value, nature and day, with the rule and its source; another choice asks why.
function Procedure({ value, onChange, error }: Props) {
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

function Who({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const people = usePeople().data?.items ?? [];
  const none = { value: '', label: '–' };
  const list = (filter: (roles: string[]) => boolean) => [
    none,
    ...people.filter((each) => filter(each.roles)).map((each) => ({ value: each.id, label: each.name })),
  ];
  return (
    <div className="form__row">
      <Select
        label={t('purchase.unit')}
        value={value.unitId ?? ''}
        options={[none, ...names.units.map((each) => ({ value: each.id, label: each.name }))]}
        onChange={(next) => onChange({ ...value, unitId: next || null })}
        pointer="/unitId"
        error={error}
      />
      <Select
        label={t('purchase.holder')}
        hint={t('purchase.holderHint')}
        value={value.budgetHolderId ?? ''}
        options={list((roles) => roles.includes('budget_holder') || roles.includes('director'))}
        onChange={(next) => onChange({ ...value, budgetHolderId: next || null })}
        pointer="/budgetHolderId"
        error={error}
      />
      <Select
        label={t('purchase.advisor')}
        value={value.advisorId ?? ''}
        options={list((roles) => roles.includes('procurement_advisor'))}
        onChange={(next) => onChange({ ...value, advisorId: next || null })}
        pointer="/advisorId"
        error={error}
      />
      <Select
        label={t('purchase.contractManager')}
        value={value.contractManagerId ?? ''}
        options={list((roles) => roles.includes('contract_manager'))}
        onChange={(next) => onChange({ ...value, contractManagerId: next || null })}
        pointer="/contractManagerId"
        error={error}
      />
    </div>
  );
}

export function PurchaseFields(props: Props) {
  const { value, onChange, error } = props;
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const words = useDeferredValue(value.title.trim());
  const guess = useQuery({
    queryKey: ['guess', words],
    queryFn: () => unwrap(api.GET('/purchase-guess', { params: { query: { what: words } } })),
    enabled: words.length > 2 && !value.cpv && !value.category,
    placeholderData: (before) => before,
  }).data;
  const set = (part: Partial<PurchaseInput>) => onChange({ ...value, ...part });
  const day = (name: 'startOn' | 'publishOn' | 'awardOn' | 'contractFrom' | 'contractTo') => (
    <Field
      label={t(`purchase.${name}`)}
      type="date"
      value={value[name] ?? ''}
      onChange={(event) => set({ [name]: event.target.value || null })}
      pointer={`/${name}`}
      error={error}
    />
  );
  return (
    <>
      <TextArea
        label={t('purchase.need')}
        value={value.need}
        onChange={(event) => set({ need: event.target.value })}
        pointer="/need"
        error={error}
      />
      <p className="soft small">{t('purchase.needHint')}</p>
      <Field
        label={t('purchase.name')}
        value={value.title}
        onChange={(event) => set({ title: event.target.value })}
        required
        autoComplete="off"
        pointer="/title"
        error={error}
      />
      {guess?.category && !value.category && (
        <p className="row">
          <span>{t('purchase.looksLike', { category: categories.name(guess.category) })}</span>
          <button
            type="button"
            className="plain"
            onClick={() => set({ category: guess.category ?? null, cpv: guess.cpv ?? null, nature: guess.nature })}
          >
            {t('purchase.takeGuess')}
          </button>
        </p>
      )}
      <div className="form__row">
        <Select
          label={t('purchase.category')}
          value={value.category ?? ''}
          options={[
            { value: '', label: t('purchase.noCategory') },
            ...categories.items.map((each) => ({ value: each.code, label: each.name })),
          ]}
          onChange={(next) => set({ category: next || null })}
          pointer="/category"
          error={error}
        />
        <Field
          label={t('purchase.cpv')}
          hint={value.cpv ? names.cpv(value.cpv.slice(0, 2)) : t('purchase.cpvHint')}
          inputMode="numeric"
          value={value.cpv ?? ''}
          onChange={(event) => set({ cpv: event.target.value.replace(/\D.*$/, '') || null })}
          pointer="/cpv"
          error={error}
        />
        <Select
          label={t('purchase.natureLabel')}
          value={value.nature}
          options={natures.map((each) => ({ value: each, label: names.code('nature', each) }))}
          onChange={(next) => set({ nature: next as PurchaseInput['nature'] })}
        />
      </div>
      {value.nature === 'services' && (
        <label className="row">
          <input type="checkbox" checked={value.social} onChange={(event) => set({ social: event.target.checked })} />{' '}
          {t('purchase.social')}
        </label>
      )}
      <div className="form__row">
        <Money {...props} />
        <Field
          label={t('purchase.lots')}
          type="number"
          min={1}
          value={value.lots}
          onChange={(event) => set({ lots: Number(event.target.value) })}
          pointer="/lots"
          error={error}
        />
        <Field
          label={t('purchase.reference')}
          value={value.reference ?? ''}
          onChange={(event) => set({ reference: event.target.value || null })}
          pointer="/reference"
          error={error}
        />
      </div>
      <Who {...props} />
      <div className="form__row">
        {day('startOn')}
        {day('publishOn')}
        {day('awardOn')}
      </div>
      <div className="form__row">
        {day('contractFrom')}
        {day('contractTo')}
        <Field
          label={t('purchase.parties')}
          hint={t('purchase.partiesHint')}
          type="number"
          min={0}
          value={value.marketParties ?? ''}
          onChange={(event) => set({ marketParties: event.target.value === '' ? null : Number(event.target.value) })}
          pointer="/marketParties"
          error={error}
        />
      </div>
      <Procedure {...props} />
      <details>
        <summary>{t('purchase.market')}</summary>
        <TextArea
          label={t('purchase.marketNote')}
          value={value.marketNote}
          onChange={(event) => set({ marketNote: event.target.value })}
          pointer="/marketNote"
          error={error}
        />
      </details>
      {value.publishOn && <p className="soft small">{t('purchase.rulesOf', { day: date(value.publishOn) })}</p>}
    </>
  );
}
