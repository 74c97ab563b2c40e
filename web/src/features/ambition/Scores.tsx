// How a group scored: a bar per level, the median, and the same figures as a table with a row per role.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { number } from '../../format';
import { word } from '../../i18n';
import { Scroll } from '../../ui/list';
import { levelNumbers } from './room';

function Bars({ tally, policy }: { tally: Schema['Tally']; policy: number | null | undefined }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...tally.counts);
  return (
    <svg
      className="scores"
      viewBox="0 0 400 190"
      role="img"
      aria-label={t('ambition.scoresLabel', {
        median: tally.median === null || tally.median === undefined ? '–' : number(tally.median),
        lowest: tally.lowest ?? '–',
        highest: tally.highest ?? '–',
      })}
    >
      {levelNumbers.map((level) => {
        const count = tally.counts[level] ?? 0;
        const height = (count / most) * 100;
        return (
          <g key={level}>
            <rect className="scores__bar" x={level * 100 + 15} y={135 - height} width={70} height={height} />
            <text x={level * 100 + 50} y={128 - height} textAnchor="middle" className="scores__count">
              {count}
            </text>
            <text x={level * 100 + 50} y={155} textAnchor="middle">
              {level}
            </text>
            {policy === level && (
              <text x={level * 100 + 50} y={180} textAnchor="middle" className="scores__policy">
                {`▲ ${t('ambition.policyLine')}`}
              </text>
            )}
          </g>
        );
      })}
      <line x1="0" x2="400" y1="135" y2="135" className="scores__axis" />
      {tally.median !== null && tally.median !== undefined && (
        <path d={`M${tally.median * 100 + 42} 0 l16 0 l-8 10 z`} className="scores__median" />
      )}
    </svg>
  );
}

export function Scores({
  tally,
  policy,
  title,
  heading: Heading = 'h2',
}: {
  tally: Schema['Tally'];
  policy: number | null | undefined;
  title: string;
  heading?: 'h2' | 'h3';
}) {
  const { t } = useTranslation();
  const rows = [{ role: 'everybody', counts: tally.counts, median: tally.median }, ...tally.roles];
  return (
    <div className="stack stack--small">
      <Heading>{title}</Heading>
      <Bars tally={tally} policy={policy} />
      <p>
        {t('ambition.summary', {
          count: tally.votes,
          median: tally.median === null || tally.median === undefined ? '–' : number(tally.median),
        })}
        {tally.dontKnow > 0 && ` ${t('ambition.dontKnowCount', { count: tally.dontKnow })}`}
      </p>
      <Scroll label={`${title}: ${t('ambition.perRole')}`}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('ambition.who')}</th>
              {levelNumbers.map((level) => (
                <th key={level} scope="col">
                  {level}
                </th>
              ))}
              <th scope="col">{t('ambition.median')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.role}>
                <th scope="row">{t(word('ambition.role', row.role))}</th>
                {levelNumbers.map((level) => (
                  <td key={level}>{row.counts[level] ?? 0}</td>
                ))}
                <td>{row.median === null || row.median === undefined ? '–' : number(row.median)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {tally.motivations.length > 0 && (
        <>
          <p>
            <strong>{t('ambition.motivations')}</strong>
          </p>
          <ul className="stack stack--small">
            {tally.motivations.map((each, index) => (
              <li key={index}>
                <strong>{each.level ?? '?'}</strong> {each.text}{' '}
                <span className="soft">({t(word('ambition.role', each.role))})</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
