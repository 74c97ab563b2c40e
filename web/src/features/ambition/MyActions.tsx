// What who is signed in promised in sessions.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';
import { ActionRows } from './Actions';

export function MyActions() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['ambition', 'actions'],
    queryFn: () => unwrap(api.GET('/ambition-actions')),
  });
  return (
    <div className="stack">
      <PageTitle title={t('actions.mine')} crumbs={[{ to: '/ambities', label: t('ambition.title') }]} />
      <Awaited data={data} error={error} />
      {data?.items.length === 0 && <p>{t('actions.noneMine')}</p>}
      {data && data.items.length > 0 && <ActionRows actions={data.items} withSession />}
    </div>
  );
}
