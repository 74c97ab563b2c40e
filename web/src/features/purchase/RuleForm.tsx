// One rule: for what, from which amount, what then holds, and from which day.
import { useState, type FormEvent } from 'react';
import { useTranslation } from '../../i18n/say';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { DayField, MoneyField, PercentField } from '../../ui/values';
import { useProcedures } from './purchase';
import type { Line } from './rules';

const natures = ['works', 'supplies', 'services', 'social'] as const;

interface Props {
  name: string;
  start: Line;
  pointer: string; // where the server speaks of it
  error: unknown;
  pending: boolean;
  save: (line: Line) => void;
  cancel: () => void;
}

export function RuleForm({ name, start, pointer, error, pending, save, cancel }: Props) {
  const { t } = useTranslation();
  const procedures = useProcedures();
  const [line, setLine] = useState(start);
  const { rule } = line;
  const change = (part: Partial<Line['rule']>) => setLine({ ...line, rule: { ...line.rule, ...part } } as Line);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ ...line, rule: { ...line.rule, verified: true } } as Line);
  };
  return (
    <form className="form form--wide" aria-label={name} onSubmit={submit}>
      <ErrorSummary error={error} />
      <div className="form__row">
        <Select
          label={t('rules.natureLabel')}
          value={rule.nature}
          options={natures.map((one) => ({ value: one, label: t(`rules.nature.${one}`) }))}
          onChange={(nature) => change({ nature })}
        />
        <MoneyField
          label={t('rules.from')}
          cents={rule.fromCents}
          onCents={(cents) => change({ fromCents: cents ?? 0 })}
          pointer={`${pointer}/fromCents`}
          error={error}
        />
        {line.list === 'procedures' ? (
          <Select
            label={t('rules.what')}
            value={line.rule.procedure}
            options={procedures}
            onChange={(procedure) => change({ procedure })}
          />
        ) : (
          <PercentField
            label={t('rules.percent')}
            basisPoints={line.rule.percentBp}
            onBasisPoints={(percentBp) => change({ percentBp: percentBp ?? 0 })}
            pointer={`${pointer}/percentBp`}
            error={error}
          />
        )}
      </div>
      <div className="form__row">
        <DayField
          label={t('rules.validFrom')}
          hint={t('rules.effect')}
          day={rule.validFrom}
          onDay={(day) => change({ validFrom: day ?? '' })}
          required
          pointer={`${pointer}/validFrom`}
          error={error}
        />
        <DayField
          label={t('rules.validTo')}
          day={rule.validTo}
          onDay={(day) => change({ validTo: day ?? '' })}
          required
          pointer={`${pointer}/validTo`}
          error={error}
        />
        <Field
          label={t('rules.source')}
          required
          value={rule.source}
          onChange={(event) => change({ source: event.target.value })}
          pointer={`${pointer}/source`}
          error={error}
        />
      </div>
      <div className="row">
        <Button primary type="submit" disabled={pending}>
          {t('rules.keep')}
        </Button>
        <Button type="button" onClick={cancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
