// Who works through the contract, as the supplier reports it: group, hours, days and an own reference; never a name.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { date, number } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { Checks, ErrorSummary, Field, Select } from '../../ui/fields';
import { Status, type Kind } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { NumberField } from '../../ui/values';
import { useRefreshed } from './supplier';

type Detail = Schema['SupplierContractDetail'];
type Placement = Schema['SupplierPlacement'];
const shapes: Record<Placement['state'], Kind> = { reported: 'proposed', verified: 'applied', rejected: 'late' };

const empty = { block: '', hours: null as number | null, from: '', to: '', bonuses: [] as string[], reference: '' };

function Line({
  placement,
  contract,
  named,
}: {
  placement: Placement;
  contract: Detail;
  named: (code: string) => string;
}) {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const offer = useUndo();
  const [ending, setEnding] = useState<string | null>(null);
  const params = { path: { id: contract.id, placement: placement.id } };
  const { block, hoursPerWeek, fromOn, toOn, bonuses, reference } = placement;
  const body = { block, hoursPerWeek, fromOn, toOn, bonuses, reference };
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/supplier/contracts/{id}/placements/{placement}', { params })),
    onSuccess: async () => {
      await refresh();
      offer(t('supplier.removed'), async () => {
        await unwrap(api.POST('/supplier/contracts/{id}/placements', { params: { path: { id: contract.id } }, body }));
        await refresh();
      });
    },
  });
  const end = useMutation({
    mutationFn: (toOn: string) =>
      unwrap(api.PUT('/supplier/contracts/{id}/placements/{placement}/end', { params, body: { toOn } })),
    onSuccess: async () => {
      setEnding(null);
      await refresh();
    },
  });
  const days = `${date(placement.fromOn)} – ${placement.toOn ? date(placement.toOn) : t('supplier.stillThere')}`;
  const of = [placement.reference ?? '', named(placement.block), days].filter(Boolean).join(' · ');
  return (
    <li>
      <Status kind={shapes[placement.state]}>{t(`supplier.effort.${placement.state}`)}</Status> {of}
      {` · ${t('supplier.hoursAWeek', { hours: number(placement.hoursPerWeek) })}`}
      {placement.reason && <div className="soft small">{placement.reason}</div>}
      {remove.error && <ErrorNote error={remove.error} />}
      <div className="row no-print">
        {!placement.toOn && ending === null && (
          <Act of={of} onClick={() => setEnding('')}>
            {t('supplier.endPlacement')}
          </Act>
        )}
        {placement.state !== 'verified' && (
          <Act of={of} disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('supplier.remove')}
          </Act>
        )}
      </div>
      {ending !== null && (
        <form
          className="form no-print"
          aria-label={of}
          onSubmit={(event) => {
            event.preventDefault();
            end.mutate(ending);
          }}
        >
          <ErrorSummary error={end.error} />
          <Field
            type="date"
            label={t('supplier.to')}
            value={ending}
            required
            onChange={(event) => setEnding(event.target.value)}
            pointer="/toOn"
            error={end.error}
          />
          <div>
            <Button type="submit" disabled={end.isPending}>
              {t('supplier.endPlacement')}
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}

function Add({ contract }: { contract: Detail }) {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const [value, setValue] = useState({ ...empty, block: contract.blocks[0]?.code ?? '' });
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/supplier/contracts/{id}/placements', {
          params: { path: { id: contract.id } },
          body: {
            block: value.block,
            hoursPerWeek: value.hours ?? 0,
            fromOn: value.from,
            toOn: value.to || null,
            bonuses: value.bonuses,
            reference: value.reference || null,
          },
        }),
      ),
    onSuccess: async () => {
      setValue({ ...value, reference: '' });
      await refresh();
    },
  });
  return (
    <details className="no-print">
      <summary>{t('supplier.addPlacement')}</summary>
      <form
        className="form"
        aria-label={t('supplier.addPlacement')}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <ErrorSummary error={add.error} />
        <Select
          label={t('supplier.block')}
          value={value.block}
          onChange={(block) => setValue({ ...value, block })}
          options={contract.blocks.map((each) => ({ value: each.code, label: each.name }))}
          pointer="/block"
          error={add.error}
        />
        <NumberField
          label={t('supplier.hours')}
          value={value.hours}
          onValue={(hours) => setValue({ ...value, hours })}
          min={0}
          max={168}
          step="0.25"
          required
          pointer="/hoursPerWeek"
          error={add.error}
        />
        <Field
          type="date"
          label={t('supplier.from')}
          value={value.from}
          required
          onChange={(event) => setValue({ ...value, from: event.target.value })}
          pointer="/fromOn"
          error={add.error}
        />
        <Field
          type="date"
          label={t('supplier.to')}
          hint={t('supplier.toHint')}
          value={value.to}
          onChange={(event) => setValue({ ...value, to: event.target.value })}
          pointer="/toOn"
          error={add.error}
        />
        {contract.bonuses.length > 0 && (
          <Checks
            legend={t('supplier.bonuses')}
            options={contract.bonuses.map((each) => ({ value: each.code, label: each.name }))}
            chosen={value.bonuses}
            onChange={(bonuses) => setValue({ ...value, bonuses })}
            pointer="/bonuses"
          />
        )}
        <Field
          label={t('supplier.reference')}
          hint={t('supplier.referenceHint')}
          value={value.reference}
          onChange={(event) => setValue({ ...value, reference: event.target.value })}
          pointer="/reference"
          error={add.error}
        />
        <div>
          <Button type="submit" primary disabled={add.isPending}>
            {t('supplier.addPlacement')}
          </Button>
        </div>
      </form>
    </details>
  );
}

export function OwnPlacements({ contract, named }: { contract: Detail; named: (code: string) => string }) {
  const { t } = useTranslation();
  return (
    <div className="stack stack--small">
      <h3>{t('supplier.placements')}</h3>
      {contract.placements.length === 0 && <p>{t('supplier.noPlacements')}</p>}
      <ul className="list list--plain">
        {contract.placements.map((each) => (
          <Line key={each.id} placement={each} contract={contract} named={named} />
        ))}
      </ul>
      {contract.blocks.length > 0 && <Add contract={contract} />}
    </div>
  );
}
