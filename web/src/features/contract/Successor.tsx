// The purchase that follows a contract, filled in with what the contract says; or one that is planned already.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Select } from '../../ui/fields';
import { PurchaseFields } from '../purchase/PurchaseFields';
import { useContract, useRefresh, type Contract } from './contract';
import { useSuccessor } from './Follows';

type Input = Schema['PurchaseInput'];

function Planned({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [wanted, setWanted] = useState('');
  const planned = useQuery({
    queryKey: ['purchases', 'planned'],
    queryFn: () =>
      unwrap(api.GET('/purchases', { params: { query: { statuses: ['planned', 'preparation'], pageSize: 100 } } })),
  }).data;
  const follow = useMutation({
    mutationFn: (purchase: string) =>
      unwrap(api.PUT('/contracts/{id}/successor/{purchase}', { params: { path: { id: contract.id, purchase } } })),
    onSuccess: async () => {
      await refresh();
      void navigate(`/contracten/${contract.id}`);
    },
  });
  const items = planned?.items ?? [];
  if (items.length === 0) return null;
  const purchase = items.find((each) => each.id === wanted)?.id ?? items[0]?.id ?? '';
  return (
    <form
      className="card form"
      aria-label={t('follow.choose')}
      onSubmit={(event) => {
        event.preventDefault();
        follow.mutate(purchase);
      }}
    >
      <ErrorSummary error={follow.error} />
      <Select
        label={t('follow.choose')}
        value={purchase}
        onChange={setWanted}
        options={items.map((each) => ({ value: each.id, label: each.title }))}
      />
      <div>
        <Button type="submit" disabled={follow.isPending}>
          {t('app.save')}
        </Button>
      </div>
    </form>
  );
}

function Form({ contract, proposal }: { contract: Contract; proposal: Input }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [value, setValue] = useState(proposal);
  const plan = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/contracts/{id}/successor', { params: { path: { id: contract.id } }, body: value })),
    onSuccess: async ({ id }) => {
      await refresh();
      void navigate(`/inkopen/${id}`);
    },
  });
  return (
    <form
      className="card form form--wide"
      aria-label={t('follow.plan')}
      onSubmit={(event) => {
        event.preventDefault();
        plan.mutate();
      }}
    >
      <p>{t('follow.intro')}</p>
      <ErrorSummary error={plan.error} />
      <div>
        <Button primary type="submit" disabled={plan.isPending}>
          {t('follow.save')}
        </Button>
      </div>
      <PurchaseFields value={value} onChange={setValue} error={plan.error} />
    </form>
  );
}

export function PlanSuccessor() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const contract = useContract(id);
  const { data, error } = useSuccessor(id);
  if (contract.error ?? error) return <PageError error={contract.error ?? error} />;
  if (!contract.data || !data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle
        title={t('follow.of', { title: contract.data.title })}
        crumbs={[
          { to: '/contracten', label: t('contract.title') },
          { to: `/contracten/${id}`, label: contract.data.title },
        ]}
      />
      <Form contract={contract.data} proposal={data.proposal} />
      <Planned contract={contract.data} />
    </div>
  );
}
