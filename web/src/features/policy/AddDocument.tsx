import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, Loading, PageTitle } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary } from '../../ui/fields';
import { DocumentFields, emptyDocument } from './DocumentFields';

export async function uploadEdition(document: string, form: FormData) {
  return unwrap(
    api.POST('/policy-documents/{id}/editions', {
      params: { path: { id: document } },
      body: form as never,
      bodySerializer: (each) => each as unknown as FormData,
    }),
  );
}

export function AddDocument() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const draft = useDraft('document/new', t('policy.add'), emptyDocument);
  const { value, set: setValue } = draft;
  // Kept when the upload fails, so that trying again makes no second document.
  const [made, setMade] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: async (form: FormData) => {
      const id = made ?? (await unwrap(api.POST('/policy-documents', { body: value }))).id;
      setMade(id);
      return uploadEdition(id, form);
    },
    onSuccess: async (started) => {
      await draft.done();
      await client.invalidateQueries({ queryKey: ['jobs'] });
      void navigate(`/taken/${started.jobId}`);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(new FormData(event.currentTarget));
  };
  if (!draft.ready) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('policy.add')} crumbs={[{ to: '/beleid', label: t('policy.title') }]} />
      <ErrorSummary error={add.error} />
      <form className="card form form--wide" onSubmit={submit}>
        {draft.note}
        <div className="field">
          <label htmlFor="files">{t('policy.file')}</label>
          <input
            id="files"
            className="input"
            data-pointer="/files"
            type="file"
            name="files"
            required
            accept=".pdf,.odt,.docx,.md,.html,.htm,.txt"
            onChange={(event) => {
              const name = event.target.files?.[0]?.name.replace(/\.[a-z]+$/i, '').replaceAll(/[-_]+/g, ' ') ?? '';
              if (!value.title && name) setValue({ ...value, title: name.charAt(0).toUpperCase() + name.slice(1) });
            }}
          />
        </div>
        <DocumentFields value={value} onChange={setValue} error={add.error} />
        <div>
          <Button primary type="submit" disabled={add.isPending}>
            {t(add.isPending ? 'app.sending' : 'policy.add')}
          </Button>
        </div>
      </form>
    </div>
  );
}
