// Rows of a file as they are shown: questions with their answers, and tables of rows.
import { type FormEvent, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { date, exactEuros, readableDays } from '../../format';
import { Button } from '../../ui/basics';
import { Check } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Scroll } from '../../ui/list';
import type { Note, Preview, Row } from './calls';

export interface Given {
  note: Note;
  value: string;
  everywhere: boolean;
}

// Amounts and days are proposed as a file writes them without doubt; people read them their own way.
function readable(proposal: string) {
  if (/^\d+\.\d\d$/.test(proposal)) return exactEuros(Number(proposal));
  return /^\d{4}-\d\d-\d\d$/.test(proposal) ? date(proposal) : proposal;
}

// One cell that is asked about: what it may mean as buttons, another value by hand.
function Question({ note, answer }: { note: Note; answer: (given: Given) => void }) {
  const { t } = useTranslation();
  const [everywhere, setEverywhere] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    answer({ note, value: fieldValue(event.currentTarget, 'value'), everywhere: false });
  };
  const named = `${note.label} ${note.cell}`;
  return (
    <form className="stack stack--small" onSubmit={submit} aria-label={named}>
      <p>
        <span className="tag">{note.cell || t('imports.row')}</span> <strong>{note.label}</strong>{' '}
        {note.written && <q>{note.written}</q>}
        <br />
        {readableDays(note.message)}
      </p>
      {note.severity === 'question' && note.proposals.length > 0 && (
        <div className="row" role="group" aria-label={t('imports.proposals', { cell: note.cell })}>
          {note.proposals.map((each) => (
            <Button key={each} type="button" onClick={() => answer({ note, value: each, everywhere })}>
              {readable(each)}
            </Button>
          ))}
          <Check small checked={everywhere} onChange={(on) => setEverywhere(on)}>
            {t('imports.everywhere')}
          </Check>
        </div>
      )}
      {note.cell && (
        <div className="row">
          <label className="row">
            <span>
              {t('imports.other')}
              <span className="visually-hidden">{` ${note.cell}`}</span>
            </span>
            <input className="utrecht-textbox utrecht-textbox--html-input input" name="value" />
          </label>
          <Button type="submit">{t('imports.answer')}</Button>
        </div>
      )}
    </form>
  );
}

export function Questions({
  rows,
  answer,
  leave,
}: {
  rows: Row[];
  answer: (given: Given) => void;
  leave: (row: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <ul className="list">
      {rows.map((row) => (
        <li key={row.row} className="stack stack--small">
          <h3>
            {t('imports.rowNumber', { row: row.row })} {row.title}{' '}
            {row.fate === 'left' && <span className="tag">{t('imports.fate.left')}</span>}
          </h3>
          {row.notes
            .filter((note) => note.severity !== 'note')
            .map((note, i) => (
              <Question key={`${note.cell}${note.code}${i}`} note={note} answer={answer} />
            ))}
          {row.fate !== 'left' && (
            <div>
              <Button type="button" onClick={() => leave(row.row)}>
                {t('imports.leaveRow', { row: row.row })}
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

export function RowTable({ title, rows, preview }: { title: string; rows: Row[]; preview: Preview }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  const used = preview.columns.filter((each) => each.key);
  return (
    <section className="card stack stack--small">
      <h2>{title}</h2>
      <Scroll label={title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('imports.row')}</th>
              <th scope="col">{t('imports.becomes')}</th>
              {used.map((each) => (
                <th scope="col" key={each.letter}>
                  {each.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row}>
                <th scope="row">{row.row}</th>
                <td>
                  {t(`imports.fate.${row.fate}`)}
                  {row.strange && <div className="small">{row.strange}</div>}
                  {row.notes
                    .filter((note) => note.severity === 'note')
                    .map((note, i) => (
                      <div className="small" key={i}>
                        {note.cell} {readableDays(note.message)}
                      </div>
                    ))}
                  {row.changes.map((change) => (
                    <div className="small" key={change.field}>
                      {change.field}: {readableDays(change.before) || '–'} → {readableDays(change.after) || '–'}
                    </div>
                  ))}
                </td>
                {row.cells.map((cell, i) => (
                  <td key={i}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
