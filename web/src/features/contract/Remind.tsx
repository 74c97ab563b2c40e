// Who is behind, reminded at once: one letter for each contact, and who has nobody to ask is named.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Button, ErrorNote } from '../../ui/basics';
import { BulkBar, type Selection } from '../../ui/selection';
import { useRefresh } from './contract';

type Named = Schema['ContractNamed'];

function Names({ text, contracts }: { text: string; contracts: Named[] }) {
  if (contracts.length === 0) return null;
  return (
    <p>
      {text}{' '}
      {contracts.map((each, i) => (
        <span key={each.id}>
          {i > 0 && ', '}
          <Link to={`/contracten/${each.id}`}>{each.title}</Link>
        </span>
      ))}
    </p>
  );
}

export function Remind({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const ask = useMutation({
    mutationFn: () => unwrap(api.POST('/supplier-questions', { body: { contractIds: selection.ids } })),
    onSuccess: async () => {
      selection.clear();
      await refresh();
    },
  });
  return (
    <>
      <BulkBar selection={selection} whole={false}>
        <Button disabled={ask.isPending} onClick={() => ask.mutate()}>
          {t('contract.askReport')}
        </Button>
      </BulkBar>
      {ask.error && <ErrorNote error={ask.error} />}
      {ask.data && (
        <div className="card stack stack--small" role="status">
          <p>{t('contract.remindedCount', { count: ask.data.letters, contracts: ask.data.asked.length })}</p>
          <Names text={t('contract.remindNobody')} contracts={ask.data.noContact} />
          <Names text={t('contract.remindNothing')} contracts={ask.data.nothing} />
        </div>
      )}
    </>
  );
}
