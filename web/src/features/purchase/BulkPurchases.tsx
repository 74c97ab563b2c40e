// What can be done with the purchases that were picked: given to somebody or to a unit, put away or brought back.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { usePeople, useUnits } from '../../api/queries';
import { Button } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';
import { Select } from '../../ui/fields';
import { Changed } from '../../ui/Changed';
import { BulkBar, type Selection } from '../../ui/selection';
import { useUndo } from '../../ui/Undo';
import { Close, MakeOpen } from './Opening';
import { useRefresh } from './purchase';

type Change = Omit<Schema['PurchasesChange'], 'ids' | 'found'>;

// Above this many it is asked first.
const many = 20;

export function BulkPurchases({
  selection,
  found,
  archived,
}: {
  selection: Selection;
  found: Schema['PurchaseFilter'];
  archived: boolean;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const people = usePeople().data?.items ?? [];
  const units = useUnits().data?.items ?? [];
  const [to, setTo] = useState('');
  const which = { ids: selection.all ? [] : selection.ids, ...(selection.all ? { found } : {}) };
  const change = useMutation({
    mutationFn: (what: Change) =>
      unwrap(
        api.POST('/purchase-changes', {
          body: { ...which, ...what },
        }),
      ),
    onSuccess: async (done) => {
      selection.clear();
      setTo('');
      await refresh();
      if (done.act)
        offer(t('list.changed', { count: done.changed }), async () => {
          await unwrap(api.POST('/purchase-changes/{id}/undoing', { params: { path: { id: done.act ?? '' } } }));
          await refresh();
        });
    },
  });
  const [field, id] = to.split(':');
  const what: Change = { [field ?? '']: id };
  const holders = people.filter((each) => each.roles.some((role) => role === 'budget_holder' || role === 'director'));
  const option = (key: string, label: string) => (each: { id: string; name: string }) => ({
    value: `${key}:${each.id}`,
    label: `${label}: ${each.name}`,
  });
  const chosen = t('list.picked', { count: selection.count, formatted: selection.count });
  const act = (label: string, question: string, run: () => void, disabled = false) =>
    selection.count > many ? (
      <Confirmed className="plain" label={label} name={chosen} question={question} act={run} pending={disabled} />
    ) : (
      <Button disabled={disabled} onClick={run}>
        {label}
      </Button>
    );
  return (
    <>
      <Changed result={change.data} error={change.error} />
      <BulkBar selection={selection}>
        <Select
          label={t('purchase.giveTo')}
          value={to}
          options={[
            { value: '', label: t('purchase.giveWhom') },
            ...holders.map(option('budgetHolderId', t('purchase.holder'))),
            ...people.map(option('advisorId', t('purchase.advisor'))),
            ...people.map(option('contractManagerId', t('purchase.contractManager'))),
            ...units.map(option('unitId', t('purchase.unit'))),
          ]}
          onChange={setTo}
        />
        {act(
          t('purchase.give'),
          t('purchase.giveQuestion', { count: selection.count }),
          () => change.mutate(what),
          !to || change.isPending,
        )}
        {act(
          t(archived ? 'purchase.restore' : 'purchase.putAway'),
          t(archived ? 'purchase.restoreQuestion' : 'purchase.putAwayQuestion', { count: selection.count }),
          () => change.mutate({ archived: !archived }),
          change.isPending,
        )}
        {!archived && <MakeOpen which={which} name={chosen} after={selection.clear} />}
        {!archived && <Close which={which} name={chosen} after={selection.clear} />}
      </BulkBar>
    </>
  );
}
