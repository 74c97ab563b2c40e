// One import: what it would do, its questions, the writing, and what it did.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { number } from '../../format';
import { word } from '../../i18n';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { Check, ErrorSummary } from '../../ui/fields';
import { homePath, isKind, type Kind, type Preview, recordPath, useChoose, usePreview, useStep } from './calls';
import { type Choose, Read } from './Reading';
import { type Given, Questions, RowTable } from './Rows';

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
        <Check checked={preview.choices.onlyRight} onChange={(on) => choose(() => ({ onlyRight: on }))}>
          {t('imports.onlyRight')}
        </Check>
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
  if (error) return <PageError error={error} />;
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
