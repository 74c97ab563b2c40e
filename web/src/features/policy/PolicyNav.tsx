import { useTranslation } from 'react-i18next';
import { SubNav } from '../../ui/basics';

export function PolicyNav() {
  const { t } = useTranslation();
  return (
    <SubNav
      label={t('nav.policy')}
      items={[
        { to: '/beleid', label: t('nav.documents') },
        { to: '/beleid/doelen', label: t('nav.goals') },
        { to: '/beleid/rode-draad', label: t('nav.thread') },
        { to: '/beleid/gaten', label: t('nav.gaps') },
        { to: '/beleid/manifest', label: t('nav.manifest') },
      ]}
    />
  );
}
