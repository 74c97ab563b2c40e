import { useTranslation } from '../../i18n/say';
import { SubNav } from '../../ui/basics';

export function AmbitionNav() {
  const { t } = useTranslation();
  return (
    <SubNav
      label={t('ambition.nav')}
      items={[
        { to: '/ambities', label: t('ambition.sessions') },
        { to: '/ambities/webben', label: t('webs.title') },
        { to: '/ambities/afspraken', label: t('agreed.title') },
      ]}
    />
  );
}
