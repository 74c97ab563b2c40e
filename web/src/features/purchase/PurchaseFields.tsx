// The fields of a purchase: the need before the product, then how much, who and when. The procedure is advised while typing.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay, usePeople, useSession } from '../../api/queries';
import { date } from '../../format';
import { useCategories } from '../../ui/criteria';
import { Check, Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { DayField, NumberField } from '../../ui/values';
import { natures, type PurchaseInput } from './purchase';
import { Money, Procedure, type Props } from './PurchaseMoney';

function Who({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const people = usePeople().data?.items ?? [];
  const none = { value: '', label: '–' };
  const list = (filter: (roles: string[]) => boolean) => [
    none,
    ...people.filter((each) => filter(each.roles)).map((each) => ({ value: each.id, label: each.name })),
  ];
  const invites = useMay('organisation.edit');
  const me = useSession().data?.person.id;
  const unitOf = (id: string | null | undefined) => people.find((each) => each.id === id)?.unitId ?? null;
  // The unit follows the budget holder, as long as nobody chose another.
  const holder = (id: string | null) => {
    const free = !value.unitId || value.unitId === unitOf(me) || value.unitId === unitOf(value.budgetHolderId);
    onChange({ ...value, budgetHolderId: id, unitId: (free && unitOf(id)) || value.unitId });
  };
  const holders = list((roles) => roles.includes('budget_holder') || roles.includes('director'));
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
        options={holders}
        onChange={(next) => holder(next || null)}
        pointer="/budgetHolderId"
        error={error}
      />
      {holders.length === 1 && (
        <p className="soft small">
          {t('purchase.noHolders')} {invites && <Link to="/beheer/mensen">{t('purchase.invite')}</Link>}
        </p>
      )}
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
    <DayField
      label={t(`purchase.${name}`)}
      day={value[name]}
      onDay={(day) => set({ [name]: day })}
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
        <Check checked={value.social} onChange={(on) => set({ social: on })}>
          {t('purchase.social')}
        </Check>
      )}
      <div className="form__row">
        <Money {...props} />
        <NumberField
          label={t('purchase.lots')}
          min={1}
          value={value.lots}
          onValue={(lots) => set({ lots: lots ?? 0 })}
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
        <NumberField
          label={t('purchase.parties')}
          hint={t('purchase.partiesHint')}
          min={0}
          value={value.marketParties}
          onValue={(marketParties) => set({ marketParties })}
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
