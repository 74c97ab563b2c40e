// "Nu aan zet": who does what next on this purchase, with the one button for it.
import type { Say } from '../../i18n/say';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { useMay, useSession } from '../../api/queries';
import { date } from '../../format';
import { useNames } from '../../ui/names';
import { isPublic, nextSteps, type Purchase } from './purchase';

interface Next {
  mine: boolean;
  who: string;
  what: string;
  to: string;
  button: string;
}

function nextOf(
  purchase: Purchase,
  self: string,
  mayEdit: boolean,
  theme: (code: string) => string,
  t: Say,
): Next | null {
  if (purchase.archived || purchase.status === 'stopped' || purchase.status === 'ended') return null;
  const page = `/inkopen/${purchase.id}`;
  const look = purchase.themes.find((each) => each.secondLook);
  const proposed = purchase.themes.find((each) => each.state === 'proposed' && !each.secondLook);
  const open = purchase.themes.filter((each) => each.state === 'open');
  const holder = purchase.budgetHolder ?? t('purchase.noHolder');
  const advisor = purchase.advisor ?? t('turn.advisor');
  // One's own work before that of others.
  const isHolder = purchase.budgetHolderId === self;
  if (look && (look.mayLook || !proposed))
    return {
      mine: look.mayLook,
      who: look.lookNames || t('turn.nobody'),
      what: t('turn.look', { theme: theme(look.theme) }),
      to: `${page}/impact#${look.theme}`,
      button: t('turn.lookButton', { theme: theme(look.theme) }),
    };
  if (proposed)
    return {
      mine: isHolder,
      who: holder,
      what: t('turn.decide', { theme: theme(proposed.theme) }),
      to: `${page}/impact#${proposed.theme}`,
      button: t('turn.decideButton', { theme: theme(proposed.theme) }),
    };
  if (!purchase.budgetHolderId)
    return {
      mine: mayEdit,
      who: advisor,
      what: t('turn.holder'),
      to: `${page}/wijzigen`,
      button: t('turn.holderButton'),
    };
  if (open[0] && !isPublic(purchase.status))
    return {
      mine: mayEdit && (purchase.advisorId === self || isHolder),
      who: advisor,
      what: t('turn.themes', { count: open.length }),
      to: `${page}/impact#${open[0].theme}`,
      button: t('turn.themesButton'),
    };
  const step = nextSteps(purchase.status)[0];
  if (!step) return null;
  return {
    mine: mayEdit && (purchase.advisorId === self || isHolder),
    who: isPublic(purchase.status) ? (purchase.contractManager ?? advisor) : advisor,
    what: t('turn.step', { status: t(`purchase.status.${purchase.small ? 'ended' : step}`) }),
    to: `${page}#steps`,
    button: t('turn.stepButton'),
  };
}

export function Turn({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const names = useNames();
  const self = useSession().data?.person.id ?? '';
  const mayEdit = useMay('purchase.edit');
  const next = nextOf(purchase, self, mayEdit, (code) => names.theme(code).toLowerCase(), t);
  if (!next) return null;
  const until =
    purchase.publishOn && !isPublic(purchase.status) ? t('turn.before', { day: date(purchase.publishOn) }) : '';
  return (
    <div className="turn row row--between">
      <p>
        <strong>{t('turn.title')}</strong>{' '}
        {`${next.mine ? t('turn.you') : next.who}. ${next.what}${until ? ` ${until}` : ''}.`}
      </p>
      {(next.mine || mayEdit) && (
        <Link to={next.to} className="utrecht-button utrecht-button--primary-action no-print">
          {next.button}
        </Link>
      )}
    </div>
  );
}
