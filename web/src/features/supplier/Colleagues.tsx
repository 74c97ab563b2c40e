// Who reports for the same supplier: somebody more by mail, and an access that ends.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Act, Button, ErrorNote, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { Awaited } from '../../ui/list';
import { useUndo } from '../../ui/Undo';
import { Inside } from './Inside';
import { useRefreshed } from './supplier';

type Colleague = Schema['Colleague'];

function Line({ colleague }: { colleague: Colleague }) {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const offer = useUndo();
  const params = { path: { id: colleague.id } };
  const restore = async () => {
    await unwrap(api.DELETE('/supplier/colleagues/{id}/ending', { params }));
    await refresh();
  };
  const end = useMutation({
    mutationFn: () => unwrap(api.PUT('/supplier/colleagues/{id}/ending', { params })),
    onSuccess: async () => {
      await refresh();
      offer(t('supplier.accessEnded', { name: colleague.name }), restore);
    },
  });
  const back = useMutation({
    mutationFn: restore,
    onSuccess: () =>
      offer(t('supplier.accessBack', { name: colleague.name }), async () => {
        await unwrap(api.PUT('/supplier/colleagues/{id}/ending', { params }));
        await refresh();
      }),
  });
  const facts = [
    colleague.email,
    colleague.self ? t('supplier.thatIsYou') : '',
    colleague.municipalities.join(', '),
    colleague.invitedName ? t('supplier.invitedBy', { name: colleague.invitedName }) : '',
    colleague.ended ? t('supplier.accessOver', { name: colleague.endedName ?? t('supplier.theMunicipality') }) : '',
  ].filter(Boolean);
  return (
    <li>
      {colleague.name}
      <div className="soft small">{facts.join(' · ')}</div>
      {(end.error ?? back.error) && <ErrorNote error={end.error ?? back.error} />}
      <div className="row no-print">
        {!colleague.self && !colleague.ended && (
          <Act of={colleague.name} disabled={end.isPending} onClick={() => end.mutate()}>
            {t('supplier.endAccess')}
          </Act>
        )}
        {colleague.ended && colleague.restorable && (
          <Act of={colleague.name} disabled={back.isPending} onClick={() => back.mutate()}>
            {t('supplier.giveAccessBack')}
          </Act>
        )}
      </div>
    </li>
  );
}

function Invite() {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const offer = useUndo();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const invite = useMutation({
    mutationFn: () => unwrap(api.POST('/supplier/colleagues', { body: { name, email } })),
    onSuccess: async (made) => {
      setName('');
      setEmail('');
      await refresh();
      offer(t('supplier.invited', { name: made.name }), async () => {
        await unwrap(api.PUT('/supplier/colleagues/{id}/ending', { params: { path: { id: made.id } } }));
        await refresh();
      });
    },
  });
  return (
    <form
      className="card form no-print"
      aria-label={t('supplier.invite')}
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <h2>{t('supplier.invite')}</h2>
      <p className="soft small">{t('supplier.inviteHint')}</p>
      <ErrorSummary error={invite.error} />
      <Field
        label={t('supplier.colleagueName')}
        value={name}
        required
        onChange={(event) => setName(event.target.value)}
        pointer="/name"
        error={invite.error}
      />
      <Field
        type="email"
        label={t('supplier.colleagueEmail')}
        value={email}
        required
        onChange={(event) => setEmail(event.target.value)}
        pointer="/email"
        error={invite.error}
      />
      <div>
        <Button type="submit" primary disabled={invite.isPending}>
          {t('supplier.inviteSend')}
        </Button>
      </div>
    </form>
  );
}

function Screen() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['supplier', 'colleagues'],
    queryFn: () => unwrap(api.GET('/supplier/colleagues')),
  });
  return (
    <>
      <PageTitle title={t('supplier.colleagues')} />
      <Awaited data={data} error={error} />
      {data && (
        <ul className="card list">
          {data.items.map((each) => (
            <Line key={each.id} colleague={each} />
          ))}
        </ul>
      )}
      <Invite />
    </>
  );
}

export function Colleagues() {
  return <Inside>{() => <Screen />}</Inside>;
}
