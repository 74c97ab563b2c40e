// All open work of a person to somebody else in one step: what moves is said first, and it can be undone.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { ErrorSummary, Select } from '../../ui/fields';
import { type Account, useColleagues, useRefreshPeople } from './accounts';
import { Undo, type Undoable } from './Undo';

export function Held({ items }: { items: Schema['HeldCount'][] }) {
  const { t } = useTranslation();
  return (
    <ul className="list">
      {items.map((each) => (
        <li key={each.kind}>{`${String(each.count)} ${t(word('beheer.held', each.kind))}`}</li>
      ))}
    </ul>
  );
}

export function HandOver({ account }: { account: Account }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [to, setTo] = useState('');
  const [done, setDone] = useState<Undoable | null>(null);
  const path = { person: account.personId };
  const colleagues = useColleagues(account.personId);
  const { data } = useQuery({
    queryKey: ['accounts', 'work', account.personId],
    queryFn: () => unwrap(api.GET('/accounts/{person}/open-work', { params: { path } })),
  });
  const give = useMutation({
    mutationFn: () => unwrap(api.POST('/accounts/{person}/hand-overs', { params: { path }, body: { toPersonId: to } })),
    onSuccess: async (moved) => {
      setDone({
        text: t('beheer.handedOver', {
          count: moved.total,
          name: colleagues.find((each) => each.value === to)?.label ?? '',
        }),
        back: async () => {
          await unwrap(api.POST('/moves/{id}/undo', { params: { path: { id: moved.id } } }));
          await refresh();
        },
      });
      await refresh();
    },
  });
  return (
    <section className="card stack stack--small" aria-labelledby="work">
      <h2 id="work" className="h3">
        {t('beheer.work')}
      </h2>
      {data?.total === 0 && <p>{t('beheer.noWork')}</p>}
      {data && data.total > 0 && (
        <>
          <p>{t('beheer.workIntro')}</p>
          <Held items={data.items} />
          <form
            className="form"
            aria-labelledby="work"
            onSubmit={(event) => {
              event.preventDefault();
              give.mutate();
            }}
          >
            <ErrorSummary error={give.error} />
            <Select
              label={t('beheer.handTo')}
              value={to}
              onChange={setTo}
              options={colleagues}
              pointer="/toPersonId"
              error={give.error}
            />
            <div>
              <Button type="submit" disabled={give.isPending || to === ''}>
                {t('beheer.handOver', { count: data.total })}
              </Button>
            </div>
          </form>
        </>
      )}
      <Undo done={done} />
    </section>
  );
}
