// The documents of a purchase: what they are, how far the reading is, older versions, and what was put away.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { Awaited } from '../../ui/list';
import { useUndo } from '../../ui/Undo';
import { AddDocuments } from './AddDocuments';
import { DocumentLine } from './DocumentLine';
import { bySeries, useDocuments, useDocumentsRefresh, type Document } from './dossier';

function PutAway({ purchase, mayEdit }: { purchase: string; mayEdit: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const refresh = useDocumentsRefresh(purchase);
  const { data, error } = useDocuments(purchase, true, open);
  const offer = useUndo();
  const restore = useMutation({
    mutationFn: ({ id }: Document) => unwrap(api.DELETE('/documents/{id}/archiving', { params: { path: { id } } })),
    onSuccess: async (_, { id, title }) => {
      await refresh();
      offer(t('dossier.wasRestored', { title }), async () => {
        await unwrap(api.PUT('/documents/{id}/archiving', { params: { path: { id } } }));
        await refresh();
      });
    },
  });
  return (
    <details className="no-print" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('dossier.putAwayTitle')}</summary>
      {open && !data && <Awaited data={data} error={error} />}
      {restore.error && <ErrorNote error={restore.error} />}
      {data?.items.length === 0 && <p className="soft">{t('dossier.nonePutAway')}</p>}
      {data && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((each) => (
            <li key={each.id}>
              {each.title} <span className="soft small">{t('dossier.version', { number: each.number })}</span>{' '}
              {mayEdit && (
                <Act of={each.title} disabled={restore.isPending} onClick={() => restore.mutate(each)}>
                  {t('dossier.restore')}
                </Act>
              )}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

export function DocumentsPart({ purchase }: { purchase: string }) {
  const { t } = useTranslation();
  const mayEdit = useMay('purchase.edit');
  const [adding, setAdding] = useState(false);
  const { data, error } = useDocuments(purchase);
  const items = data?.items ?? [];
  return (
    <section className="card stack stack--small" aria-labelledby="documents">
      <h2 id="documents">{t('dossier.title')}</h2>
      {!data && <Awaited data={data} error={error} />}
      {data && items.length === 0 && <p className="soft">{t('dossier.empty')}</p>}
      {bySeries(items).map(([newest, ...older]) => (
        <div key={newest.seriesId} className="stack stack--small">
          <DocumentLine document={newest} all={items} mayEdit={mayEdit} />
          {older.length > 0 && (
            <details>
              <summary>{t('dossier.older', { count: older.length, title: newest.title })}</summary>
              <div className="stack stack--small">
                {older.map((each) => (
                  <DocumentLine key={each.id} document={each} all={items} mayEdit={mayEdit} />
                ))}
              </div>
            </details>
          )}
        </div>
      ))}
      {mayEdit && !adding && (
        <div className="row no-print">
          <Button type="button" onClick={() => setAdding(true)}>
            {t('dossier.add')}
          </Button>
        </div>
      )}
      {adding && <AddDocuments purchase={purchase} close={() => setAdding(false)} />}
      <PutAway purchase={purchase} mayEdit={mayEdit} />
    </section>
  );
}
