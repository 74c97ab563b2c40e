// The municipality's own rules, tasks per procedure, and moving purchases when people leave or units change.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { PurchaseNav } from './PurchaseNav';
import { Rules } from './Rules';
import { SecondLookRoles } from './SecondLookRoles';
import { Templates } from './Templates';
import { Transfer } from './Transfer';

export function Settings() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['purchase-rules'], queryFn: () => unwrap(api.GET('/purchase-rules')) });
  const templates = useQuery({ queryKey: ['task-templates'], queryFn: () => unwrap(api.GET('/task-templates')) });
  const fault = error ?? templates.error;
  return (
    <div className="stack">
      <PageTitle title={t('purchase.settings')} />
      <PurchaseNav />
      {fault && <ErrorNote error={fault} />}
      {(!data || !templates.data) && !fault && <Loading />}
      {data && <Rules rules={data} />}
      <SecondLookRoles />
      {templates.data && <Templates all={templates.data.items} />}
      <Transfer />
    </div>
  );
}
