// Which lines of the check point at this document, each a way to its place.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { Status } from '../../ui/Status';
import { type Line, marks } from './check';
import { useSubject } from './CheckLine';

export function LinesHere({ purchase, doc, lines }: { purchase: string; doc: string; lines: Line[] }) {
  const { t } = useTranslation();
  const subject = useSubject();
  if (lines.length === 0) return null;
  return (
    <section className="stack stack--small" aria-labelledby="lines-here">
      <h2 id="lines-here" className="viewer__heading viewer__heading--below">
        {t('check.linesHere', { count: lines.length })}
      </h2>
      <ul className="list list--plain">
        {lines.map((line) => (
          <li key={line.key} className="stack stack--tight">
            <Status kind={line.settled ? 'done' : marks[line.state]}>{t(`check.state.${line.state}`)}</Status>
            <span>
              {subject(line)}{' '}
              {line.where
                .filter((place) => place.documentId === doc)
                .map((place, i) => (
                  <Link key={`${String(place.passage)}/${place.quote}`} to={`#p-${String(place.passage)}`}>
                    {place.page > 0 ? t('check.page', { page: place.page }) : t('check.placeNumber', { number: i + 1 })}{' '}
                    <span className="visually-hidden">{subject(line)} </span>
                  </Link>
                ))}
            </span>
          </li>
        ))}
      </ul>
      <Link to={`/inkopen/${purchase}/controle`}>{t('check.allLines')}</Link>
    </section>
  );
}
