import { useTranslation } from '../../i18n/say';
import { SubNav } from '../../ui/basics';

export function CriteriaNav() {
  const { t } = useTranslation();
  return (
    <SubNav
      label={t('criteria.nav')}
      items={[
        { to: '/criteria', label: t('criteria.search') },
        { to: '/criteria/passend', label: t('criteria.fitting') },
        { to: '/criteria/focus', label: t('focus.nav') },
        { to: '/criteria/voorstellen', label: t('criteria.proposals') },
      ]}
    />
  );
}
