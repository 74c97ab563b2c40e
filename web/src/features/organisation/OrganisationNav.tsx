import { useTranslation } from '../../i18n/say';
import { useMay } from '../../api/queries';
import { SubNav } from '../../ui/basics';

export function OrganisationNav() {
  const { t } = useTranslation();
  const mayAsk = useMay('help.ask');
  return (
    <SubNav
      label={t('nav.organisation')}
      items={[
        { to: '/organisatie', label: t('organisation.units') },
        { to: '/organisatie/team', label: t('team.title') },
        { to: '/organisatie/beweging', label: t('progress.title') },
        ...(mayAsk ? [{ to: '/organisatie/hulpvragen', label: t('nav.help') }] : []),
      ]}
    />
  );
}
