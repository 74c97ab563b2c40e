// Who is invited, who is there, which wanted role is missing.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Confirmed } from '../../ui/Confirmed';
import { roles } from './Join';

function Invite({ id, title }: { id: string; title: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [role, setRole] = useState<string>('commissioner');
  const [link, setLink] = useState<{ name: string; email: string; url: string } | null>(null);
  const invite = useMutation({
    mutationFn: (body: Schema['InviteInput']) =>
      unwrap(api.POST('/ambition-sessions/{id}/participants', { params: { path: { id } }, body })),
    onSuccess: ({ token }, body) => {
      setLink({
        name: body.name,
        email: body.email ?? '',
        url: `${window.location.origin}/deelnemen?uitnodiging=${token}`,
      });
      void client.invalidateQueries({ queryKey: ['ambition', 'people', id] });
    },
  });
  return (
    <form
      className="form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        invite.mutate(
          {
            name: fieldValue(form, 'name'),
            email: fieldValue(form, 'email') || null,
            role: role as Schema['InviteInput']['role'],
          },
          { onSuccess: () => form.reset() },
        );
      }}
    >
      <ErrorSummary error={invite.error} />
      <div className="form__row">
        <Field label={t('people.name')} name="name" required pointer="/name" error={invite.error} />
        <Field label={t('people.email')} name="email" type="email" pointer="/email" error={invite.error} />
        <Select
          label={t('join.role')}
          value={role}
          options={roles.map((each) => ({ value: each, label: t(`ambition.role.${each}`) }))}
          onChange={setRole}
        />
      </div>
      <div>
        <Button type="submit" disabled={invite.isPending}>
          {t('people.invite')}
        </Button>
      </div>
      {link && (
        <div className="alert alert--note" role="status">
          <p>{t('people.link', { name: link.name })}</p>
          <p>
            <code>{link.url}</code>
          </p>
          <p>
            <a
              href={`mailto:${encodeURIComponent(link.email)}?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(t('people.mail', { title, url: link.url }))}`}
            >
              {t('people.send')}
            </a>
          </p>
        </div>
      )}
    </form>
  );
}

export function People({ id, title, joined }: { id: string; title: string; joined: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  // Asked again whenever the number of people in the room changes.
  const { data, error } = useQuery({
    queryKey: ['ambition', 'people', id, joined],
    queryFn: () => unwrap(api.GET('/ambition-sessions/{id}/participants', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
  const remove = useMutation({
    mutationFn: (participant: string) =>
      unwrap(
        api.DELETE('/ambition-sessions/{id}/participants/{participant}', { params: { path: { id, participant } } }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['ambition', 'people', id] }),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="people">
      <h2 id="people">{t('people.title')}</h2>
      {error && <ErrorNote error={error} />}
      {remove.error && <ErrorNote error={remove.error} />}
      {data && data.missing.length > 0 && (
        <p className="alert alert--note">
          {t('people.missing', { roles: data.missing.map((role) => t(word('ambition.role', role))).join(', ') })}
        </p>
      )}
      {data?.items.length === 0 && <p className="soft">{t('people.empty')}</p>}
      {data && data.items.length > 0 && (
        <ul className="list people">
          {data.items.map((person) => (
            <li key={person.id} className="row row--between">
              <span>
                {person.name ?? t('seat.anonymous')}{' '}
                <span className="soft">{t(word('ambition.role', person.role))}</span>{' '}
                {!person.joinedAt && <span className="tag tag--plain">{t('people.invited')}</span>}
                {person.scored && <span className="tag">{t('people.scored')}</span>}
              </span>
              <Confirmed
                label={t('people.remove')}
                name={person.name ?? t('seat.anonymous')}
                question={t('people.removeQuestion', { name: person.name ?? t('seat.anonymous') })}
                act={() => remove.mutate(person.id)}
                pending={remove.isPending}
              />
            </li>
          ))}
        </ul>
      )}
      <Invite id={id} title={title} />
    </section>
  );
}
