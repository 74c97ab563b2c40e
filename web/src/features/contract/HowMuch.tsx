// How much was promised, in what, and who looks whether it is so.
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { Field } from '../../ui/fields';
import { NumberField } from '../../ui/values';

export interface Promised {
  figure: number | null;
  unit: string;
  verifier: string;
}

// As the server takes it.
export const bodyOf = ({ figure, unit, verifier }: Promised) => ({
  figure,
  indicatorUnit: unit || null,
  verifier: verifier || null,
});

export function HowMuch({
  promised,
  set,
  error,
  children,
}: {
  promised: Promised;
  set: (promised: Promised) => void;
  error: unknown;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="form__row">
      <NumberField
        label={t('contract.figure')}
        value={promised.figure}
        onValue={(figure) => set({ ...promised, figure })}
        min={0}
        step="any"
        pointer="/figure"
        error={error}
      />
      <Field
        label={t('contract.indicatorUnit')}
        value={promised.unit}
        onChange={(event) => set({ ...promised, unit: event.target.value })}
        pointer="/indicatorUnit"
        error={error}
      />
      <Field
        label={t('contract.verifier')}
        value={promised.verifier}
        onChange={(event) => set({ ...promised, verifier: event.target.value })}
        pointer="/verifier"
        error={error}
      />
      {children}
    </div>
  );
}
