// The web: an axis per theme, lines with their own dashes and shapes so that it reads in black and white. Spread is a bar
// along the axis, policy a dashed circle; a mean is never drawn. The table beside it has the same figures.
import { useTranslation } from '../../i18n/say';

export interface Corner {
  label: string;
  level: number | null;
  lowest?: number | null;
  highest?: number | null;
  policy?: number | null;
}
export interface WebLine {
  label: string;
  levels: (number | null)[];
}

const centre = { x: 350, y: 220 };
// `aside`: lines that agree lie beside each other instead of over each other.
const point = (level: number, axis: number, axes: number, aside = 0) => {
  const angle = (2 * Math.PI * axis) / axes - Math.PI / 2;
  const radius = 16 + 50 * level + aside;
  return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
};
const path = (levels: (number | null)[], aside = 0) =>
  levels
    .map((level, axis) => ({ level, axis }))
    .filter((each): each is { level: number; axis: number } => each.level !== null)
    .map((each) => point(each.level, each.axis, levels.length, aside))
    .map((at) => `${at.x.toFixed(1)},${at.y.toFixed(1)}`)
    .join(' ');

const dashes = ['', '9 5', '2 4', '12 4 2 4', '5 2', '1 3'];

function Mark({ shape, x, y }: { shape: number; x: number; y: number }) {
  if (shape % 3 === 1) return <rect x={x - 5} y={y - 5} width="10" height="10" className="web__mark" />;
  if (shape % 3 === 2) return <path d={`M${x} ${y - 7} l7 12 h-14 z`} className="web__mark" />;
  return <circle cx={x} cy={y} r="5.5" className="web__mark" />;
}

export function Web({ corners, lines, label }: { corners: Corner[]; lines: WebLine[]; label: string }) {
  const { t } = useTranslation();
  const axes = corners.length;
  return (
    <figure className="web">
      <svg viewBox="0 0 700 440" role="img" aria-label={label}>
        {[0, 1, 2, 3].map((level) => (
          <g key={level}>
            <polygon points={path(corners.map(() => level))} className="web__ring" />
            <text x={centre.x + 10} y={point(level, 0, axes).y + 12} className="web__number">
              {level}
            </text>
          </g>
        ))}
        {corners.map((corner, axis) => {
          const end = point(3, axis, axes);
          const start = point(0, axis, axes);
          const text = point(3.45, axis, axes);
          const low = corner.lowest ?? null;
          const high = corner.highest ?? null;
          return (
            <g key={corner.label}>
              <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} className="web__ring" />
              {low !== null && high !== null && (
                <line
                  x1={point(low, axis, axes).x}
                  y1={point(low, axis, axes).y}
                  x2={point(high, axis, axes).x}
                  y2={point(high, axis, axes).y}
                  className="web__spread"
                />
              )}
              {corner.policy !== null && corner.policy !== undefined && (
                <circle
                  cx={point(corner.policy, axis, axes).x}
                  cy={point(corner.policy, axis, axes).y}
                  r="10"
                  className="web__policy"
                />
              )}
              <text
                x={text.x}
                y={text.y}
                textAnchor={text.x > centre.x + 20 ? 'start' : text.x < centre.x - 20 ? 'end' : 'middle'}
                dominantBaseline="middle"
              >
                {corner.label.length > 24 ? `${corner.label.slice(0, 22)}…` : corner.label}
              </text>
            </g>
          );
        })}
        {lines.map((line, index) => (
          <g key={line.label} className={`web__line web__line--${index % 6}`}>
            <polygon points={path(line.levels, -5 * index)} strokeDasharray={dashes[index % 6]} />
            {line.levels.map(
              (level, axis) =>
                level !== null && <Mark key={axis} shape={index} {...point(level, axis, axes, -5 * index)} />,
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        <ul className="tags">
          {lines.map((line, index) => (
            <li key={line.label} className="web__legend">
              <svg viewBox="0 0 44 14" aria-hidden="true" className={`web__line web__line--${index % 6}`}>
                <line x1="0" y1="7" x2="44" y2="7" strokeDasharray={dashes[index % 6]} />
                <Mark shape={index} x={22} y={7} />
              </svg>
              {line.label}
            </li>
          ))}
          {corners.some((corner) => corner.lowest !== null && corner.lowest !== undefined) && (
            <li className="web__legend">▬ {t('ambition.spread')}</li>
          )}
          {corners.some((corner) => corner.policy !== null && corner.policy !== undefined) && (
            <li className="web__legend">◌ {t('ambition.policyLine')}</li>
          )}
        </ul>
      </figcaption>
    </figure>
  );
}
