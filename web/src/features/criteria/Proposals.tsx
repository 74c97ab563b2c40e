// What was proposed and waits for the keeper.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';
import { CriteriaNav } from './CriteriaNav';
import { CriterionCard } from './CriterionCard';

export function Proposals() {
  const { t } = useTranslation();
  const mayKeep = useMay('criteria.keep');
  const { data, error } = useQuery({
    queryKey: ['criteria', 'proposals'],
    queryFn: () => unwrap(api.GET('/criteria', { params: { query: { status: 'proposal' } } })),
  });
  return (
    <div className="stack">
      <PageTitle title={t('criteria.proposals')}>
        <Link to="/criteria/nieuw">{t('criteria.propose')}</Link>
      </PageTitle>
      <CriteriaNav />
      <Awaited data={data} error={error} />
      {data?.items.length === 0 && <p>{t('criteria.noProposals')}</p>}
      {data?.items.map((item) => (
        <CriterionCard key={item.id} item={item} />
      ))}
      {mayKeep && <Link to="/inlezen/criteria">{t('imports.title.criteria')}</Link>}
    </div>
  );
}
