import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useGoals, usePeople } from '../../api/queries';
import { word } from '../../i18n';
import { Checks, Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { NumberField } from '../../ui/values';
import { type GoalInput, readPath, writePath } from './goalInput';

interface Props {
  value: GoalInput;
  onChange: (value: GoalInput) => void;
  error: unknown;
  self?: string;
}

function Measuring({
  value,
  set,
  error,
}: {
  value: GoalInput;
  set: (change: Partial<GoalInput>) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const [path, setPath] = useState(writePath(value.path));
  const text = (name: 'baseline' | 'baselineYear' | 'target' | 'targetYear', pointer: string) => (
    <NumberField
      label={t(`goal.${name}`)}
      step="any"
      value={value[name]}
      onValue={(next) => set({ [name]: next })}
      pointer={pointer}
      error={error}
    />
  );
  return (
    <>
      <h2>{t('goal.measure')}</h2>
      <div className="form__row">
        <Field
          label={t('goal.indicator')}
          value={value.indicator ?? ''}
          onChange={(event) => set({ indicator: event.target.value || null })}
          pointer="/indicator"
          error={error}
        />
        <Field
          label={t('goal.indicatorUnit')}
          value={value.indicatorUnit ?? ''}
          onChange={(event) => set({ indicatorUnit: event.target.value || null })}
          pointer="/indicatorUnit"
          error={error}
        />
      </div>
      <div className="form__row">
        {text('baseline', '/baseline')}
        {text('baselineYear', '/baselineYear')}
        {text('target', '/target')}
        {text('targetYear', '/targetYear')}
      </div>
      <TextArea
        label={t('goal.path')}
        value={path}
        onChange={(event) => {
          setPath(event.target.value);
          set({ path: readPath(event.target.value) });
        }}
        pointer="/path"
        error={error}
      />
    </>
  );
}

export function GoalFields({ value, onChange, error, self }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const people = usePeople().data?.items ?? [];
  const goals = useGoals().data?.items ?? [];
  const set = (change: Partial<GoalInput>) => onChange({ ...value, ...change });
  const none = { value: '', label: '–' };
  return (
    <>
      <Field
        label={t('goal.title')}
        value={value.title}
        onChange={(event) => set({ title: event.target.value })}
        required
        pointer="/title"
        error={error}
      />
      <TextArea
        label={t('goal.explanation')}
        value={value.explanation}
        onChange={(event) => set({ explanation: event.target.value })}
        pointer="/explanation"
        error={error}
      />
      <Checks
        legend={t('goal.themes')}
        pointer="/themes"
        options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
        chosen={value.themes}
        onChange={(themes) => set({ themes })}
      />
      <div className="form__row">
        <Select
          label={t('goal.level')}
          value={value.level}
          options={['municipal', 'department'].map((each) => ({ value: each, label: t(word('goal.levels', each)) }))}
          onChange={(level) => set({ level: level as GoalInput['level'] })}
        />
        <Select
          label={t('goal.unitId')}
          value={value.unitId ?? ''}
          options={[none, ...names.units.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={(unitId) => set({ unitId: unitId || null })}
          pointer="/unitId"
          error={error}
        />
        <Select
          label={t('goals.owner')}
          hint={t('goal.ownerHint')}
          value={value.ownerId ?? ''}
          options={[
            none,
            ...people.map((each) => ({
              value: each.id,
              label: `${each.name}${each.jobTitle ? ` – ${each.jobTitle}` : ''}`,
            })),
          ]}
          onChange={(ownerId) => set({ ownerId: ownerId || null })}
          pointer="/ownerId"
          error={error}
        />
        <Select
          label={t('goal.parentId')}
          value={value.parentId ?? ''}
          options={[
            none,
            ...goals.filter((each) => each.id !== self).map((each) => ({ value: each.id, label: each.title })),
          ]}
          onChange={(parentId) => set({ parentId: parentId || null })}
          pointer="/parentId"
          error={error}
        />
      </div>
      {value.level === 'department' && !value.parentId && (
        <Field
          label={t('goal.noParentReason')}
          value={value.noParentReason ?? ''}
          onChange={(event) => set({ noParentReason: event.target.value || null })}
          pointer="/noParentReason"
          error={error}
        />
      )}
      <details>
        <summary>
          {t('goal.sdgs')}
          {value.sdgs.length > 0 && `: ${value.sdgs.join(', ')}`}
        </summary>
        <Checks
          legend={t('goal.sdgs')}
          pointer="/sdgs"
          options={Array.from({ length: 17 }, (_, i) => ({
            value: String(i + 1),
            label: `${String(i + 1)} ${names.code('sdg', String(i + 1))}`,
          }))}
          chosen={value.sdgs.map(String)}
          onChange={(sdgs) => set({ sdgs: sdgs.map(Number).sort((a, b) => a - b) })}
        />
      </details>
      <Measuring value={value} set={set} error={error} />
    </>
  );
}
