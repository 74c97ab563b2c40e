// What policy says about a theme: the frame of the conversation.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { word } from '../../i18n';

export function Frame({ theme, heading: Heading = 'h2' }: { theme: Schema['SessionTheme']; heading?: 'h2' | 'h3' }) {
  const { t } = useTranslation();
  return (
    <div className="stack stack--small">
      <Heading>{t('ambition.frame')}</Heading>
      {theme.goals.length === 0 && theme.clauses.length === 0 && <p className="soft">{t('ambition.noFrame')}</p>}
      {theme.policyLevel !== null && theme.policyLevel !== undefined && (
        <p>
          {t('ambition.policyAsks', { level: theme.policyLevel, name: t(word('ambition.level', theme.policyLevel)) })}
        </p>
      )}
      {theme.goals.length > 0 && (
        <ul>
          {theme.goals.map((goal) => (
            <li key={goal.id}>
              {goal.title} {goal.target && <span className="soft">{goal.target}</span>}{' '}
              <span className="tag tag--plain">{t('level.asked', { level: goal.level })}</span>
            </li>
          ))}
        </ul>
      )}
      {theme.clauses.slice(0, 3).map((clause) => (
        <blockquote key={clause.id} className="quote">
          <p>{clause.text}</p>
          <footer className="soft small">{clause.document}</footer>
        </blockquote>
      ))}
    </div>
  );
}
