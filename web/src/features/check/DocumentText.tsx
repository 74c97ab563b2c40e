// The text of a document, passage by passage, with what was found and what the check points at.
import { useTranslation } from '../../i18n/say';
import { cut, type Span } from '../notices/highlight';
import { type Finding, grouped, type Line, type Passage } from './check';

export const idOfFinding = (finding: Finding) => `vondst-${String(finding.position)}`;

// Where a quote of the check stands, in characters.
function placeOf(text: string, quote: string): Span | null {
  const at = text.indexOf(quote);
  if (at < 0) return null;
  const start = Array.from(text.slice(0, at)).length;
  return { start, end: start + Array.from(quote).length, id: 'check' };
}

function PassageText({
  passage,
  findings,
  quotes,
  chosen,
  onChoose,
}: {
  passage: Passage;
  findings: Finding[];
  quotes: string[];
  chosen: Finding | undefined;
  onChoose: (finding: Finding) => void;
}) {
  const spans: Span[] = [
    ...findings.map((each) => ({ start: each.start, end: each.end, id: String(each.position) })),
    ...quotes.flatMap((quote) => placeOf(passage.text, quote) ?? []),
  ];
  const named = new Set<string>();
  return (
    <>
      {cut(passage.text, spans).map((piece, i) => {
        if (piece.ids.length === 0) return <span key={i}>{piece.text}</span>;
        const here = findings.filter((each) => piece.ids.includes(String(each.position)));
        const first = here.find((each) => !named.has(String(each.position)));
        here.forEach((each) => named.add(String(each.position)));
        const name = `hit ${piece.ids.includes('check') ? 'hit--check' : ''} ${here.some((each) => each === chosen) ? 'hit--chosen' : ''}`;
        return (
          <mark
            key={i}
            id={first ? idOfFinding(first) : undefined}
            className={name}
            aria-current={here.some((each) => each === chosen) ? 'true' : undefined}
            onClick={() => here[0] && onChoose(here[0])}
          >
            {piece.text}
          </mark>
        );
      })}
    </>
  );
}

export function DocumentText({
  doc,
  passages,
  findings,
  lines,
  chosen,
  onChoose,
}: {
  doc: string;
  passages: Passage[];
  findings: Finding[];
  lines: Line[];
  chosen: Finding | undefined;
  onChoose: (finding: Finding) => void;
}) {
  const { t } = useTranslation();
  const findingsOf = grouped(findings, (each) => each.passage);
  const quotesOf = grouped(
    lines.flatMap((line) => line.where.filter((place) => place.documentId === doc)),
    (place) => place.passage,
  );
  return (
    <article className="viewer__text source-text" aria-label={t('check.text')}>
      {passages.map((passage, i) => {
        const content = (
          <PassageText
            passage={passage}
            findings={findingsOf.get(passage.position) ?? []}
            quotes={[...new Set((quotesOf.get(passage.position) ?? []).map((place) => place.quote))]}
            chosen={chosen}
            onChoose={onChoose}
          />
        );
        const page = passage.page > 0 && passage.page !== passages[i - 1]?.page;
        const id = `p-${String(passage.position)}`;
        return (
          <div key={passage.position} className="viewer__passage" id={id} data-passage={passage.position}>
            {page && <span className="viewer__page small soft">{t('check.page', { page: passage.page })}</span>}
            {passage.kind === 'heading' ? (
              <h2 className={`viewer__heading viewer__heading--${passage.depth <= 1 ? 'top' : 'below'}`}>{content}</h2>
            ) : (
              <p className={passage.kind === 'item' ? 'viewer__item' : undefined}>
                {passage.label && <span className="soft">{passage.label} </span>}
                {content}
              </p>
            )}
            {passage.hidden && <span className="tag tag--bad">{t('check.hidden')}</span>}
            {passage.language === 'other' && <span className="tag tag--plain">{t('check.notRead')}</span>}
          </div>
        );
      })}
    </article>
  );
}
