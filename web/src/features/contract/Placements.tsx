// Who works through a contract: group, hours, days and the supplier's own reference; never a name.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, number } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { Status, type Kind } from '../../ui/Status';
import { seen, useRefresh, type Contract } from './contract';
import { Efforts } from './Efforts';
import { EvidencePart } from './EvidencePart';
import { NewPlacement } from './NewPlacement';

type Placement = Schema['Placement'];
const shapes: Record<Placement['state'], Kind> = { reported: 'proposed', verified: 'applied', rejected: 'late' };

function Line({ placement, name, contract }: { placement: Placement; name: string; contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [asking, setAsking] = useState<'rejected' | 'reported' | null>(null);
  const [reason, setReason] = useState('');
  const mayVerify = useMay('contract.verify') && !placement.own;
  const judge = useMutation({
    mutationFn: (state: Placement['state']) =>
      unwrap(
        api.PUT('/placements/{id}/judgement', {
          params: { path: { id: placement.id }, header: seen(placement.version) },
          body: { state, reason: reason || null },
        }),
      ),
    onSuccess: () => setAsking(null),
    onSettled: () => refresh(),
  });
  const days = `${date(placement.fromOn)} – ${placement.toOn ? date(placement.toOn) : t('contract.stillThere')}`;
  const of = [placement.reference ?? '', name, days].filter(Boolean).join(' · ');
  return (
    <li>
      <Status kind={shapes[placement.state]}>{t(`contract.effortState.${placement.state}`)}</Status> {of}
      {` · ${t('contract.hoursAWeek', { hours: number(placement.hoursPerWeek) })}`}
      {placement.reason && <div className="soft small">{placement.reason}</div>}
      <EvidencePart
        contract={contract}
        owner="placement"
        id={placement.id}
        of={of}
        open={placement.state !== 'verified'}
      />
      {judge.error && asking === null && <ErrorNote error={judge.error} />}
      {mayVerify && asking === null && (
        <div className="row no-print">
          {placement.state !== 'verified' && (
            <Act of={of} disabled={judge.isPending} onClick={() => judge.mutate('verified')}>
              {t('contract.act.verified')}
            </Act>
          )}
          {placement.state === 'reported' && (
            <Act of={of} onClick={() => setAsking('rejected')}>
              {t('contract.act.rejected')}
            </Act>
          )}
          {placement.state !== 'reported' && (
            <Act of={of} onClick={() => setAsking('reported')}>
              {t('contract.act.reopen')}
            </Act>
          )}
        </div>
      )}
      {asking !== null && (
        <form
          className="form no-print"
          aria-label={of}
          onSubmit={(event) => {
            event.preventDefault();
            judge.mutate(asking);
          }}
        >
          <ErrorSummary error={judge.error} />
          <TextArea
            label={t('contract.reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            pointer="/reason"
            error={judge.error}
          />
          <div className="row">
            <Button type="submit" primary disabled={judge.isPending}>
              {t(asking === 'rejected' ? 'contract.act.rejected' : 'contract.act.reopen')}
            </Button>
            <Button type="button" onClick={() => setAsking(null)}>
              {t('app.cancel')}
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}

export function Placements({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'placements'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/placements', { params: { path: { id: contract.id } } })),
  });
  const rules = useQuery({ queryKey: ['social-return-rules'], queryFn: () => unwrap(api.GET('/social-return-rules')) });
  const tables = rules.data?.tables ?? [];
  const nameOf = (placement: Placement) =>
    tables.find((each) => each.id === placement.tableId)?.blocks.find((each) => each.code === placement.block)?.name ??
    placement.block;
  return (
    <>
      <h3>{t('contract.placements')}</h3>
      {error && <ErrorNote error={error} />}
      {data?.items.length === 0 && <p>{t('contract.noPlacements')}</p>}
      {data && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((each) => (
            <Line key={each.id} placement={each} name={nameOf(each)} contract={contract} />
          ))}
        </ul>
      )}
      {mayEdit && tables.length > 0 && <NewPlacement contract={contract} tables={tables} />}
      {mayEdit && tables.length > 0 && (
        <p className="no-print">
          <Link to="/inlezen/placements">{t('imports.title.placements')}</Link>
        </p>
      )}
      <Efforts contract={contract} />
    </>
  );
}
