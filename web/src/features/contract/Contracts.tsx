// All contracts: filters and views in the address, what ends first on top, and drafts of what was awarded.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros, number, shortEuros } from '../../format';
import { Button, ErrorNote, PageTitle } from '../../ui/basics';
import { FilterBar, type Filter } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { useUnitFilter } from '../../ui/kinds';
import { Downloads, Print } from '../../ui/list';
import { downloadOf, Listing, sortsOf } from '../../ui/Listing';
import type { Column } from '../../ui/ListTable';
import { useSelection } from '../../ui/selection';
import { Status } from '../../ui/Status';
import { Views } from '../../ui/Views';
import { risks, states, useRefresh } from './contract';
import { Remind } from './Remind';
import { Together } from './Together';

type Line = Schema['ContractLine'];
type Sort = 'title' | 'party' | 'end_on' | 'value' | 'state' | 'manager' | 'late';
type Gap = (typeof gaps)[number];
const gaps = ['manager', 'party', 'end', 'commitments', 'weak'] as const;

function useContractFilters(): Filter[] {
  const { t } = useTranslation();
  const unit = useUnitFilter(t('app.unit'));
  const party = useSearchParams()[0].get('leverancier') ?? '';
  const supplier = useQuery({
    queryKey: ['parties', 'one', party],
    queryFn: () => unwrap(api.GET('/parties/{id}', { params: { path: { id: party } } })),
    enabled: party !== '',
  });
  return [
    {
      name: 'status',
      label: t('contract.stateLabel'),
      options: states.map((each) => ({ value: each, label: t(`contract.state.${each}`) })),
    },
    unit,
    {
      name: 'risico',
      label: t('contract.riskLabel'),
      options: risks.map((each) => ({ value: each, label: t(`contract.risk.${each}`) })),
    },
    {
      name: 'mist',
      label: t('contract.lacksLabel'),
      options: gaps.map((each) => ({ value: each, label: t(`contract.lacks.${each}`) })),
    },
    { name: 'leverancier', label: t('contract.party'), quiet: true, say: () => supplier.data?.name ?? '…' },
    { name: 'telaat', label: t('contract.onlyLate') },
    { name: 'wacht', label: t('contract.onlyToJudge') },
    { name: 'verlopen', label: t('contract.onlyPast') },
    { name: 'mijn', label: t('contract.mine') },
    { name: 'archief', label: t('contract.archive') },
  ];
}

function filterOf(params: URLSearchParams) {
  const value = (name: string) => params.get(name) ?? '';
  return {
    states: value('status') ? [value('status')] : [],
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(value('leverancier') ? { partyId: value('leverancier') } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('risico') ? { risk: value('risico') as 'low' | 'medium' | 'high' } : {}),
    ...(value('mist') ? { lacks: value('mist') as Gap } : {}),
    ...(value('telaat') ? { late: true } : {}),
    ...(value('wacht') ? { toJudge: true } : {}),
    ...(value('verlopen') ? { past: true } : {}),
    ...(value('mijn') ? { mine: true } : {}),
    ...(value('archief') ? { archived: true } : {}),
  };
}

// What was awarded and has no contract yet becomes a draft.
function Drafts() {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const make = useMutation({
    mutationFn: () => unwrap(api.PUT('/contract-drafts')),
    onSuccess: refresh,
  });
  return (
    <div className="stack stack--small no-print">
      <p>
        <Button onClick={() => make.mutate()} disabled={make.isPending}>
          {t('contract.makeDrafts')}
        </Button>
      </p>
      {make.data && <p role="status">{t('contract.draftsMade', { count: make.data.made })}</p>}
      {make.error && <ErrorNote error={make.error} />}
    </div>
  );
}

