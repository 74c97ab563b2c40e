// A calendar of purchases in: CSV or XLSX; all lines or none.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, ErrorSummary, PageTitle } from '../../ui/basics';
import { useRefresh } from './purchase';

export function ImportPurchases() {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const upload = useMutation({
    mutationFn: (body: FormData) => unwrap(api.POST('/purchase-imports', { body: body as never, bodySerializer: (form) => form as unknown as FormData })),
    onSuccess: refresh,
  });
  return (
    <div className="stack">
      <PageTitle title={t('purchase.import')} crumbs={[{ to: '/inkopen', label: t('purchase.title') }]} />
      <p className="lead">{t('purchase.importText')}</p>
      <p>{t('purchase.importColumns')}</p>
      <p>
        <a href="/api/v1/purchase-exports?format=xlsx" download>
          {t('purchase.importExample')}
        </a>
      </p>
      <ErrorSummary error={upload.error} />
      {upload.data && (
        <p className="alert alert--note" role="status">
          {t('purchase.imported', { added: upload.data.added, changed: upload.data.changed })} <Link to="/inkopen/kalender">{t('purchase.toCalendar')}</Link>
        </p>
      )}
      <form
        className="card form"
        onSubmit={(event) => {
          event.preventDefault();
          upload.mutate(new FormData(event.currentTarget));
        }}
      >
        <div className="field">
          <label htmlFor="files">{t('purchase.file')}</label>
          <input id="files" className="input" data-pointer="/files" type="file" name="files" required accept=".csv,.xlsx" />
        </div>
        <div>
          <Button primary type="submit" disabled={upload.isPending}>
            {t(upload.isPending ? 'import.sending' : 'purchase.read')}
          </Button>
        </div>
      </form>
    </div>
  );
}
