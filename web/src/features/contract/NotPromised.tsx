// What the purchase asked and no contract of it promises, taken along in one press.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Button, ErrorNote } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { useRefresh, type Contract } from './contract';

export function NotPromised({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const names = useNames();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayEdit = useMay('contract.edit');
  const params = { path: { id: contract.id } };
  const { data } = useQuery({
    queryKey: ['contract', contract.id, 'not-promised'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/not-promised', { params })),
    enabled: Boolean(contract.purchaseId),
  });
  const asked = data?.items ?? [];
  const take = useMutation({
    mutationFn: () => unwrap(api.PUT('/contracts/{id}/not-promised', { params })),
    onSuccess: async () => {
      await refresh();
      const taken = new Set(asked.map((each) => each.id));
      offer(t('follow.take'), async () => {
        const now = await unwrap(api.GET('/contracts/{id}/commitments', { params }));
        for (const each of now.items)
          if (each.requirementId && taken.has(each.requirementId))
            await unwrap(api.DELETE('/commitments/{id}', { params: { path: { id: each.id } } }));
        await refresh();
      });
    },
  });
  if (asked.length === 0) return null;
  return (
    <section className="card stack stack--small" id="not-promised" aria-labelledby="not-promised-title">
      <h3 id="not-promised-title">{t('follow.asked', { count: asked.length })}</h3>
      <ul className="list">
        {asked.map((each) => (
          <li key={each.id}>
            {each.title} <span className="soft small">{names.theme(each.theme)}</span>
          </li>
        ))}
      </ul>
      {take.error && <ErrorNote error={take.error} />}
      {mayEdit && (
        <p className="no-print">
          <Button onClick={() => take.mutate()} disabled={take.isPending}>
            {t('follow.take')}
          </Button>
        </p>
      )}
    </section>
  );
}