export function Contracts() {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit');
  const mayVerify = useMay('contract.verify');
  const mayArrange = useMay('organisation.edit');
  const { params, page, sorting } = useList();
  const filters = useContractFilters();
  const query = {
    ...filterOf(params),
    ...(sorting.by ? { sort: sorting.by as Sort, descending: sorting.descending } : {}),
    page,
    pageSize,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['contracts', query],
    queryFn: () => unwrap(api.GET('/contracts', { params: { query } })),
    placeholderData: (before) => before,
  });
  const download = downloadOf(filterOf(params));
  const selection = useSelection(data?.total ?? 0);
  const progress = (line: Line) => {
    if (line.late > 0) return <Status kind="late">{t('contract.lateCount', { count: line.late })}</Status>;
    if (line.toJudge > 0) return <Status kind="proposed">{t('contract.toJudgeCount', { count: line.toJudge })}</Status>;
    return line.commitments > 0 ? t('contract.onTrack') : t('contract.noCommitments');
  };
  const state = (line: Line) => t(`contract.state.${line.state}`);
  const columns: Column<Line>[] = [
    { label: t('contract.party'), by: 'party', cell: (line) => line.party ?? t('contract.noParty') },
    { label: t('contract.stateLabel'), by: 'state', cell: state },
    { label: t('contract.endOn'), by: 'end_on', cell: (line) => (line.endOn ? date(line.endOn) : t('contract.noEnd')) },
    { label: t('contract.manager'), by: 'manager', cell: (line) => line.manager ?? t('contract.noManager') },
    { label: t('contract.promises'), by: 'late', cell: progress },
    {
      label: t('contract.value'),
      by: 'value',
      num: true,
      phone: true,
      cell: (line) => (line.valueCents === null || line.valueCents === undefined ? '–' : euros(line.valueCents)),
    },
  ];
  const head = { label: t('contract.one'), by: 'title' };
  const second = (line: Line) =>
    [
      line.party ?? t('contract.noParty'),
      state(line),
      line.endOn ? t('contract.until', { day: date(line.endOn) }) : t('contract.noEnd'),
      line.late > 0 ? t('contract.lateCount', { count: line.late }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <div className="stack">
      <PageTitle title={t('contract.title')}>
        <span className="row no-print">
          <Link to="/contracten/leveranciers">{t('contract.parties')}</Link>
          <Link to="/contracten/regels">{t('contract.rulesTitle')}</Link>
          {mayEdit && (
            <Link to="/contracten/nieuw" className="action">
              {t('contract.add')}
            </Link>
          )}
          {mayEdit && <Link to="/inlezen/contracts">{t('imports.title.contracts')}</Link>}
        </span>
      </PageTitle>
      <FilterBar
        search={{ name: 'zoek', label: t('contract.search') }}
        filters={filters}
        sorts={sortsOf(head, columns)}
      >
        <Views page="/contracten" />
      </FilterBar>
      <Listing
        data={data}
        error={error}
        retry={() => void refetch()}
        text={t('contract.count', {
          count: data?.total ?? 0,
          formatted: number(data?.total ?? 0),
          euros: shortEuros(data?.valueCents ?? 0),
        })}
        empty={t('contract.empty')}
        tools={
          <>
            <Downloads address={`/api/v1/contract-exports?${download}`} formats={['csv', 'xlsx']} />
            <Print />
          </>
        }
        label={t('contract.title')}
        head={head}
        name={(line) => line.title}
        title={(line) => (
          <>
            <Link to={`/contracten/${line.id}`}>{line.title}</Link>
            {line.lot && <span className="soft small">{` · ${line.lot}`}</span>}
            {line.reference && <span className="soft small">{` ${line.reference}`}</span>}
          </>
        )}
        second={second}
        columns={columns}
        {...(mayEdit ? { selection } : {})}
      >
        <p className="row small no-print">
          {t('contract.promises')}:
          <Downloads address={`/api/v1/commitment-exports?${download}`} formats={['csv', 'xlsx']} />
          {mayVerify && (
            <>
              {t('contract.placements')}:
              <Downloads address={`/api/v1/placement-exports?${download}`} formats={['csv', 'xlsx']} />
            </>
          )}
        </p>
      </Listing>
      {mayEdit && <Remind selection={selection} />}
      {mayEdit && <Drafts />}
      {mayArrange && <Together />}
      <p className="no-print">
        <Link to="/contracten/herinneringen">{t('remind.title')}</Link>
        {' · '}
        <Link to="/contracten/bewaartermijn">{t('contract.keeping.title')}</Link>
      </p>
    </div>
  );
}
