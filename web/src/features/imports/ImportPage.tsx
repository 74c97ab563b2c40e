// One import: what it would do, its questions, the writing, and what it did.
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { number } from '../../format';
import { word } from '../../i18n';
import { fieldValue } from '../../ui/form';
import { Button, ErrorNote, ErrorSummary, Loading, PageTitle, Select } from '../../ui/basics';
import {
  homePath,
  isKind,
  recordPath,
  useChoose,
  usePreview,
  useStep,
  type Choices,
  type Kind,
  type Preview,
} from './calls';
import { Questions, RowTable, type Given } from './Rows';

const counted = ['added', 'changed', 'same', 'questions', 'wrong', 'left'] as const;

function Counts({ preview, names = counted }: { preview: Preview; names?: readonly (typeof counted)[number][] }) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      {names.map((name) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{t(`imports.count.${name}`)}</dt>
          <dd>{number(preview.counts[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

type Choose = (change: (now: Choices) => Partial<Choices>) => void;

// Which sheet, which row, which columns; and by name what is not read.
function Read({ preview, choose }: { preview: Preview; choose: Choose }) {
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
          {t('imports.unused', { columns: unused.map((each) => `${each.heading || '–'} (${each.letter})`).join(', ') })}
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

// A writing that failed: why, and by name what could not be taken back.
function Failed({ preview, kind, id }: { preview: Preview; kind: Kind; id: string }) {
  const { t } = useTranslation();
  const undo = useStep(kind, id, 'undoing');
  const left = preview.written.filter((each) => each.undone !== 'undone');
  return (
    <div className="alert stack stack--small" role="alert">
      <strong>{t(left.length > 0 ? 'imports.failedPartly' : 'imports.failed')}</strong>
      <ul>
        {preview.problems.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {left.length > 0 && <Written rows={left} kind={kind} />}
      {left.some((each) => !each.undone) && (
        <div>
          <Button disabled={undo.isPending} onClick={() => undo.mutate()}>
            {t('imports.undo')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Written({ rows, kind }: { rows: Preview['written']; kind: Kind }) {
  const { t } = useTranslation();
  return (
    <ul className="list">
      {rows.map((each) => (
        <li key={each.row}>
          <Link to={recordPath(kind, each.recordId)}>{each.title}</Link>{' '}
          <span className="tag">{t(`imports.fate.${each.action as 'added' | 'changed'}`)}</span>{' '}
          {each.undone && <span className="tag">{t(word('imports.undoneAs', each.undone))}</span>}
        </li>
      ))}
    </ul>
  );
}

function Waiting({ preview, kind, id }: { preview: Preview; kind: Kind; id: string }) {
  const { t } = useTranslation();
  const choosing = useChoose(kind, id);
  const writing = useStep(kind, id, 'writing');
  const choose: Choose = (change) => choosing.mutate(change);
  const answer = ({ note, value, everywhere }: Given) => {
    if (everywhere)
      choose((now) => ({
        rules: [
          ...now.rules.filter((each) => each.column !== note.column || each.code !== note.code),
          { column: note.column, code: note.code, choice: note.proposals.indexOf(value) },
        ],
      }));
    else
      choose((now) => ({
        answers: [...now.answers.filter((each) => each.cell !== note.cell), { cell: note.cell, value }],
      }));
  };
  const open = preview.counts.questions + preview.counts.wrong;
  return (
    <>
      {preview.state === 'failed' && <Failed preview={preview} kind={kind} id={id} />}
      <section className="card stack stack--small" aria-labelledby="counts">
        <h2 id="counts">{t('imports.would')}</h2>
        <Counts preview={preview} />
        <ErrorSummary error={writing.error ?? choosing.error} />
        {open > 0 && <p role="status">{t('imports.open', { count: open })}</p>}
        <label className="row">
          <input
            type="checkbox"
            checked={preview.choices.onlyRight}
            onChange={(event) => choose(() => ({ onlyRight: event.target.checked }))}
          />
          {t('imports.onlyRight')}
        </label>
        <div>
          <Button
            primary
            disabled={
              open > 0 || preview.counts.added + preview.counts.changed === 0 || writing.isPending || choosing.isPending
            }
            onClick={() => writing.mutate()}
          >
            {t('imports.write', { count: preview.counts.added + preview.counts.changed })}
          </Button>
        </div>
      </section>
      {preview.problemRows.length > 0 && (
        <section className="card stack stack--small" aria-labelledby="questions">
          <h2 id="questions">{t('imports.questions')}</h2>
          <Questions
            rows={preview.problemRows}
            answer={answer}
            leave={(row) => choose((now) => ({ leaveRows: [...now.leaveRows, row] }))}
          />
        </section>
      )}
      <Read preview={preview} choose={choose} />
      <RowTable title={t('imports.strange')} rows={preview.strangeRows} preview={preview} />
      <RowTable title={t('imports.changedRows')} rows={preview.changedRows} preview={preview} />
      <RowTable title={t('imports.firstRows')} rows={preview.firstRows} preview={preview} />
    </>
  );
}

function Working({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const id = preview.jobId ?? '';
  const { data } = useQuery({
    queryKey: ['jobs', id],
    enabled: id !== '',
    queryFn: () => unwrap(api.GET('/jobs/{id}', { params: { path: { id } } })),
    refetchInterval: 1000,
  });
  return (
    <section className="card stack stack--small">
      <p role="status">{t(preview.state === 'undoing' ? 'imports.undoing' : 'imports.writing')}</p>
      <progress max={Math.max(1, data?.totalCount ?? 1)} value={data?.doneCount ?? 0} aria-label={preview.fileName} />
    </section>
  );
}

function Done({ preview, kind, id }: { preview: Preview; kind: Kind; id: string }) {
  const { t } = useTranslation();
  const undo = useStep(kind, id, 'undoing');
  return (
    <>
      <section className="card stack stack--small" aria-labelledby="result">
        <h2 id="result">{t(preview.state === 'undone' ? 'imports.undone' : 'imports.done')}</h2>
        {preview.state === 'done' && <Counts preview={preview} names={['added', 'changed', 'same']} />}
        <ErrorSummary error={undo.error} />
        {preview.state === 'done' && preview.written.length > 0 && (
          <div>
            <Button disabled={undo.isPending} onClick={() => undo.mutate()}>
              {t('imports.undo')}
            </Button>
          </div>
        )}
      </section>
      {preview.written.length > 0 && (
        <section className="card stack stack--small" aria-labelledby="rows">
          <h2 id="rows">{t('imports.rows')}</h2>
          <Written rows={preview.written} kind={kind} />
        </section>
      )}
    </>
  );
}

export function ImportPage() {
  const { t } = useTranslation();
  const { kind: word = '', id = '' } = useParams();
  const kind = isKind(word) ? word : 'purchases';
  const { data, error } = usePreview(kind, id);
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle
        title={data.fileName}
        crumbs={[
          { to: homePath[kind], label: t(`imports.home.${kind}`) },
          { to: `/inlezen/${kind}`, label: t(`imports.title.${kind}`) },
        ]}
      />
      {(data.state === 'waiting' || data.state === 'failed') && <Waiting preview={data} kind={kind} id={id} />}
      {(data.state === 'writing' || data.state === 'undoing') && <Working preview={data} />}
      {(data.state === 'done' || data.state === 'undone') && <Done preview={data} kind={kind} id={id} />}
    </div>
  );
}
