// Criteria of a neighbour from CSV or XLSX, with the columns that are given out; all lines or none.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../api/client';
import { Button, ErrorSummary } from '../../ui/basics';

export function ReadTable() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const upload = useMutation({
    mutationFn: (body: FormData) => unwrap(api.POST('/criteria-table-imports', { body: body as never, bodySerializer: (form) => form as unknown as FormData })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['criteria'] }),
  });
  return (
    <form
      className="card form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        upload.mutate(new FormData(event.currentTarget));
      }}
    >
      <ErrorSummary error={upload.error} />
      {upload.data && (
        <p className="alert alert--note" role="status">
          {t('criteria.importDone', { added: upload.data.added, known: upload.data.known })}
        </p>
      )}
      <div className="field">
        <label htmlFor="criteria-file">{t('criteria.importTable')}</label>
        <input id="criteria-file" className="input" data-pointer="/files" type="file" name="files" required accept=".csv,.xlsx" />
      </div>
      <div>
        <Button type="submit" disabled={upload.isPending}>
          {t('purchase.read')}
        </Button>
      </div>
    </form>
  );
}
