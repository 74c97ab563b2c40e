import { useTranslation } from '../../i18n/say';
import { useMay } from '../../api/queries';
import { SubNav } from '../../ui/basics';

export function PurchaseNav() {
  const { t } = useTranslation();
  const maySet = useMay('purchase.settings');
  return (
    <SubNav
      label={t('purchase.nav')}
      items={[
        { to: '/inkopen', label: t('purchase.list') },
        { to: '/inkopen/kalender', label: t('purchase.calendar') },
        { to: '/inkopen/tenzij', label: t('unless.nav') },
        { to: '/inkopen/cijfers', label: t('purchase.figures') },
        { to: '/inkopen/taken', label: t('task.nav') },
        ...(maySet ? [{ to: '/inkopen/instellingen', label: t('purchase.settings') }] : []),
      ]}
    />
  );
}
