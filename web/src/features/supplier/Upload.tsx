// Answers as a table: the form with one's own questions, a file that is looked at before it is sent, and the way back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, unwrap } from '../../api/client';
import { sendFile } from '../../api/send';
import { dateTime } from '../../format';
import { Act, Button, ErrorNote, PageTitle } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { Inside } from './Inside';
import { useRefreshed } from './supplier';
import { type CellAnswer, Preview } from './UploadPreview';

const formats = ['xlsx', 'csv'] as const;

const fieldsOf = (answers: CellAnswer[]): Record<string, string> =>
  answers.length > 0 ? { answers: JSON.stringify({ answers }) } : {};

function useTakeBack() {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const [stayed, setStayed] = useState<string | null>(null);
  const run = async (id: string) => {
    const done = await unwrap(api.POST('/supplier/uploads/{id}/undoing', { params: { path: { id } } }));
    setStayed(t('supplier.uploadBack', { undone: done.undone, stayed: done.stayed }));
    await refresh();
  };
  return { stayed, run };
}

function Sent({ line, run }: { line: Schema['UploadLine']; run: (id: string) => Promise<void> }) {
  const { t } = useTranslation();
  const back = useMutation({ mutationFn: () => run(line.id) });
  const name = t('supplier.uploadOf', { at: dateTime(line.at), count: line.rows });
  return (
    <li>
      {name} {line.undoneAt && <span className="soft small">{t('supplier.uploadUndone')}</span>}
      {back.error && <ErrorNote error={back.error} />}
      {!line.undoneAt && (
        <Act of={name} disabled={back.isPending} onClick={() => back.mutate()}>
          {t('supplier.uploadTakeBack')}
        </Act>
      )}
    </li>
  );
}

function Screen() {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const offer = useUndo();
  const field = useId();
  const [file, setFile] = useState<File | null>(null);
  const [answers, setAnswers] = useState<CellAnswer[]>([]);
  const takeBack = useTakeBack();
  const { data: sentBefore } = useQuery({
    queryKey: ['supplier', 'uploads'],
    queryFn: () => unwrap(api.GET('/supplier/uploads')),
  });
  const look = useMutation({
    mutationFn: async ({ of, said }: { of: File; said: CellAnswer[] }) =>
      (await sendFile('/supplier/upload-previews', of, undefined, fieldsOf(said))) as Schema['UploadPreview'],
  });
  const send = useMutation({
    mutationFn: async (of: File) =>
      (await sendFile('/supplier/uploads', of, undefined, fieldsOf(answers))) as Schema['UploadSent'],
    onSuccess: async (done) => {
      look.reset();
      setFile(null);
      setAnswers([]);
      await refresh();
      offer(t('supplier.uploadSent', { answers: done.answers, placements: done.placements }), () =>
        takeBack.run(done.id),
      );
    },
  });
  const choose = (of: File | undefined) => {
    send.reset();
    setFile(of ?? null);
    setAnswers([]);
    if (of) look.mutate({ of, said: [] });
    else look.reset();
  };
  const answer = (said: CellAnswer) => {
    const next = [...answers.filter((each) => each.cell !== said.cell), said];
    setAnswers(next);
    if (file) look.mutate({ of: file, said: next });
  };
  return (
    <>
      <PageTitle title={t('supplier.upload')} />
      <section className="card stack stack--small" aria-labelledby="form">
        <h2 id="form">{t('supplier.uploadForm')}</h2>
        <p>{t('supplier.uploadFormHint')}</p>
        <p className="row">
          {formats.map((each) => (
            <a key={each} href={`/api/v1/supplier/answer-form?format=${each}`} download>
              {t('supplier.uploadDownload', { format: each.toUpperCase() })}
            </a>
          ))}
        </p>
      </section>
      <section className="card form" aria-labelledby="choose">
        <h2 id="choose">{t('supplier.uploadChoose')}</h2>
        <ErrorSummary error={look.error ?? send.error} />
        <div className="field">
          <label htmlFor={field}>{t('supplier.uploadFile')}</label>
          <p id={`${field}-hint`} className="soft small">
            {t('supplier.uploadFileHint')}
          </p>
          <input
            key={sentBefore?.items[0]?.id ?? 'none'}
            id={field}
            type="file"
            accept=".csv,.xlsx,.ods"
            disabled={look.isPending || send.isPending}
            aria-describedby={`${field}-hint`}
            onChange={(event) => choose(event.target.files?.[0])}
          />
        </div>
        {look.isPending && <p role="status">{t('supplier.uploadReading')}</p>}
      </section>
      {look.data && (
        <Preview preview={look.data} onAnswer={answer}>
          <Button
            primary
            disabled={
              send.isPending ||
              look.isPending ||
              look.data.refused + look.data.questions > 0 ||
              look.data.answers + look.data.placements === 0
            }
            onClick={() => {
              if (file) send.mutate(file);
            }}
          >
            {t('supplier.uploadSend')}
          </Button>
        </Preview>
      )}
      {takeBack.stayed && <p role="status">{takeBack.stayed}</p>}
      {sentBefore && sentBefore.items.length > 0 && (
        <section className="card stack stack--small" aria-labelledby="before">
          <h2 id="before">{t('supplier.uploadBefore')}</h2>
          <ul className="list">
            {sentBefore.items.map((each) => (
              <Sent key={each.id} line={each} run={takeBack.run} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

export function Upload() {
  return <Inside>{() => <Screen />}</Inside>;
}
