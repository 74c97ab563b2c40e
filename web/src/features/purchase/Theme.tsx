// One theme of a purchase: why this level, what is asked, what could be asked, and "unless".
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { word } from '../../i18n';
import { useNames } from '../../ui/names';
import { StateMark } from './Head';
import { isAwarded, type Purchase, type ThemeView } from './purchase';
import { type Suggested, SuggestionList } from './Suggestion';
import { UnlessPart } from './UnlessPart';

// Where the level comes from, each with its record behind it.
function Why({ theme }: { theme: ThemeView }) {
  const { t, i18n } = useTranslation();
  const duties =
    useQuery({ queryKey: ['duties'], queryFn: () => unwrap(api.GET('/impact-duties')), staleTime: Infinity }).data
      ?.items ?? [];
  return (
    <ul className="why">
      {theme.ambition && (
        <li>
          {t('purchase.why.ambition')}{' '}
          <Link to={`/ambities/afspraken?ambitie=${theme.ambitionId ?? ''}`}>{theme.ambition}</Link>
        </li>
      )}
      {theme.goals.map((goal) => (
        <li key={goal.id}>
          {t('purchase.why.goal')} <Link to={`/beleid/doelen/${goal.id}`}>{goal.title}</Link>
          {goal.clause && <span className="soft">{` — ${goal.document ?? ''}: “${goal.clause}”`}</span>}
        </li>
      ))}
      {theme.focus !== null && theme.focus !== undefined && (
        <li>
          {t('purchase.why.focus', { level: t(word('focus.level', theme.focus)), reason: theme.focusReason ?? '' })}{' '}
          {theme.focusContact && t('focus.ask', { name: theme.focusContact })}
        </li>
      )}
      {duties
        .filter((each) => theme.duties.includes(each.code))
        .map((each) => (
          <li key={each.code}>
            {t('purchase.why.duty')} {i18n.language === 'en' ? each.en : each.nl}{' '}
            <span className="soft">({each.source})</span>
          </li>
        ))}
      {theme.basis === 'norm' && !theme.ambition && theme.goals.length === 0 && <li>{t('purchase.why.norm')}</li>}
    </ul>
  );
}

function Suggestions({ purchase, theme, all }: { purchase: Purchase; theme: ThemeView; all: Suggested[] }) {
  const { t } = useTranslation();
  return (
    <>
      <SuggestionList purchase={purchase} theme={theme.theme} all={all} />
      <p className="row no-print">
        <Link
          to={`/criteria?${new URLSearchParams({ thema: theme.theme, inkoop: purchase.id, ...(purchase.category ? { categorie: purchase.category } : {}) }).toString()}`}
        >
          {t('purchase.searchLibrary')}
        </Link>
        <Link to={`/inkopen/${purchase.id}/eisen?eigen=${theme.theme}`}>{t('purchase.ownWords')}</Link>
      </p>
    </>
  );
}

export function Theme({
  purchase,
  theme,
  suggested,
}: {
  purchase: Purchase;
  theme: ThemeView;
  suggested: Suggested[];
}) {
  const { t } = useTranslation();
  const names = useNames();
  const mayEdit = useMay('purchase.edit') && !isAwarded(purchase.status);
  const chosen = purchase.requirements.filter((each) => each.state === 'chosen' && each.theme === theme.theme);
  const warnings = purchase.warnings.filter((each) => each.theme === theme.theme);
  return (
    <section className="card stack stack--small" aria-labelledby={`theme-${theme.theme}`} id={theme.theme}>
      <div className="row row--between">
        <h2 id={`theme-${theme.theme}`} className="row">
          <StateMark state={theme.state} /> {names.theme(theme.theme)}
        </h2>
        <span className="row">
          <span className="tag">{t(theme.secondLook ? 'secondLook.state' : `purchase.state.${theme.state}`)}</span>
          <span className="tag tag--plain">{`${theme.level} ${t(word('ambition.level', theme.level))}`}</span>
        </span>
      </div>
      <Why theme={theme} />
      {chosen.length > 0 && (
        <ul className="list" aria-label={t('purchase.asked')}>
          {chosen.map((each) => (
            <li key={each.id}>
              <Link to={`/inkopen/${purchase.id}/eisen#eis-${each.id}`}>{each.title}</Link>{' '}
              <span className="soft small">{names.code('instrument', each.instrument)}</span>
            </li>
          ))}
        </ul>
      )}
      {warnings.length > 0 && (
        <p>
          <Link to={`/inkopen/${purchase.id}/eisen#waarschuwingen`}>
            {t('purchase.warnings', { count: warnings.length })}
          </Link>
        </p>
      )}
      {mayEdit && theme.state !== 'unless' && chosen.length === 0 && (
        <Suggestions purchase={purchase} theme={theme} all={suggested} />
      )}
      {mayEdit && theme.state !== 'unless' && chosen.length > 0 && (
        <details className="no-print">
          <summary>{t('purchase.more')}</summary>
          <Suggestions purchase={purchase} theme={theme} all={suggested} />
        </details>
      )}
      <UnlessPart purchase={purchase} theme={theme} />
    </section>
  );
}
