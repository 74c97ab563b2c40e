// One version of a document: what it is, how far the reading is or why it was refused, and what can be done with it.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { date, number } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { Status, type Kind } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { DocumentForm } from './DocumentForm';
import { busy, useDocumentsRefresh, type Document } from './dossier';

const shapes: Record<Document['state'], Kind> = {
  waiting: 'open',
  reading: 'proposed',
  read: 'done',
  refused: 'unless',
  cancelled: 'plain',
  failed: 'late',
};

// What who reads the list must know of the text: never left out.
function Remarks({ document }: { document: Document }) {
  const { t } = useTranslation();
  const said = [
    document.hidden > 0 ? t('dossier.hidden', { count: document.hidden }) : '',
    document.unread > 0 ? t('dossier.unread', { count: document.unread }) : '',
    document.pictures.length > 0
      ? t('dossier.pictures', { count: document.pictures.length, pages: document.pictures.join(', ') })
      : '',
  ].filter(Boolean);
  if (said.length === 0) return null;
  return (
    <ul className="small">
      {said.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

function Acts({ document, edit }: { document: Document; edit: () => void }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const refresh = useDocumentsRefresh(document.purchaseId);
  const params = { path: { id: document.id } };
  const archive = useMutation({
    mutationFn: () => unwrap(api.PUT('/documents/{id}/archiving', { params })),
    onSuccess: async () => {
      await refresh();
      offer(t('dossier.wasPutAway', { title: document.title }), async () => {
        await unwrap(api.DELETE('/documents/{id}/archiving', { params }));
        await refresh();
      });
    },
  });
  const stop = useMutation({
    mutationFn: () => unwrap(api.POST('/documents/{id}/cancellation', { params })),
    onSuccess: refresh,
  });
  const again = useMutation({
    mutationFn: () => unwrap(api.POST('/documents/{id}/reading', { params })),
    onSuccess: refresh,
  });
  const error = archive.error ?? stop.error ?? again.error;
  const name = `${document.title}, ${t('dossier.version', { number: document.number })}`;
  return (
    <>
      {error && <ErrorNote error={error} />}
      <div className="row no-print">
        {busy(document) && (
          <Act of={name} disabled={stop.isPending} onClick={() => stop.mutate()}>
            {t('dossier.stop')}
          </Act>
        )}
        {(document.state === 'cancelled' || document.state === 'failed') && (
          <Act of={name} disabled={again.isPending} onClick={() => again.mutate()}>
            {t('dossier.again')}
          </Act>
        )}
        {document.state === 'read' && (
          <Act of={name} onClick={edit}>
            {t('app.edit')}
          </Act>
        )}
        <Act of={name} disabled={archive.isPending} onClick={() => archive.mutate()}>
          {t('dossier.putAway')}
        </Act>
      </div>
    </>
  );
}

export function DocumentLine({
  document,
  all,
  mayEdit,
}: {
  document: Document;
  all: Document[]; // of the purchase
  mayEdit: boolean;
}) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const facts = [
    t(`dossier.kind.${document.kind}`),
    t('dossier.version', { number: document.number }),
    document.pages > 0 ? t('dossier.pages', { count: document.pages }) : '',
    document.state === 'read' ? t('dossier.findings', { count: document.findings }) : '',
    t('dossier.added', { name: document.addedName, day: date(document.addedAt) }),
    document.packedIn ? t('dossier.packedIn', { name: document.packedIn }) : '',
  ].filter(Boolean);
  return (
    <div className="stack stack--small">
      <p>
        <strong>
          {document.state === 'read' ? (
            <Link to={`/inkopen/${document.purchaseId}/documenten/${document.id}`}>{document.title}</Link>
          ) : (
            document.title
          )}
        </strong>{' '}
        <Status kind={shapes[document.state]}>{t(`dossier.state.${document.state}`)}</Status>{' '}
        <span className="soft small">{facts.join(' · ')}</span>
      </p>
      {document.reason && <p>{document.reason}</p>}
      {busy(document) && (
        <p role="status" className="small">
          <progress
            aria-label={t('dossier.progress', { title: document.title })}
            {...(document.totalCount > 0 ? { max: document.totalCount, value: document.doneCount } : {})}
          />{' '}
          {document.totalCount > 1 &&
            t('dossier.done', { done: number(document.doneCount), total: number(document.totalCount) })}
        </p>
      )}
      <Remarks document={document} />
      {editing && <DocumentForm document={document} all={all} close={() => setEditing(false)} />}
      {mayEdit && !editing && <Acts document={document} edit={() => setEditing(true)} />}
    </div>
  );
}
