// What each role begins most often, one press from the start page.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { useSession } from '../../api/queries';

// In this order: of several roles the first one's; a citizen's is below, beside the goals.
const shortcuts = [
  { role: 'budget_holder', right: 'purchase.edit', to: '/inkopen/klein', label: 'start.shortcut.small' },
  { role: 'procurement_advisor', right: 'purchase.edit', to: '/inkopen/nieuw', label: 'start.shortcut.purchase' },
  { role: 'impact_advisor', right: 'ambition.edit', to: '/ambities/nieuw', label: 'start.shortcut.session' },
  { role: 'sroi_coordinator', right: 'contract.read', to: '/contracten?mijn=ja', label: 'start.shortcut.contracts' },
  { role: 'contract_manager', right: 'contract.read', to: '/contracten?mijn=ja', label: 'start.shortcut.contracts' },
  { role: 'director', right: 'policy.read', to: '/organisatie/beweging', label: 'start.shortcut.units' },
  { role: 'administrator', right: 'organisation.edit', to: '/beheer/mensen', label: 'start.shortcut.people' },
] as const;

export function Shortcut() {
  const { t } = useTranslation();
  const session = useSession().data;
  const found = shortcuts.find(
    (each) => session?.person.roles.includes(each.role) && session.permissions.includes(each.right),
  );
  if (!found) return null;
  return (
    <Link to={found.to} className="action no-print">
      {t(found.label)}
    </Link>
  );
}
