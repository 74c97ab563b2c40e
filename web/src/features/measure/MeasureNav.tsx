// The screens of this room, under their title.
import { useTranslation } from '../../i18n/say';
import { SubNav } from '../../ui/basics';

export function MeasureNav() {
  const { t } = useTranslation();
  return (
    <SubNav
      label={t('measure.title')}
      items={[
        { to: '/metingen', label: t('measure.title') },
        { to: '/metingen/doelen', label: t('measure.goals') },
        { to: '/metingen/indicatoren', label: t('measure.indicators') },
      ]}
    />
  );
}
