// A found record: its shape, its title with the words that answer, and what tells it apart.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { noteOf, type Hit } from './calls';

const shapes: Record<string, string> = {
  square: 'M3 3h10v10H3z',
  circle: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z',
  diamond: 'M8 1.5 14.5 8 8 14.5 1.5 8z',
  triangle: 'M8 2.5 14 13.5H2z',
  hexagon: 'M5 2.5h6L14.5 8 11 13.5H5L1.5 8z',
  flag: 'M3 2h10l-3 3.5L13 9H5v5H3z',
  bar: 'M2 9h3v5H2zM6.5 5h3v9h-3zM11 2h3v12h-3z',
  star: 'M8 1.5l2 4.3 4.7.6-3.4 3.3.9 4.7L8 12.1l-4.2 2.3.9-4.7L1.3 6.4l4.7-.6z',
};

export function Shape({ name }: { name: string }) {
  return (
    <svg className="shape" viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[name] ?? shapes.square} />
    </svg>
  );
}

// Offsets are characters (code points), as the server counts them.
export function Marked({ text, marks }: { text: string; marks: Schema['Mark'][] }) {
  const characters = Array.from(text);
  const pieces: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start < at) continue;
    pieces.push(
      { text: characters.slice(at, mark.start).join(''), marked: false },
      { text: characters.slice(mark.start, mark.end).join(''), marked: true },
    );
    at = mark.end;
  }
  pieces.push({ text: characters.slice(at).join(''), marked: false });
  return <>{pieces.map((piece, i) => (piece.marked ? <mark key={i}>{piece.text}</mark> : piece.text))}</>;
}

export function HitLines({ hit }: { hit: Hit }) {
  const { t } = useTranslation();
  return (
    <>
      {hit.text && (
        <span className="search__text small">
          <Marked text={hit.text} marks={hit.textMarks} />
        </span>
      )}
      <span className="soft small">
        {noteOf(hit)}
        {hit.archived && <span className="tag tag--plain">{t('search.archived')}</span>}
      </span>
    </>
  );
}
