// Files with an answer: what is there, what is on its way, and two ways to add: the camera of a phone, and a file.
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { evidenceKinds } from '../../api/send';
import { number } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { useUndo } from '../../ui/Undo';
import type { Files } from './files';
import { type Moment, useRefreshed } from './supplier';

type File = Schema['SupplierFile'];

function FileLine({ file, changeable }: { file: File; changeable: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const offer = useUndo();
  const params = { path: { id: file.id } };
  const name = file.name ?? t('supplier.fileGone');
  const remove = useMutation({
    mutationFn: () => unwrap(api.PUT('/supplier/evidence/{id}/removal', { params })),
    onSuccess: async () => {
      await refresh();
      offer(t('supplier.fileRemoved', { name }), async () => {
        await unwrap(api.DELETE('/supplier/evidence/{id}/removal', { params }));
        await refresh();
      });
    },
  });
  const readable = file.name && file.scan !== 'waiting' && file.scan !== 'infected';
  return (
    <li>
      {readable ? (
        <a href={`/api/v1/supplier/evidence/${file.id}/content`} download={name}>
          {name}
        </a>
      ) : (
        name
      )}
      <span className="soft small">
        {` ${t('supplier.fileSize', { size: number(Math.max(1, Math.round(file.sizeBytes / 1000))) })} · ${t(
          file.sent ? 'supplier.fileSent' : 'supplier.fileNotSent',
        )}`}
      </span>
      {remove.error && <ErrorNote error={remove.error} />}
      {changeable && (
        <>
          {' '}
          <Act of={name} className="plain no-print" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('supplier.remove')}
          </Act>
        </>
      )}
    </li>
  );
}

export function FileList({ moment, changeable = false }: { moment: Moment; changeable?: boolean }) {
  const { t } = useTranslation();
  if (moment.files.length === 0) return null;
  return (
    <ul className="list" aria-label={t('supplier.filesOf', { title: moment.title })}>
      {moment.files.map((each) => (
        <FileLine key={each.id} file={each} changeable={changeable} />
      ))}
    </ul>
  );
}

// What was chosen and is not there yet, or was refused.
export function WaitingFiles({ files }: { files: Files }) {
  const { t } = useTranslation();
  if (files.waiting.length === 0) return null;
  return (
    <ul className="list" role="status">
      {files.waiting.map((each, i) => (
        <li key={`${each.file.name}-${String(i)}`}>
          {each.fault ? <strong>{each.fault}</strong> : each.file.name} {each.offline && t('supplier.fileOffline')}
          {!each.fault && !each.offline && <progress max={1} value={each.part} aria-label={each.file.name} />}
          {(each.fault ?? each.offline) && (
            <Act of={each.file.name} onClick={() => files.drop(each)}>
              {t('supplier.fileDrop')}
            </Act>
          )}
        </li>
      ))}
    </ul>
  );
}

export function FilesPart({ moment, files }: { moment: Moment; files: Files }) {
  const { t } = useTranslation();
  const camera = useId();
  const field = useId();
  const take = (input: HTMLInputElement) => {
    files.add([...(input.files ?? [])]);
    input.value = '';
  };
  return (
    <fieldset className="stack stack--small">
      <legend>{t('supplier.files')}</legend>
      <p id={`${field}-hint`} className="soft small">
        {t('supplier.filesHint')}
      </p>
      <FileList moment={moment} changeable />
      <WaitingFiles files={files} />
      <div className="field touch-only">
        <label htmlFor={camera}>{t('supplier.photo')}</label>
        <input
          id={camera}
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => take(event.currentTarget)}
        />
      </div>
      <div className="field">
        <label htmlFor={field}>{t('supplier.file')}</label>
        <input
          id={field}
          type="file"
          multiple
          accept={evidenceKinds}
          aria-describedby={`${field}-hint`}
          onChange={(event) => take(event.currentTarget)}
        />
      </div>
    </fieldset>
  );
}
