// How a file is read: which sheet, which row, which columns; and by name what is not read.
import { useTranslation } from '../../i18n/say';
import { Button } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { type Choices, type Preview } from './calls';

export type Choose = (change: (now: Choices) => Partial<Choices>) => void;

// Which sheet, which row, which columns; and by name what is not read.
export function Read({ preview, choose }: { preview: Preview; choose: Choose }) {
  const { t } = useTranslation();
  const unused = preview.columns.filter((each) => !each.key);
  const letterOf = (key: string) => preview.columns.find((each) => each.key === key)?.letter ?? '';
  const map = (key: string, letter: string) =>
    choose((now) => ({
      columns: [
        ...now.columns.filter((each) => each.key !== key && (letter === '' || each.letter !== letter)),
        { key, letter },
      ],
    }));
  return (
    <section className="card stack stack--small" aria-labelledby="read">
      <h2 id="read">{t('imports.read')}</h2>
      {preview.headRow > 0 && (
        <p>
          {t(preview.sheet ? 'imports.readSheet' : 'imports.readFile', {
            sheet: preview.sheet,
            row: preview.headRow,
            format: preview.format.toUpperCase(),
          })}
        </p>
      )}
      {preview.sheets.length > 1 && (
        <Select
          label={t('imports.sheet')}
          value={preview.sheet}
          options={preview.sheets.map((each) => ({ value: each, label: each }))}
          onChange={(sheet) => choose(() => ({ sheet, headRow: null, columns: [] }))}
        />
      )}
      {preview.missing.length > 0 && (
        <p className="alert" role="alert">
          {t('imports.missing', { columns: preview.missing.join(', ') })}
        </p>
      )}
      {preview.missing.length > 0 && <HeadRow row={preview.headRow} choose={choose} />}
      {unused.length > 0 && (
        <p>
          {t(preview.kind === 'placements' ? 'imports.unread' : 'imports.unused', {
            columns: unused.map((each) => `${each.heading || '–'} (${each.letter})`).join(', '),
          })}
        </p>
      )}
      {preview.otherSheets.some(Boolean) && (
        <p>{t('imports.otherSheets', { sheets: preview.otherSheets.join(', ') })}</p>
      )}
      {preview.leftOut.length > 0 && (
        <>
          <h3>{t('imports.leftOut')}</h3>
          <ul className="list">
            {preview.leftOut.slice(0, 50).map((each) => (
              <li key={each.row} className="row">
                <span>
                  {t('imports.rowNumber', { row: each.row })} <q>{each.text}</q> {each.reason}
                </span>
                <Button type="button" onClick={() => choose((now) => ({ readRows: [...now.readRows, each.row] }))}>
                  {t('imports.readRow', { row: each.row })}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <details open={preview.missing.length > 0 || undefined}>
        <summary>{t('imports.mapping')}</summary>
        <div className="form">
          {preview.known.map((each) => (
            <Select
              key={each.key}
              label={each.label}
              value={letterOf(each.key)}
              options={[
                { value: '', label: t('imports.noColumn') },
                ...preview.columns.map((column) => ({
                  value: column.letter,
                  label: `${column.letter} ${column.heading}`,
                })),
              ]}
              onChange={(letter) => map(each.key, letter)}
            />
          ))}
        </div>
      </details>
    </section>
  );
}

// What was found as the row with the names of the columns may be another.
function HeadRow({ row, choose }: { row: number; choose: Choose }) {
  const { t } = useTranslation();
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        const headRow = Number(fieldValue(event.currentTarget, 'headRow'));
        choose(() => ({ headRow: headRow > 0 ? headRow : null, columns: [] }));
      }}
    >
      <label className="row">
        {t('imports.headRow')}
        <input
          className="utrecht-textbox utrecht-textbox--html-input input"
          name="headRow"
          type="number"
          min={1}
          max={200}
          defaultValue={row || 1}
          style={{ width: '6rem' }}
        />
      </label>
      <Button type="submit">{t('imports.useHeadRow')}</Button>
    </form>
  );
}
