// The files of one moment, placement or effort: what they are, who opened them, added and taken away while nobody judged.
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { evidenceKinds, reasonOf, sendFile } from '../../api/send';
import { date, number } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { useUndo } from '../../ui/Undo';
import type { Contract } from './contract';
import { paths, useEvidence, useEvidenceRefresh, type Evidence, type Owner } from './evidence';

const size = (bytes: number, unit: (name: 'kB' | 'MB', count: string) => string) =>
  bytes < 1_000_000
    ? unit('kB', number(Math.max(1, Math.round(bytes / 1000))))
    : unit('MB', number(Math.round(bytes / 100_000) / 10));

function FileLine({ file, contract, mayEdit }: { file: Evidence; contract: Contract; mayEdit: boolean }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const refresh = useEvidenceRefresh(contract.id);
  const params = { path: { id: file.id } };
  const name = file.name ?? t('contract.evidence.gone');
  const remove = useMutation({
    mutationFn: () => unwrap(api.PUT('/evidence/{id}/removal', { params })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.evidence.removed', { name }), async () => {
        await unwrap(api.DELETE('/evidence/{id}/removal', { params }));
        await refresh();
      });
    },
  });
  const readable = file.name && file.scan !== 'waiting' && file.scan !== 'infected';
  const facts = [
    t(`contract.evidence.kind.${file.kind}`),
    size(file.sizeBytes, (unit, count) => t(`contract.evidence.${unit}`, { size: count })),
    t('contract.evidence.added', { name: file.addedName, day: date(file.addedAt) }),
    file.seenName
      ? t('contract.evidence.seen', { name: file.seenName, day: date(file.seenAt) })
      : t('contract.evidence.unseen'),
    file.scan === 'waiting' ? t('contract.evidence.waiting') : '',
    file.scan === 'infected' ? t('contract.evidence.infected', { found: file.found ?? '' }) : '',
  ].filter(Boolean);
  return (
    <li>
      {readable ? (
        <a href={`/api/v1/evidence/${file.id}/content`} download={name}>
          {name}
        </a>
      ) : (
        name
      )}
      <span className="soft small">{` ${facts.join(' · ')}`}</span>
      {remove.error && <ErrorNote error={remove.error} />}
      {mayEdit && file.changeable && (
        <>
          {' '}
          <Act of={name} className="plain no-print" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('app.remove')}
          </Act>
        </>
      )}
    </li>
  );
}

interface Sending {
  name: string;
  part: number; // 0 to 1
  fault?: string;
}

function AddFiles({
  contract,
  owner,
  id,
  of,
  scanner,
  close,
}: {
  contract: Contract;
  owner: Owner;
  id: string;
  of: string;
  scanner: boolean;
  close: () => void;
}) {
  const { t } = useTranslation();
  const refresh = useEvidenceRefresh(contract.id);
  const field = useId();
  const [files, setFiles] = useState<Sending[]>([]);
  const [busy, setBusy] = useState(false);
  const say = (at: number, news: Partial<Sending>) =>
    setFiles((before) => before.map((each, i) => (i === at ? { ...each, ...news } : each)));
  // One after the other, so that each has its own answer and a phone its whole line.
  const send = async (chosen: File[]) => {
    setFiles(chosen.map((each) => ({ name: each.name, part: 0 })));
    setBusy(true);
    let refused = false;
    for (const [at, file] of chosen.entries()) {
      try {
        await sendFile(paths[owner](contract.id, id), file, (part) => say(at, { part }));
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
    <div className="stack stack--small no-print">
      <div className="field">
        <label htmlFor={field}>{t('contract.evidence.choose', { of })}</label>
        <p id={`${field}-hint`} className="soft small">
          {t('contract.evidence.hint')} {t(scanner ? 'contract.evidence.scanned' : 'contract.evidence.notScanned')}
        </p>
        <input
          id={field}
          type="file"
          multiple
          accept={evidenceKinds}
          disabled={busy}
          aria-describedby={`${field}-hint`}
          onChange={(event) => void send([...(event.target.files ?? [])])}
        />
      </div>
      {files.length > 0 && (
        <ul className="list" role="status">
          {files.map((each, i) => (
            <li key={`${each.name}-${String(i)}`}>
              {each.fault ? (
                <strong>{each.fault}</strong>
              ) : (
                <>
                  {each.name} <progress max={1} value={each.part} aria-label={each.name} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <Button type="button" disabled={busy} onClick={close}>
          {t('contract.evidence.close')}
        </Button>
      </div>
    </div>
  );
}

export function EvidencePart({
  contract,
  owner,
  id,
  of,
  open,
}: {
  contract: Contract;
  owner: Owner;
  id: string;
  of: string; // what it belongs to, for who hears the buttons
  open: boolean; // files can be added
}) {
  const { t } = useTranslation();
  const { data } = useEvidence(contract.id);
  const [adding, setAdding] = useState(false);
  const mayEdit = useMay('contract.edit') && open && contract.state !== 'settled';
  const files = (data?.items ?? []).filter((each) => each.owner === owner && each.ownerId === id);
  if (files.length === 0 && !mayEdit) return null;
  return (
    <>
      {files.length > 0 && (
        <ul className="list" aria-label={t('contract.evidence.of', { of })}>
          {files.map((each) => (
            <FileLine key={each.id} file={each} contract={contract} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {mayEdit && !adding && (
        <div className="row no-print">
          <Act of={of} onClick={() => setAdding(true)}>
            {t('contract.evidence.add')}
          </Act>
        </div>
      )}
      {adding && (
        <AddFiles
          contract={contract}
          owner={owner}
          id={id}
          of={of}
          scanner={data?.scanner ?? false}
          close={() => setAdding(false)}
        />
      )}
    </>
  );
}

// How long it is all kept, before it goes.
export function EvidenceTerm({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const { data } = useEvidence(contract.id);
  if (!data || data.items.length === 0) return null;
  return (
    <p className="soft small">
      {data.goesOn
        ? t('contract.evidence.goes', { day: date(data.goesOn) })
        : t('contract.evidence.goesAfter', { months: number(data.months) })}
    </p>
  );
}
