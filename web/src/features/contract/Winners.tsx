// Who won, as the notices say: one press makes it the supplier here, and nobody else does.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Act } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';

type Winner = Schema['WinnerSaid'];

export function Winners({ id, onParty }: { id: string; onParty: (party: string) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['contract', id, 'winners'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/winners', { params: { path: { id } } })),
  });
  const choose = useMutation({
    mutationFn: async (winner: Winner) =>
      winner.partyId ??
      (await unwrap(api.POST('/parties', { body: { name: winner.name, kvk: winner.kvk ?? null, otherNames: [] } }))).id,
    onSuccess: onParty,
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="stack stack--small" aria-label={t('winner.title')}>
      <p>{t('winner.title')}</p>
      <ErrorSummary error={choose.error} />
      <ul className="list">
        {items.map((each) => (
          <li key={`${each.name} ${each.lot}`} className="row">
            <span>{[each.name, each.kvk ?? '', each.lot].filter(Boolean).join(' · ')}</span>
            <Link to={`/aankondigingen/${each.noticeId}`} className="small">
              {each.notice}
            </Link>
            <Act of={each.name} disabled={choose.isPending} onClick={() => choose.mutate(each)}>
              {t('winner.choose')}
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}
