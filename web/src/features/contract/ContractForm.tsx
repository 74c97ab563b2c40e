// A contract made or changed: the few things that it needs to be in force, and what people look for later.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useOpenUnits, usePeople } from '../../api/queries';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { DayField, MoneyField, NumberField } from '../../ui/values';
import { risks, seen, useContract, useRefresh, type Contract } from './contract';
import { MoreFields } from './MoreFields';
import { PartyField } from './PartyField';
import { Winners } from './Winners';

type Input = Schema['ContractInput'];

const renewals = ['none', 'option', 'tacit'] as const;

const inputOf = (contract: Contract | undefined): Input => ({
  reference: contract?.reference ?? null,
  title: contract?.title ?? '',
  lot: contract?.lot ?? null,
  partyId: contract?.partyId ?? null,
  purchaseId: contract?.purchaseId ?? null,
  category: contract?.category ?? null,
  unitId: contract?.unitId ?? null,
  valueCents: contract?.valueCents ?? null,
  ceilingCents: contract?.ceilingCents ?? null,
  startOn: contract?.startOn ?? null,
  endOn: contract?.endOn ?? null,
  renewal: contract?.renewal ?? 'none',
  renewalMonths: contract?.renewalMonths ?? null,
  notice: contract?.notice ?? null,
  noticeUnit: contract?.noticeUnit ?? null,
  managerId: contract?.managerId ?? null,
  deputyId: contract?.deputyId ?? null,
  budgetHolderId: contract?.budgetHolderId ?? null,
  coordinatorId: contract?.coordinatorId ?? null,
  risk: contract?.risk ?? null,
  frameworkId: contract?.frameworkId ?? null,
  indexClause: contract?.indexClause ?? null,
  labourShareBp: contract?.labourShareBp ?? null,
  awardedOn: contract?.awardedOn ?? null,
});

function Form({ contract }: { contract?: Contract }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const units = useOpenUnits();
  const people = usePeople().data?.items ?? [];
  const [input, setInput] = useState(() => inputOf(contract));
  const set = (part: Partial<Input>) => setInput((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: async () => {
      if (!contract) return (await unwrap(api.POST('/contracts', { body: input }))).id;
      await unwrap(
        api.PUT('/contracts/{id}', {
          params: { path: { id: contract.id }, header: seen(contract.version) },
          body: input,
        }),
      );
      return contract.id;
    },
    onSuccess: async (id) => {
      await refresh();
      await navigate(`/contracten/${id}`);
    },
  });
  const error = save.error;
  const person = (label: string, name: 'managerId' | 'budgetHolderId' | 'coordinatorId') => (
    <Select
      label={label}
      value={input[name] ?? ''}
      onChange={(value) => set({ [name]: value || null })}
      options={[{ value: '', label: '–' }, ...people.map((each) => ({ value: each.id, label: each.name }))]}
      pointer={`/${name}`}
      error={error}
    />
  );
  return (
    <form
      className="form form--wide card"
      aria-label={t('contract.one')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={error} />
      <Field
        label={t('contract.titleLabel')}
        required
        value={input.title}
        onChange={(event) => set({ title: event.target.value })}
        pointer="/title"
        error={error}
      />
      <div className="form__row">
        <Field
          label={t('contract.number')}
          value={input.reference ?? ''}
          onChange={(event) => set({ reference: event.target.value || null })}
          pointer="/reference"
          error={error}
        />
        <Field
          label={t('contract.lot')}
          value={input.lot ?? ''}
          onChange={(event) => set({ lot: event.target.value || null })}
          pointer="/lot"
          error={error}
        />
      </div>
      <PartyField
        id={input.partyId ?? ''}
        name={contract?.party ?? ''}
        onParty={(partyId) => set({ partyId })}
        error={error}
      />
      {contract?.purchaseId && <Winners id={contract.id} onParty={(partyId) => set({ partyId })} />}
      <div className="form__row">
        <MoneyField
          label={t('contract.awarded')}
          hint={t('contract.awardedHint')}
          cents={input.valueCents ?? null}
          onCents={(valueCents) => set({ valueCents })}
          pointer="/valueCents"
          error={error}
        />
        <DayField
          label={t('contract.startOn')}
          day={input.startOn}
          onDay={(startOn) => set({ startOn })}
          pointer="/startOn"
          error={error}
        />
        <DayField
          label={t('contract.endOn')}
          day={input.endOn}
          onDay={(endOn) => set({ endOn })}
          pointer="/endOn"
          error={error}
        />
      </div>
      <div className="form__row">
        <Select
          label={t('contract.renewalLabel')}
          value={input.renewal}
          onChange={(value) => set({ renewal: value as Input['renewal'] })}
          options={renewals.map((each) => ({ value: each, label: t(`contract.renewalKind.${each}`) }))}
        />
        <NumberField
          label={t('contract.renewalMonths')}
          value={input.renewalMonths}
          onValue={(renewalMonths) => set({ renewalMonths })}
          min={1}
          pointer="/renewalMonths"
          error={error}
        />
        <NumberField
          label={t('contract.notice')}
          value={input.notice}
          onValue={(notice) => set({ notice, noticeUnit: notice === null ? null : (input.noticeUnit ?? 'months') })}
          min={1}
          pointer="/notice"
          error={error}
        />
      </div>
      <div className="form__row">
        {person(t('contract.manager'), 'managerId')}
        {person(t('contract.holder'), 'budgetHolderId')}
        {person(t('contract.coordinator'), 'coordinatorId')}
      </div>
      <div className="form__row">
        <Select
          label={t('app.unit')}
          value={input.unitId ?? ''}
          onChange={(value) => set({ unitId: value || null })}
          options={[
            { value: '', label: t('app.noUnit') },
            ...units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          pointer="/unitId"
          error={error}
        />
        <Select
          label={t('contract.riskLabel')}
          value={input.risk ?? ''}
          onChange={(value) => set({ risk: (value || null) as Input['risk'] })}
          options={[
            { value: '', label: '–' },
            ...risks.map((each) => ({ value: each, label: t(`contract.risk.${each}`) })),
          ]}
          pointer="/risk"
          error={error}
        />
      </div>
      <MoreFields input={input} set={set} contract={contract} error={error} />
      <div>
        <Button type="submit" primary disabled={save.isPending}>
          {t('app.save')}
        </Button>
      </div>
    </form>
  );
}

export function NewContract() {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <PageTitle title={t('contract.add')} crumbs={[{ to: '/contracten', label: t('contract.title') }]} />
      <Form />
    </div>
  );
}

export function EditContract() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error } = useContract(id);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle
        title={t('contract.change')}
        crumbs={[
          { to: '/contracten', label: t('contract.title') },
          { to: `/contracten/${id}`, label: data.title },
        ]}
      />
      <Form contract={data} />
    </div>
  );
}
