// Figures of a record or of the whole, each a door to the rows that it counts.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { word } from '../../i18n';
import { euros, number } from '../../format';
import { purchaseColumn, requirementColumn, type Asked, type Picture, type PictureNode } from './asked';
import { CountLink } from '../../ui/list';

// A number as a link to its rows; nothing to open, no link.
export function Count({ value, to, label, text }: { value: number; to: string; label: string; text?: string }) {
  if (value === 0) return <>{text ?? number(0)}</>;
  if (text === undefined) return <CountLink to={to} count={value} aria-label={label} />;
  return (
    <Link to={to} aria-label={label}>
      {text}
    </Link>
  );
}

// The cells of a row of the table: purchases, euros, requirements, suggestions, gaps. Of what was bought itself, no purchases.
export function NodeFigures({ node, asked }: { node: PictureNode; asked: Asked }) {
  const { t } = useTranslation();
  const from = node.key;
  const bought = node.column >= purchaseColumn;
  const cell = (value: number, to: string, label: string, text?: string) => (
    <td className="num">
      <Count value={value} to={to} label={`${text ?? number(value)} · ${label}: ${node.title}`} text={text} />
    </td>
  );
  const purchases = asked.rows('confirmed', { column: purchaseColumn, from });
  return (
    <>
      {bought ? <td /> : cell(node.purchases, purchases, t('thread.figure.purchases'))}
      {bought ? (
        <td className="num">{node.column === purchaseColumn && node.valueCents > 0 ? euros(node.valueCents) : ''}</td>
      ) : (
        cell(node.valueCents, purchases, t('thread.figure.euros'), euros(node.valueCents))
      )}
      {node.column >= requirementColumn ? (
        <td />
      ) : (
        cell(
          node.requirements,
          asked.rows('confirmed', { column: requirementColumn, from }),
          t('thread.figure.requirements'),
        )
      )}
      {bought ? (
        <td />
      ) : (
        cell(node.suggested, asked.rows('suggested', { column: purchaseColumn, from }), t('thread.figure.suggested'))
      )}
      {cell(node.gaps, asked.rows('gaps', { from, record: node.key }), t('thread.figure.gaps'))}
    </>
  );
}

interface Figure {
  name: string;
  value: number;
  text?: string; // where the value is no count
  to: string;
}

// What came of it, in the order in which a council asks.
export function useFigures(picture: Picture | undefined, asked: Asked): Figure[] {
  const { t } = useTranslation();
  if (!picture) return [];
  const { figures, focus } = picture;
  const bought = (focus?.column ?? 0) >= purchaseColumn;
  const confirmed = (column: number) => asked.rows('confirmed', { column });
  const later = picture.columns
    .filter((column) => column.column > requirementColumn)
    .map((column) => ({
      name: t(word('thread.column', column.name)),
      value: column.confirmed,
      to: confirmed(column.column),
    }));
  const one = (name: string, value: number, to: string, text?: string) => ({
    name: t(word('thread.figure', name)),
    value,
    text,
    to,
  });
  return [
    ...(bought
      ? []
      : [
          one('goals', figures.goals, asked.rows('goals', {})),
          one('purchases', figures.purchases, confirmed(purchaseColumn)),
          one('euros', figures.valueCents, confirmed(purchaseColumn), euros(figures.valueCents)),
        ]),
    ...((focus?.column ?? 0) >= requirementColumn
      ? []
      : [one('requirements', figures.requirements, confirmed(requirementColumn))]),
    ...later,
    ...(bought ? [] : [one('suggested', figures.suggested, asked.rows('suggested', { column: purchaseColumn }))]),
    one('gaps', figures.gaps, asked.rows('gaps', {})),
  ];
}

export function FigureLine({ picture, asked }: { picture: Picture; asked: Asked }) {
  const all = useFigures(picture, asked);
  return (
    <dl className="figures">
      {all.map((each) => (
        <div key={each.name}>
          <dt>{each.name}</dt>
          <dd>
            <Count
              value={each.value}
              to={each.to}
              label={`${each.name}: ${each.text ?? number(each.value)}`}
              text={each.text}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}
