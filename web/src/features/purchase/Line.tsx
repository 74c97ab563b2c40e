// One purchase in the calendar: two lines.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { date, euros } from '../../format';
import { ThemeStates } from './ThemeStates';

export function useSecond() {
  const { t } = useTranslation();
  return (line: Schema['PurchaseLine']) =>
    [
      line.publishOn ? date(line.publishOn) : t('purchase.noDay'),
      t(`purchase.status.${line.status}`),
      line.undecided > 0 ? t('purchase.undecided', { count: line.undecided }) : '',
      line.unless > 0 ? t('purchase.unless', { count: line.unless }) : '',
      line.budgetHolder ?? t('purchase.noHolder'),
    ]
      .filter(Boolean)
      .join(' · ');
}

export function Line({ line }: { line: Schema['PurchaseLine'] }) {
  const second = useSecond();
  return (
    <li className="line">
      <div className="line__words">
        <Link to={`/inkopen/${line.id}`}>{line.title}</Link>
        <div className="soft small">{second(line)}</div>
      </div>
      <div className="line__wide">
        <ThemeStates line={line} />
      </div>
      <span className="num">{euros(line.valueCents)}</span>
    </li>
  );
}
