// Where somebody is signed in, each to be ended.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';
import { type Account, useRefreshPeople } from './accounts';

export function Sessions({ account }: { account: Account }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const path = { person: account.personId };
  const { data } = useQuery({
    queryKey: ['accounts', 'sessions', account.personId],
    queryFn: () => unwrap(api.GET('/accounts/{person}/sessions', { params: { path } })),
  });
  const end = useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/accounts/{person}/sessions/{id}', { params: { path: { ...path, id } } })),
    onSuccess: refresh,
  });
  return (
    <>
      <h3>{t('beheer.sessions')}</h3>
      {end.error && <ErrorNote error={end.error} />}
      {data?.items.length === 0 && <p>{t('beheer.noSessions')}</p>}
      <ul className="list">
        {data?.items.map((each) => (
          <li key={each.id}>
            {[
              each.device || t('app.unknown'),
              each.address,
              t('beheer.lastSeen', { when: dateTime(each.seenAt) }),
            ].join(' · ')}{' '}
            <Confirmed
              label={t('beheer.endSession')}
              name={each.device}
              question={t('beheer.endSessionAsk', { name: account.name })}
              act={() => end.mutate(each.id)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
