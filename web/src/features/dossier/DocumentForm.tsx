// What somebody says of a document: its name, its kind, and of which document it is a version.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { bySeries, kinds, useDocumentsRefresh, type Document } from './dossier';

interface Said {
  title: string;
  kind: Document['kind'];
  versionOf: string | null;
}

export function DocumentForm({ document, all, close }: { document: Document; all: Document[]; close: () => void }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const refresh = useDocumentsRefresh(document.purchaseId);
  // Another version of it stands for its series; a document by itself has none.
  const sibling = all.find((each) => each.seriesId === document.seriesId && each.id !== document.id);
  const before: Said = { title: document.title, kind: document.kind, versionOf: sibling?.id ?? null };
  const [said, setSaid] = useState(before);
  const send = (version: number, body: Said) =>
    unwrap(
      api.PUT('/documents/{id}', {
        params: { path: { id: document.id }, header: { 'If-Match': `"${String(version)}"` } },
        body,
      }),
    );
  const save = useMutation({
    mutationFn: () => send(document.version, said),
    onSuccess: async (now) => {
      await refresh();
      close();
      offer(t('dossier.changed', { title: said.title }), async () => {
        await send(now.version, before);
        await refresh();
      });
    },
  });
  const others = bySeries(all.filter((each) => each.id !== document.id && each.state === 'read'));
  return (
    <form
      className="form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <Field
        label={t('dossier.name')}
        pointer="/title"
        error={save.error}
        required
        value={said.title}
        onChange={(event) => setSaid({ ...said, title: event.target.value })}
      />
      <Select
        label={t('dossier.kindLabel')}
        pointer="/kind"
        error={save.error}
        value={said.kind}
        onChange={(value) => setSaid({ ...said, kind: kinds.find((each) => each === value) ?? said.kind })}
        options={kinds.map((each) => ({ value: each, label: t(`dossier.kind.${each}`) }))}
      />
      <Select
        label={t('dossier.versionOf')}
        hint={t('dossier.versionOfHint')}
        pointer="/versionOf"
        error={save.error}
        value={said.versionOf ?? ''}
        onChange={(value) => setSaid({ ...said, versionOf: value || null })}
        options={[
          { value: '', label: t('dossier.byItself') },
          ...others.map(([first]) => ({ value: first.id, label: first.title })),
        ]}
      />
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={close}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
