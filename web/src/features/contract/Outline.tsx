// The parts of a long page beside it, where there is room for it; on a phone one scrolls.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';

export function Outline({ parts }: { parts: { id: string; label: string }[] }) {
  const { t } = useTranslation();
  return (
    <nav className="outline no-print" aria-label={t('contract.onThisPage')}>
      <ul>
        {parts.map((each) => (
          <li key={each.id}>
            <Link to={`#${each.id}`}>{each.label}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
