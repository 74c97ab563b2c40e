// How far a purchase is: what was decided of its themes, by shape, colour and word.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { Status } from '../../ui/Status';

export function ThemeStates({ line }: { line: Schema['PurchaseLine'] }) {
  const { t } = useTranslation();
  return (
    <span className="stack stack--tight">
      {line.undecided > 0 && <Status kind="open">{t('purchase.undecided', { count: line.undecided })}</Status>}
      {line.unless > 0 && <Status kind="unless">{t('purchase.unless', { count: line.unless })}</Status>}
      {line.applied > 0 && <Status kind="applied">{t('purchase.applied', { count: line.applied })}</Status>}
    </span>
  );
}
