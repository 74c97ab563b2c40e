// Keys with which programmes use the API: what they may, until when, when they were last used.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { date, dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, PageTitle } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';
import { Check, Checks, ErrorSummary, Field } from '../../ui/fields';
import { Awaited } from '../../ui/list';
import { DayField } from '../../ui/values';

function NewKey({ permissions }: { permissions: string[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [readsOnly, setReadsOnly] = useState(true);
  const [day, setDay] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api-keys', { body: { name, permissions: chosen, readsOnly, expiresOn: day ?? '' } })),
    onSuccess: async () => {
      setName('');
      setChosen([]);
      await client.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  return (
    <section className="card stack stack--small" aria-labelledby="new-key">
      <h2 id="new-key" className="h3">
        {t('beheer.newKey')}
      </h2>
      <form
        className="form"
        aria-labelledby="new-key"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <ErrorSummary error={make.error} />
        <Field
          label={t('beheer.keyName')}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          pointer="/name"
          error={make.error}
        />
        <Checks
          legend={t('beheer.keyMay')}
          options={permissions.map((each) => ({
            value: each,
            label: t(word('beheer.permission', each.replace('.', '_'))),
          }))}
          chosen={chosen}
          onChange={setChosen}
          pointer="/permissions"
        />
        <Check checked={readsOnly} onChange={setReadsOnly}>
          {t('beheer.readsOnly')}
        </Check>
        <DayField
          label={t('beheer.keyUntil')}
          day={day}
          onDay={setDay}
          required
          pointer="/expiresOn"
          error={make.error}
        />
        <div>
          <Button type="submit" disabled={make.isPending}>
            {t('beheer.makeKey')}
          </Button>
        </div>
      </form>
      {make.data && (
        <div className="alert alert--note" role="status">
          <p>{t('beheer.keyOnce')}</p>
          <code className="wrap-anywhere">{make.data.token}</code>
        </div>
      )}
    </section>
  );
}

function Calendars() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['calendar-links'], queryFn: () => unwrap(api.GET('/calendar-links')) });
  const end = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/calendar-links/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['calendar-links'] }),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="calendars">
      <h2 id="calendars" className="h3">
        {t('beheer.calendars', { count: data?.items.length ?? 0 })}
      </h2>
      <p>{t('beheer.calendarsText')}</p>
      <Awaited data={data} error={error} />
      {end.error && <ErrorNote error={end.error} />}
      <ul className="stack stack--small list--plain">
        {data?.items.map((each) => (
          <li key={each.personId}>
            <p>
              <strong>{each.person}</strong>{' '}
              <Confirmed
                label={t('beheer.endCalendar')}
                name={each.person}
                question={t('beheer.endCalendarSure', { name: each.person })}
                act={() => end.mutate(each.personId)}
                pending={end.isPending}
              />
            </p>
            <p className="soft small">
              {[
                t('beheer.expires', { day: date(each.expiresAt) }),
                each.usedAt ? t('beheer.used', { when: dateTime(each.usedAt) }) : t('beheer.unused'),
              ].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Keys() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['api-keys'], queryFn: () => unwrap(api.GET('/api-keys')) });
  const revoke = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api-keys/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  return (
    <div className="stack">
      <PageTitle title={t('beheer.keys')} />
      <p className="lead">{t('beheer.keysIntro')}</p>
      <Awaited data={data} error={error} />
      {revoke.error && <ErrorNote error={revoke.error} />}
      {data && (
        <section className="card stack stack--small" aria-labelledby="keys">
          <h2 id="keys" className="h3">
            {t('beheer.apiKeys', { count: data.items.length })}
          </h2>
          <ul className="stack stack--small list--plain">
            {data.items.map((each) => (
              <li key={each.id}>
                <p>
                  <strong>{each.name}</strong>{' '}
                  {each.revokedAt ? (
                    <span className="tag tag--bad">{t('beheer.revoked', { when: dateTime(each.revokedAt) })}</span>
                  ) : (
                    <Confirmed
                      label={t('beheer.revoke')}
                      name={each.name}
                      question={t('beheer.revokeSure', { name: each.name })}
                      act={() => revoke.mutate(each.id)}
                      pending={revoke.isPending}
                    />
                  )}
                </p>
                <p className="soft small">
                  {[
                    each.permissions.map((one) => t(word('beheer.permission', one.replace('.', '_')))).join(', '),
                    each.readsOnly ? t('beheer.onlyReads') : '',
                    t('beheer.madeBy', { name: each.madeBy }),
                    t('beheer.expires', { day: date(each.expiresAt) }),
                    each.usedAt ? t('beheer.used', { when: dateTime(each.usedAt) }) : t('beheer.unused'),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {data && <NewKey permissions={data.permissions} />}
      <Calendars />
    </div>
  );
}
