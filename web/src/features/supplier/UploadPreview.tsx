// What a table would send, before anything is sent: what is not read, every row that is refused or asked about, and the others.
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';
import { Act } from '../../ui/basics';
import { Status, type Kind } from '../../ui/Status';

export interface CellAnswer {
  cell: string;
  value: string; // empty: as if the cell were empty
}
type Row = Schema['UploadedRow'];
const shapes: Record<Row['fate'], Kind> = {
  sent: 'applied',
  same: 'plain',
  open: 'plain',
  question: 'open',
  refused: 'late',
};

function Line({ row, onAnswer }: { row: Row; onAnswer: (answer: CellAnswer) => void }) {
  const { t } = useTranslation();
  const about = [
    t(row.placement ? 'supplier.rowPlacement' : 'supplier.rowAnswer'),
    row.title,
    row.contract,
    row.municipality,
  ].filter(Boolean);
  return (
    <li>
      <Status kind={shapes[row.fate]}>{t(`supplier.rowFate.${row.fate}`)}</Status>{' '}
      {`${t('supplier.row', { row: row.row })} · ${(row.title || row.contract ? about : []).join(' · ')}`}
      {row.notes.map((note) => (
        <div key={`${note.cell}-${note.message}`}>
          {[note.column, note.cell].filter(Boolean).join(', ')}
          {note.column || note.cell ? ': ' : ''}
          {note.message}
          {note.asked && (
            <span className="row">
              {note.proposals.map((each) => (
                <Act key={each} of={note.cell} onClick={() => onAnswer({ cell: note.cell, value: each })}>
                  {t('supplier.rowTake', { value: each })}
                </Act>
              ))}
              <Act of={note.cell} onClick={() => onAnswer({ cell: note.cell, value: '' })}>
                {t('supplier.rowEmpty')}
              </Act>
            </span>
          )}
        </div>
      ))}
    </li>
  );
}

export function Preview({
  preview,
  onAnswer,
  children,
}: {
  preview: Schema['UploadPreview'];
  onAnswer: (answer: CellAnswer) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const troubled = preview.refused + preview.questions > 0;
  return (
    <section className="card stack stack--small" aria-labelledby="look">
      <h2 id="look">{t('supplier.uploadLook')}</h2>
      <p role="status">
        {[
          t('supplier.count.answers', { count: preview.answers }),
          t('supplier.count.placements', { count: preview.placements }),
          preview.same > 0 ? t('supplier.count.same', { count: preview.same }) : '',
          preview.open > 0 ? t('supplier.count.open', { count: preview.open }) : '',
          preview.questions > 0 ? t('supplier.count.questions', { count: preview.questions }) : '',
          preview.refused > 0 ? t('supplier.count.refused', { count: preview.refused }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {preview.notRead.length > 0 && (
        <p>
          {t('supplier.notRead', {
            columns: preview.notRead.map((each) => each.heading || each.letter).join(', '),
          })}
        </p>
      )}
      {troubled && <p>{t('supplier.uploadMend')}</p>}
      <ul className="list">
        {preview.rows.map((each) => (
          <Line key={each.row} row={each} onAnswer={onAnswer} />
        ))}
      </ul>
      <div className="no-print">{children}</div>
    </section>
  );
}
