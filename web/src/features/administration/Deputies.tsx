// Who stands in for this person, and from when to when.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { date } from '../../format';
import { Button, ErrorNote } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';
import { ErrorSummary, Select } from '../../ui/fields';
import { DayField } from '../../ui/values';
import { type Account, useColleagues, useRefreshPeople } from './accounts';

export function Deputies({ account }: { account: Account }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [deputy, setDeputy] = useState('');
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [added, setAdded] = useState(0);
  const { data } = useQuery({ queryKey: ['deputies'], queryFn: () => unwrap(api.GET('/deputies')) });
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/deputies', {
          body: { personId: account.personId, deputyId: deputy, fromOn: from ?? '', toOn: to ?? '' },
        }),
      ),
    onSuccess: async () => {
      setFrom(null);
      setTo(null);
      setAdded(added + 1);
      await refresh();
    },
  });
  const end = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/deputies/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
  const theirs = data?.items.filter((each) => each.personId === account.personId) ?? [];
  return (
    <section className="card stack stack--small" aria-labelledby="deputies">
      <h2 id="deputies" className="h3">
        {t('beheer.deputies')}
      </h2>
      <p>{t('beheer.deputyIntro')}</p>
      {end.error && <ErrorNote error={end.error} />}
      <ul className="list">
        {theirs.map((each) => (
          <li key={each.id}>
            {t('beheer.deputyLine', { name: each.deputy, from: date(each.fromOn), to: date(each.toOn) })}{' '}
            {each.now && <span className="tag">{t('beheer.now')}</span>}{' '}
            <Confirmed
              label={t('beheer.endDeputy')}
              name={each.deputy}
              question={t('beheer.endDeputyAsk', { name: each.deputy })}
              act={() => end.mutate(each.id)}
            />
          </li>
        ))}
      </ul>
      <form
        key={added}
        className="form form--wide"
        aria-label={t('beheer.addDeputy')}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <ErrorSummary error={add.error} />
        <div className="form__row">
          <Select
            label={t('beheer.deputy')}
            value={deputy}
            onChange={setDeputy}
            options={useColleagues(account.personId)}
            pointer="/deputyId"
            error={add.error}
          />
          <DayField label={t('beheer.from')} day={from} onDay={setFrom} required pointer="/fromOn" error={add.error} />
          <DayField label={t('beheer.to')} day={to} onDay={setTo} required pointer="/toOn" error={add.error} />
        </div>
        <div>
          <Button type="submit" disabled={add.isPending}>
            {t('beheer.addDeputy')}
          </Button>
        </div>
      </form>
    </section>
  );
}
