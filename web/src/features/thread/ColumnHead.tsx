// The head of a column: its name, what counts in it, and beside that what is only suggested and what is missing; each opens its rows.
import { useTranslation } from '../../i18n/say';
import { word } from '../../i18n';
import { number } from '../../format';
import { type Asked } from './asked';
import { type Layout } from './layout';
import { CountLink } from '../../ui/list';

export function ColumnHead({ column, asked }: { column: Layout['columns'][number]; asked: Asked }) {
  const { t } = useTranslation();
  const name = t(word('thread.column', column.name));
  const parts = [
    { rows: 'confirmed' as const, count: column.confirmed, text: number(column.confirmed) },
    {
      rows: 'suggested' as const,
      count: column.suggested,
      text: t('thread.count.suggested', { count: column.suggested }),
    },
    {
      rows: 'gaps' as const,
      count: column.gaps,
      text: t('thread.count.gaps', { count: column.gaps }),
    },
  ].filter((each, i) => i === 0 || each.count > 0);
  return (
    <g>
      <text className="column__name" x={column.x} y={14}>
        {name}
      </text>
      {parts.map((each, i) => (
        <CountLink
          count={each.count}
          key={each.rows}
          className="column__count"
          to={asked.rows(each.rows, { column: column.column })}
          aria-label={`${name}: ${each.text}`}
        >
          <rect x={column.x} y={20 + i * 24} width={column.width} height={24} />
          <text x={column.x} y={36 + i * 24}>
            {each.text}
          </text>
        </CountLink>
      ))}
    </g>
  );
}
