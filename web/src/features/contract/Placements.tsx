// Who works through the contract: by group, hours, days and the supplier's own reference; never a name.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, number } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { useUndo } from '../../ui/Undo';
import { DayField } from '../../ui/values';
import { seen, useRefresh, type Contract } from './contract';
import { EvidencePart } from './EvidencePart';
import { Doer } from './Doer';
import { Asking, Folded } from './Forms';
import { Judged } from './Judged';
import { NewPlacement } from './NewPlacement';

type Placement = Schema['Placement'];

// Who is still there gets a last day; it can be taken back.
function End({ placement, name, close }: { placement: Placement; name: string; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [day, setDay] = useState<string | null>(null);
  const path = { id: placement.id };
  const end = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/placements/{id}/end', {
          params: { path, header: seen(placement.version) },
          body: { toOn: day ?? '' },
        }),
      ),
    onSuccess: async () => {
      close();
      await refresh();
      offer(t('contract.placementEnded', { name }), async () => {
        await unwrap(api.DELETE('/placements/{id}/end', { params: { path } }));
        await refresh();
      });
    },
  });
  return (
    <Asking act={t('contract.endPlacement')} name={name} close={close} send={end} disabled={day === null}>
      <DayField label={t('contract.lastDay')} day={day} onDay={setDay} required pointer="/toOn" error={end.error} />
    </Asking>
  );
}

function Line({
  placement,
  group,
  contract,
  mayEdit,
}: {
  placement: Placement;
  group: string;
  contract: Contract;
  mayEdit: boolean;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [ending, setEnding] = useState(false);
  const days = `${date(placement.fromOn)} – ${placement.toOn ? date(placement.toOn) : t('contract.stillThere')}`;
  const name = [
    placement.reference ?? '',
    group,
    days,
    t('contract.hoursAWeek', { hours: number(placement.hoursPerWeek) }),
  ]
    .filter(Boolean)
    .join(' · ');
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/placements/{id}', { params: { path: { id: placement.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.lineRemoved', { name }), async () => {
        const { block, hoursPerWeek, fromOn, toOn, bonuses, reference } = placement;
        await unwrap(
          api.POST('/contracts/{id}/placements', {
            params: { path: { id: contract.id } },
            body: { block, hoursPerWeek, fromOn, toOn: toOn ?? null, bonuses, reference: reference ?? null },
          }),
        );
        await refresh();
      });
    },
  });
  return (
    <>
      <Judged
        line={placement}
        name={name}
        judge={(state, reason) =>
          unwrap(
            api.PUT('/placements/{id}/judgement', {
              params: { path: { id: placement.id }, header: seen(placement.version) },
              body: { state, reason },
            }),
          )
        }
        remove={mayEdit && placement.state !== 'verified' ? remove : undefined}
        files={
          <>
            <Doer
              contract={contract}
              partnerId={placement.partnerId ?? null}
              of={name}
              mayEdit={mayEdit}
              give={(partnerId, later) =>
                unwrap(
                  api.PUT('/placements/{id}/partner', {
                    params: { path: { id: placement.id }, header: seen(placement.version + later) },
                    body: { partnerId },
                  }),
                )
              }
            />
            <EvidencePart
              contract={contract}
              owner="placement"
              id={placement.id}
              of={name}
              open={placement.state !== 'verified'}
            />
          </>
        }
      >
        {mayEdit && !placement.toOn && (
          <Act of={name} onClick={() => setEnding(true)}>
            {t('contract.endPlacement')}
          </Act>
        )}
      </Judged>
      {ending && (
        <li>
          <End placement={placement} name={name} close={() => setEnding(false)} />
        </li>
      )}
    </>
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
        <Folded count={data.items.length} title={t('contract.allLines', { count: data.items.length })}>
          {data.items.map((each) => (
            <Line key={each.id} placement={each} group={nameOf(each)} contract={contract} mayEdit={mayEdit} />
          ))}
        </Folded>
      )}
      {mayEdit && tables.length > 0 && <NewPlacement contract={contract} tables={tables} />}
      {mayEdit && tables.length > 0 && (
        <p className="no-print">
          <Link to="/inlezen/placements">{t('imports.title.placements')}</Link>
        </p>
      )}
    </>
  );
}
