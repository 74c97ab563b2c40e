// What an enterprise offers, one after another.
import { useTranslation } from '../../i18n/say';
import { Button } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Field, Select, TextArea } from '../../ui/fields';
import { MoneyField, NumberField } from '../../ui/values';
import { kinds, type Offering } from './market';

const empty: Offering = { title: '', description: '', kind: 'product', impact: '' };

function One({
  offering,
  at,
  onChange,
  onRemove,
  error,
}: {
  offering: Offering;
  at: string;
  onChange: (part: Partial<Offering>) => void;
  onRemove: () => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const categories = useCategories();
  return (
    <fieldset className="fields">
      <legend>{offering.title || t('market.newOffering')}</legend>
      <div className="form__row">
        <Field
          label={t('market.offeringTitle')}
          required
          value={offering.title}
          onChange={(event) => onChange({ title: event.target.value })}
          pointer={`${at}/title`}
          error={error}
        />
        <Select
          label={t('market.kindLabel')}
          value={offering.kind}
          onChange={(value) => onChange({ kind: value as Offering['kind'] })}
          options={kinds.map((each) => ({ value: each, label: t(`market.kind.${each}`) }))}
        />
      </div>
      <TextArea
        label={t('market.offeringDescription')}
        value={offering.description}
        onChange={(event) => onChange({ description: event.target.value })}
        pointer={`${at}/description`}
        error={error}
      />
      <div className="form__row">
        <MoneyField
          label={t('market.priceLabel')}
          cents={offering.priceCents ?? null}
          onCents={(priceCents) => onChange({ priceCents })}
          pointer={`${at}/priceCents`}
          error={error}
        />
        <Field
          label={t('market.unit')}
          value={offering.unit ?? ''}
          onChange={(event) => onChange({ unit: event.target.value || null })}
          pointer={`${at}/unit`}
          error={error}
        />
        <NumberField
          label={t('market.minimum')}
          value={offering.minimum ?? null}
          onValue={(minimum) => onChange({ minimum })}
          min={0}
          pointer={`${at}/minimum`}
          error={error}
        />
        <NumberField
          label={t('market.maximum')}
          value={offering.maximum ?? null}
          onValue={(maximum) => onChange({ maximum })}
          min={0}
          pointer={`${at}/maximum`}
          error={error}
        />
        <NumberField
          label={t('market.leadField')}
          value={offering.leadDays ?? null}
          onValue={(leadDays) => onChange({ leadDays })}
          min={0}
          pointer={`${at}/leadDays`}
          error={error}
        />
      </div>
      <div className="form__row">
        <Select
          label={t('market.category')}
          value={offering.category ?? ''}
          onChange={(value) => onChange({ category: value || null })}
          options={[
            { value: '', label: '–' },
            ...categories.items.map((each) => ({ value: each.code, label: each.name })),
          ]}
        />
        <Field
          label={t('market.cpv')}
          value={offering.cpv ?? ''}
          onChange={(event) => onChange({ cpv: event.target.value || null })}
          pointer={`${at}/cpv`}
          error={error}
        />
      </div>
      <Field
        label={t('market.impact')}
        hint={t('market.impactHint')}
        value={offering.impact}
        onChange={(event) => onChange({ impact: event.target.value })}
        pointer={`${at}/impact`}
        error={error}
      />
      <div>
        <button type="button" className="plain" onClick={onRemove}>
          {t('market.dropOffering')}
          <span className="visually-hidden">{` ${offering.title}`}</span>
        </button>
      </div>
    </fieldset>
  );
}

export function OfferingFields({
  list,
  onList,
  error,
}: {
  list: Offering[];
  onList: (list: Offering[]) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  return (
    <div className="stack stack--small">
      <h2>{t('market.offerings')}</h2>
      {list.map((each, i) => (
        <One
          key={each.id ?? `new-${String(i)}`}
          offering={each}
          at={`/offerings/${String(i)}`}
          onChange={(part) => onList(list.map((one, k) => (k === i ? { ...one, ...part } : one)))}
          onRemove={() => onList(list.filter((_, k) => k !== i))}
          error={error}
        />
      ))}
      <div>
        <Button type="button" onClick={() => onList([...list, empty])}>
          {t('market.addOffering')}
        </Button>
      </div>
    </div>
  );
}
