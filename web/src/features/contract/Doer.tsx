// Who of those that work on a contract does something of it. Where nobody else works on it there is nothing to choose.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { ErrorNote } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { useRefresh, type Contract } from './contract';
import { usePartners } from './partner';

export function Doer({
  contract,
  partnerId,
  of,
  give,
  mayEdit,
}: {
  contract: Contract;
  partnerId: string | null;
  of: string; // what it does, for who hears the field
  give: (partnerId: string | null, later: number) => Promise<unknown>; // `later`: so many versions after what was seen
  mayEdit: boolean;
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const { data } = usePartners(contract.id);
  const all = data?.items ?? [];
  const change = useMutation({
    mutationFn: (id: string | null) => give(id, 0),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.partner.given', { of }), async () => {
        await give(partnerId, 1);
        await refresh();
      });
    },
  });
  if (all.length < 2) return null;
  const named = (id: string | null) => all.find((each) => (each.id ?? null) === id)?.name ?? t('contract.noParty');
  if (!mayEdit) return <p className="soft small">{t('contract.partner.doneBy', { name: named(partnerId) })}</p>;
  return (
    <div className="no-print">
      {change.error && <ErrorNote error={change.error} />}
      <Select
        label={t('contract.partner.doer', { of })}
        value={partnerId ?? ''}
        onChange={(value) => change.mutate(value || null)}
        options={all.map((each) => ({ value: each.id ?? '', label: each.name ?? t('contract.noParty') }))}
      />
    </div>
  );
}
