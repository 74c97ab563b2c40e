// The municipality's own rules, under Beheer.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';
import { Terms } from '../../ui/Term';
import { Rules } from './Rules';

export function RulesPage() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['purchase-rules'], queryFn: () => unwrap(api.GET('/purchase-rules')) });
  return (
    <div className="stack">
      <PageTitle title={t('nav.admin.rules')} />
      <Terms of={['threshold', 'privately', 'mandate', 'socialReturn', 'pso']} />
      <Awaited data={data} error={error} />
      {data && <Rules rules={data} />}
    </div>
  );
}
