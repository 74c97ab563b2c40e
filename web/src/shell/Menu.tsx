// The menu by phase of the work: at most seven groups on top, the pages of the group one is in below it, and on a phone all of
// it behind one button. What a person may not use is not there.
import { useTranslation } from '../i18n/say';
import { Link, useLocation } from 'react-router';
import type { Schema } from '../api/client';
import type { WordName } from '../i18n/words';

interface Item {
  to: string;
  label: WordName;
  permission: string;
  also?: string[]; // other beginnings of addresses that belong to it
}

const groups = [
  { key: 'start', items: [{ to: '/', label: 'nav.start', permission: 'signed-in' }] },
  { key: 'policy', items: [{ to: '/beleid', label: 'nav.policy', permission: 'policy.read' }] },
  { key: 'ambition', items: [{ to: '/ambities', label: 'nav.ambition', permission: 'ambition.read' }] },
  {
    key: 'purchases',
    items: [
      { to: '/inkopen', label: 'nav.purchases', permission: 'purchase.read', also: ['/inlezen/purchases'] },
      { to: '/criteria', label: 'nav.criteria', permission: 'criteria.read', also: ['/inlezen/criteria'] },
      { to: '/aankondigingen', label: 'nav.notices', permission: 'notices.read' },
      { to: '/komende-inkopen', label: 'nav.coming', permission: 'signed-in' },
    ],
  },
  {
    key: 'contracts',
    items: [
      { to: '/contracten', label: 'nav.group.contracts', permission: 'contract.read', also: ['/inlezen/contracts'] },
      { to: '/contracten/komt', label: 'nav.ahead', permission: 'contract.read' },
      { to: '/contracten/social-return', label: 'nav.socialReturn', permission: 'contract.read' },
      { to: '/metingen', label: 'nav.measurements', permission: 'measure.read' },
    ],
  },
  {
    key: 'market',
    items: [
      { to: '/ondernemers', label: 'nav.enterprises', permission: 'market.read', also: ['/inlezen/enterprises'] },
    ],
  },
  {
    key: 'accountability',
    items: [
      { to: '/waar-staan-we', label: 'nav.standing', permission: 'insight.read' },
      { to: '/openbaar', label: 'nav.publication', permission: 'publication.edit' },
    ],
  },
  { key: 'organisation', items: [{ to: '/organisatie', label: 'nav.organisation', permission: 'organisation.read' }] },
  {
    key: 'admin',
    items: [
      { to: '/beheer/mensen', label: 'nav.admin.people', permission: 'organisation.edit', also: ['/inlezen/people'] },
      { to: '/beheer/rollen', label: 'nav.admin.roles', permission: 'organisation.edit' },
      { to: '/beheer/onderdelen', label: 'nav.admin.units', permission: 'organisation.edit', also: ['/inlezen/units'] },
      { to: '/beheer/regels', label: 'nav.admin.rules', permission: 'purchase.settings' },
      { to: '/beheer/uiterlijk', label: 'nav.admin.look', permission: 'organisation.edit' },
      { to: '/beheer/koppelingen', label: 'nav.admin.keys', permission: 'organisation.edit' },
      { to: '/taken', label: 'nav.jobs', permission: 'jobs.manage' },
      { to: '/beheer/logboek', label: 'nav.audit', permission: 'audit.read' },
      { to: '/beheer/gezondheid', label: 'nav.admin.health', permission: 'organisation.edit' },
    ],
  },
] as const satisfies { key: string; items: Item[] }[];

const within = (path: string, beginning: string) =>
  beginning === '/' ? path === '/' : path === beginning || path.startsWith(`${beginning}/`);
const stands = (path: string, item: Item) => [item.to, ...(item.also ?? [])].some((each) => within(path, each));
// Of two that begin the same the longer one: a page below another is not that other.
const current = (path: string, items: readonly Item[]) =>
  items.filter((item) => stands(path, item)).sort((a, b) => b.to.length - a.to.length)[0];

export function Menu({ session }: { session: Schema['Current'] }) {
  const { t } = useTranslation();
  const path = useLocation().pathname;
  const shown = groups
    .map((group) => ({
      ...group,
      items: group.items.filter(
        (item: Item) => item.permission === 'signed-in' || session.permissions.includes(item.permission),
      ),
    }))
    .filter((group) => group.items.length > 0);
  const active = shown.find((group) => group.items.some((item) => stands(path, item)));
  return (
    <nav aria-label={t('app.menu')} className="menu">
      <ul className="nav">
        {shown.map((group) => (
          <li key={group.key}>
            <Link
              to={(group.items[0] as Item).to}
              aria-current={group === active ? (group.items.length > 1 ? 'true' : 'page') : undefined}
            >
              {t(`nav.group.${group.key}`)}
            </Link>
            {group.items.length > 1 && (
              <ul className={group === active ? 'nav__within' : 'nav__within nav__within--phone'}>
                {group.items.map((item: Item) => (
                  <li key={item.to}>
                    <Link to={item.to} aria-current={current(path, group.items) === item ? 'page' : undefined}>
                      {t(item.label)}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
