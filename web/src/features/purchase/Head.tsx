// The top of every page of one purchase: what it is, how far it is, the six themes, and its pages.
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { euros } from '../../format';
import { PageTitle, SubNav } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { Presence } from '../../ui/Presence';
import type { Purchase } from './purchase';
import { Turn } from './Turn';

export function StateMark({ state }: { state: string }) {
  // A sign for who sees no colour: filled, struck through, question, open.
  return (
    <svg className="disc" viewBox="0 0 28 28" aria-hidden="true">
      <circle
        cx="14"
        cy="14"
        r="11.5"
        fill={state === 'applied' ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray={state === 'open' ? '4 3' : undefined}
      />
      {state === 'applied' && <path d="M8 14.5l4 4 8-9" fill="none" stroke="var(--tz-paper)" strokeWidth="3" />}
      {state === 'unless' && <path d="M7 21L21 7" stroke="currentColor" strokeWidth="3" />}
      {state === 'proposed' && <path d="M14 8v8M14 19.5v1" stroke="currentColor" strokeWidth="3" />}
    </svg>
  );
}

export function ThemeStrip({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <ul className="themes" aria-label={t('purchase.themes')}>
      {purchase.themes.map((theme) => (
        <li key={theme.theme} className={`themes__one themes__one--${theme.state}`}>
          <StateMark state={theme.state} />
          <span>
            {names.theme(theme.theme)} <span className="soft small">{t(`purchase.state.${theme.state}`)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function Head({ purchase, children }: { purchase: Purchase; children?: ReactNode }) {
  const { t } = useTranslation();
  const to = `/inkopen/${purchase.id}`;
  const chosen = purchase.requirements.filter((each) => each.state === 'chosen').length;
  return (
    <>
      <PageTitle title={purchase.title} crumbs={[{ to: '/inkopen', label: t('purchase.title') }]}>
        {children}
      </PageTitle>
      <p className="row">
        <span className="tag">{t(`purchase.status.${purchase.status}`)}</span>
        <span>{euros(purchase.valueCents)}</span>
        {purchase.unit && <span>{purchase.unit}</span>}
        {purchase.reference && <span className="soft">{purchase.reference}</span>}
        {!purchase.small && <span>{purchase.budgetHolder ?? t('purchase.noHolder')}</span>}
        {purchase.archived && <span className="tag tag--bad">{t('purchase.archived')}</span>}
      </p>
      <Presence page={to} />
      <Turn purchase={purchase} />
      <SubNav
        label={t('purchase.pages')}
        items={[
          { to, label: t('purchase.overview') },
          {
            to: `${to}/impact`,
            label:
              purchase.undecided > 0 ? t('purchase.impactOpen', { count: purchase.undecided }) : t('purchase.impact'),
          },
          { to: `${to}/eisen`, label: t('purchase.requirements', { count: chosen }) },
          ...(purchase.small
            ? []
            : [
                { to: `${to}/taken`, label: t('purchase.tasks', { count: purchase.tasksOpen }) },
                { to: `${to}/uitvraag`, label: t('purchase.call') },
              ]),
        ]}
      />
    </>
  );
}
