// What was said, by kind.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { word } from '../../i18n';
import { Act } from '../../ui/basics';

export const noteKinds = ['argument', 'condition', 'idea', 'needed'] as const;

export function Notes({
  notes,
  onHide,
  heading: Heading = 'h2',
}: {
  notes: Schema['Note'][];
  onHide?: (id: string) => void;
  heading?: 'h2' | 'h3';
}) {
  const { t } = useTranslation();
  return (
    <>
      {noteKinds.map((kind) => {
        const own = notes.filter((each) => each.kind === kind);
        if (own.length === 0) return null;
        return (
          <div key={kind} className="stack stack--small">
            <Heading>{t(`ambition.notes.${kind}`)}</Heading>
            <ul>
              {own.map((note) => (
                <li key={note.id}>
                  {note.text} {note.role && <span className="soft">({t(word('ambition.role', note.role))})</span>}{' '}
                  {onHide && (
                    <Act of={note.text} onClick={() => onHide(note.id)}>
                      {t('lead.hide')}
                    </Act>
                  )}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}
