import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';

const mostBytes = 100 * 1024 * 1024;

export function Import() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useMutation({
    mutationFn: (body: FormData) =>
      unwrap(
        api.POST('/notice-imports', { body: body as never, bodySerializer: (form) => form as unknown as FormData }),
      ),
    onSuccess: async (started) => {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      void navigate(`/taken/${started.jobId}`);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const size = form.getAll('files').reduce((sum, file) => sum + (file instanceof File ? file.size : 0), 0);
    setTooLarge(size > mostBytes);
    if (size <= mostBytes) upload.mutate(form);
  };
  return (
    <div className="stack">
      <PageTitle title={t('import.title')} crumbs={[{ to: '/aankondigingen', label: t('notices.title') }]} />
      <p className="lead">{t('import.text')}</p>
      <ErrorSummary error={upload.error} />
      {tooLarge && (
        <p className="alert" role="alert">
          {t('import.tooLarge')}
        </p>
      )}
      <form className="card form" onSubmit={submit}>
        <div className="field">
          <label htmlFor="files">{t('import.files')}</label>
          <input
            id="files"
            className="input"
            data-pointer="/files"
            type="file"
            name="files"
            multiple
            required
            accept=".xml,.json,.jsonl,.gz,.zip"
          />
        </div>
        <div>
          <Button primary type="submit" disabled={upload.isPending}>
            {t(upload.isPending ? 'app.sending' : 'import.submit')}
          </Button>
        </div>
      </form>
    </div>
  );
}
