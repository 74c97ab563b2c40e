// Whether a supplier finds the contracts of this municipality beside those of others on this installation that agree too.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { ErrorNote } from '../../ui/basics';
import { Check } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { seen } from './contract';

const key = ['supplier-settings'];

export function Together() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const offer = useUndo();
  const { data } = useQuery({ queryKey: key, queryFn: () => unwrap(api.GET('/supplier-settings')) });
  const put = (together: boolean, version: number) =>
    unwrap(api.PUT('/supplier-settings', { params: { header: seen(version) }, body: { together } }));
  const change = useMutation({
    mutationFn: (together: boolean) => put(together, data?.version ?? 0),
    onSuccess: (now) => {
      client.setQueryData(key, now);
      offer(t(now.together ? 'contract.togetherOn' : 'contract.togetherOff'), async () =>
        client.setQueryData(key, await put(!now.together, now.version)),
      );
    },
  });
  if (!data) return null;
  return (
    <div className="card stack stack--small no-print">
      <Check checked={data.together} disabled={change.isPending} onChange={(on) => change.mutate(on)}>
        {t('contract.together')}
      </Check>
      <p className="small soft">{t('contract.togetherHint')}</p>
      {change.error && <ErrorNote error={change.error} />}
    </div>
  );
}
