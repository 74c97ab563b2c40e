// Files that come in, chosen or dropped: each with how far it is on its way, and why it was not taken.
import { useId, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { reasonOf } from '../../api/send';
import { Button } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { accepted, kinds, sendDocument, useDocumentsRefresh } from './dossier';

interface Sending {
  name: string;
  part: number; // 0 to 1
  fault?: string;
}

export function AddDocuments({ purchase, close }: { purchase: string; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useDocumentsRefresh(purchase);
  const field = useId();
  const [kind, setKind] = useState('');
  const [files, setFiles] = useState<Sending[]>([]);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const say = (at: number, news: Partial<Sending>) =>
    setFiles((before) => before.map((each, i) => (i === at ? { ...each, ...news } : each)));
  // One after the other, so that each has its own answer.
  const send = async (chosen: File[]) => {
    if (chosen.length === 0 || busy) return;
    setFiles(chosen.map((each) => ({ name: each.name, part: 0 })));
    setBusy(true);
    let refused = false;
    for (const [at, file] of chosen.entries()) {
      try {
        await sendDocument(purchase, file, kind, (part) => say(at, { part }));
        say(at, { part: 1 });
      } catch (error) {
        refused = true;
        say(at, { fault: reasonOf(error) });
      }
      await refresh();
    }
    setBusy(false);
    if (!refused) close();
  };
  return (
    <div
      className={`dropzone stack stack--small no-print${over ? ' dropzone--over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void send([...event.dataTransfer.files]);
      }}
    >
      <Select
        label={t('dossier.kindLabel')}
        hint={t('dossier.kindHint')}
        value={kind}
        onChange={setKind}
        options={[
          { value: '', label: t('dossier.byName') },
          ...kinds.map((each) => ({ value: each, label: t(`dossier.kind.${each}`) })),
        ]}
      />
      <div className="field">
        <label htmlFor={field}>{t('dossier.choose')}</label>
        <span id={`${field}-hint`} className="field__hint">
          {t('dossier.hint')}
        </span>
        <input
          id={field}
          type="file"
          multiple
          accept={accepted}
          disabled={busy}
          aria-describedby={`${field}-hint`}
          onChange={(event) => void send([...(event.target.files ?? [])])}
        />
      </div>
      {files.length > 0 && (
        <ul className="list" role="status">
          {files.map((each, i) => (
            <li key={`${each.name}-${String(i)}`}>
              {each.name}{' '}
              {each.fault ? (
                <strong>{each.fault}</strong>
              ) : (
                <progress max={1} value={each.part} aria-label={each.name} />
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <Button type="button" disabled={busy} onClick={close}>
          {t('dossier.close')}
        </Button>
      </div>
    </div>
  );
}
