// The facts of a policy document as form fields; used for a new one and for changing one.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { useOpenUnits } from '../../api/queries';
import { Field, Select } from '../../ui/fields';
import { DayField } from '../../ui/values';

export type DocumentInput = Schema['DocumentInput'];

export const kinds = [
  'coalition_agreement',
  'mvoi_policy',
  'purchasing_policy',
  'sroi_policy',
  'department_policy',
  'implementation_rules',
  'national_plan',
  'manifest',
  'other',
] as const;
const levels = ['municipal', 'department', 'implementation', 'national'] as const;
const statuses = ['draft', 'consulted', 'adopted_college', 'adopted_council', 'expired'] as const;

export const emptyDocument: DocumentInput = {
  title: '',
  kind: 'coalition_agreement',
  level: 'municipal',
  unitId: null,
  validFrom: null,
  validTo: null,
  status: 'adopted_council',
  adoptedOn: null,
  adoptedDespite: null,
};

export function DocumentFields({
  value,
  onChange,
  error,
}: {
  value: DocumentInput;
  onChange: (value: DocumentInput) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const units = useOpenUnits();
  const set = (change: Partial<DocumentInput>) => onChange({ ...value, ...change });
  return (
    <>
      <Field
        label={t('policy.documentTitle')}
        value={value.title}
        onChange={(event) => set({ title: event.target.value })}
        required
        pointer="/title"
        error={error}
      />
      <div className="form__row">
        <Select
          label={t('policy.kindLabel')}
          value={value.kind}
          options={kinds.map((each) => ({ value: each, label: t(`policy.kind.${each}`) }))}
          onChange={(kind) =>
            set({
              kind: kind as DocumentInput['kind'],
              level:
                kind === 'department_policy'
                  ? 'department'
                  : kind === 'implementation_rules'
                    ? 'implementation'
                    : value.level,
            })
          }
        />
        <Select
          label={t('policy.levelLabel')}
          value={value.level}
          options={levels.map((each) => ({ value: each, label: t(`policy.level.${each}`) }))}
          onChange={(level) => set({ level: level as DocumentInput['level'] })}
        />
        <Select
          label={t('policy.statusLabel')}
          value={value.status}
          options={statuses.map((each) => ({ value: each, label: t(`policy.status.${each}`) }))}
          onChange={(status) => set({ status: status as DocumentInput['status'] })}
        />
        <Select
          label={t('app.unit')}
          value={value.unitId ?? ''}
          options={[{ value: '', label: '–' }, ...units.map((unit) => ({ value: unit.id, label: unit.name }))]}
          onChange={(unitId) => set({ unitId: unitId || null })}
          pointer="/unitId"
          error={error}
        />
        <DayField
          label={t('policy.validFrom')}
          day={value.validFrom}
          onDay={(day) => set({ validFrom: day })}
          pointer="/validFrom"
          error={error}
        />
        <DayField
          label={t('policy.validTo')}
          day={value.validTo}
          onDay={(day) => set({ validTo: day })}
          pointer="/validTo"
          error={error}
        />
        <DayField
          label={t('policy.adoptedOn')}
          day={value.adoptedOn}
          onDay={(day) => set({ adoptedOn: day })}
          pointer="/adoptedOn"
          error={error}
        />
      </div>
    </>
  );
}
