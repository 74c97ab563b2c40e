// The notice's own words, with every finding marked in its context.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { number } from '../../format';
import { word } from '../../i18n';
import { cut } from './highlight';

export function Texts({ detail }: { detail: Schema['NoticeDetail'] }) {
  const { t } = useTranslation();
  // A finding of a repeated sentence is kept once; its mark stands at the first place.
  const placed = new Set<string>();
  return (
    <>
      {detail.notice.texts.map((text, i) => {
        const spans = detail.findings
          .filter(
            (finding) =>
              finding.source === 'detected' && finding.place === text.place && finding.language === text.language,
          )
          .map((finding) => ({ start: finding.startAt, end: finding.endAt, id: finding.fingerprint }));
        return (
          <div key={i} className="stack stack--small" lang={text.language}>
            <h3>
              {t(word('field', text.field), text.field)}
              {text.lot && <span className="soft small"> · {t('notice.lot', { lot: text.lot })}</span>}
              {text.weight !== null && text.weight !== undefined && (
                <span className="soft small">
                  {' '}
                  ·{' '}
                  {t('notice.weight', {
                    weight: `${number(text.weight)}${text.weightUnit === 'points' ? t('notice.points') : t('notice.percent')}`,
                  })}
                </span>
              )}
              {detail.notice.languages.length > 1 && <span className="tag tag--plain">{text.language}</span>}
            </h3>
            <p className="source-text">
              {cut(text.text, spans).map((piece, k) => {
                if (piece.ids.length === 0) return <span key={k}>{piece.text}</span>;
                const first = piece.ids.find((id) => !placed.has(id));
                piece.ids.forEach((id) => placed.add(id));
                return (
                  <mark
                    key={k}
                    id={first ? `vondst-${first}` : undefined}
                    className="hit"
                    tabIndex={first ? -1 : undefined}
                  >
                    {piece.text}
                  </mark>
                );
              })}
            </p>
          </div>
        );
      })}
    </>
  );
}
