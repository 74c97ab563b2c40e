import { useTranslation } from '../../i18n/say';
import { useLinkCounts } from '../thread/links';
import { SubNav } from '../../ui/basics';

export function PolicyNav() {
  const { t } = useTranslation();
  const waiting =
    useLinkCounts().data?.items.find((each) => each.upperKind === 'goal' && each.lowerKind === 'purchase')?.suggested ??
    0;
  return (
    <SubNav
      label={t('nav.policy')}
      items={[
        { to: '/beleid', label: t('nav.documents') },
        { to: '/beleid/doelen', label: t('nav.goals') },
        { to: '/beleid/rode-draad', label: t('nav.thread') },
        { to: '/beleid/koppelingen', label: waiting > 0 ? `${t('nav.links')} (${String(waiting)})` : t('nav.links') },
        { to: '/beleid/gaten', label: t('nav.gaps') },
        { to: '/beleid/manifest', label: t('nav.manifest') },
      ]}
    />
  );
}
