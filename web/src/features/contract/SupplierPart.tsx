// Who is asked at the supplier: contacts, when they were asked and came in, and the question by mail.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { seen, useRefresh, type Contract } from './contract';

type Contact = Schema['SupplierContact'];

function ContactForm({ contact, partyId, close }: { contact: Contact | null; partyId: string; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [name, setName] = useState(contact?.name ?? '');
  const [email, setEmail] = useState(contact?.email ?? '');
  const keep = useMutation({
    mutationFn: () =>
      contact
        ? unwrap(
            api.PUT('/supplier-contacts/{id}', {
              params: { path: { id: contact.id }, header: seen(contact.version) },
              body: { name, email },
            }),
          )
        : unwrap(api.POST('/parties/{id}/contacts', { params: { path: { id: partyId } }, body: { name, email } })),
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  return (
    <form
      className="form"
      aria-label={t(contact ? 'contract.changeContact' : 'contract.addContact')}
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <ErrorSummary error={keep.error} />
      <Field
        label={t('contract.contactName')}
        value={name}
        required
        onChange={(event) => setName(event.target.value)}
        pointer="/name"
        error={keep.error}
      />
      <Field
        type="email"
        label={t('contract.contactEmail')}
        value={email}
        required
        onChange={(event) => setEmail(event.target.value)}
        pointer="/email"
        error={keep.error}
      />
      <div className="row">
        <Button type="submit" disabled={keep.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={close}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

function ContactLine({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const mayEdit = useMay('contract.edit');
  const [changing, setChanging] = useState(false);
  const params = { path: { id: contact.id } };
  const restore = async () => {
    await unwrap(api.DELETE('/supplier-contacts/{id}/ending', { params }));
    await refresh();
  };
  const end = useMutation({
    mutationFn: () => unwrap(api.PUT('/supplier-contacts/{id}/ending', { params })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.contactEnded', { name: contact.name }), restore);
    },
  });
  const back = useMutation({
    mutationFn: restore,
    onSuccess: () =>
      offer(t('contract.contactBack', { name: contact.name }), async () => {
        await unwrap(api.PUT('/supplier-contacts/{id}/ending', { params }));
        await refresh();
      }),
  });
  if (changing) return <ContactForm contact={contact} partyId="" close={() => setChanging(false)} />;
  const facts = [
    contact.email ?? '',
    contact.invitedName ? t('contract.invitedBy', { name: contact.invitedName }) : '',
    contact.ended ? t('contract.contactOff') : '',
    contact.endedName ? t('contract.endedBy', { name: contact.endedName }) : '',
    contact.askedAt ? t('contract.askedOn', { day: date(contact.askedAt) }) : '',
    contact.seenAt ? t('contract.cameIn', { day: date(contact.seenAt) }) : '',
  ].filter(Boolean);
  return (
    <>
      {contact.name}
      <span className="soft small">{` ${facts.join(' · ')}`}</span>
      {(end.error ?? back.error) && <ErrorNote error={end.error ?? back.error} />}
      {mayEdit && (
        <div className="row no-print">
          {!contact.ended && (
            <>
              <Act of={contact.name} onClick={() => setChanging(true)}>
                {t('contract.changeContact')}
              </Act>
              <Act of={contact.name} disabled={end.isPending} onClick={() => end.mutate()}>
                {t('contract.endContact')}
              </Act>
            </>
          )}
          {contact.ended && (
            <Act of={contact.name} disabled={back.isPending} onClick={() => back.mutate()}>
              {t('contract.restoreContact')}
            </Act>
          )}
        </div>
      )}
    </>
  );
}

export function SupplierPart({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('contract.edit');
  const [adding, setAdding] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'supplier'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/supplier', { params: { path: { id: contract.id } } })),
  });
  const ask = useMutation({
    mutationFn: () => unwrap(api.POST('/contracts/{id}/questions', { params: { path: { id: contract.id } } })),
    onSettled: () => refresh(),
  });
  const partyId = data?.partyId;
  const someone = data?.contacts.some((each) => !each.ended) ?? false;
  return (
    <section className="card stack stack--small" aria-labelledby="supplier">
      <h2 id="supplier">{t('contract.supplierTitle')}</h2>
      {error && <ErrorNote error={error} />}
      {data && !partyId && <p>{t('contract.noPartyYet')}</p>}
      {data && partyId && (
        <>
          {data.contacts.length === 0 && <p>{t('contract.noContacts')}</p>}
          <ul className="list">
            {data.contacts.map((each) => (
              <li key={each.id}>
                <ContactLine contact={each} />
              </li>
            ))}
          </ul>
          {data.notKnown.map((each) => (
            <p key={each.momentId} className="small">
              {t('contract.notKnownYet', { name: each.reporterName, day: date(each.knownOn) })}
            </p>
          ))}
          {mayEdit && adding && <ContactForm contact={null} partyId={partyId} close={() => setAdding(false)} />}
          {mayEdit && !data.mailConfigured && <p className="small soft">{t('contract.noMail')}</p>}
          {mayEdit && !adding && (
            <div className="row no-print">
              {someone && data.mailConfigured && (
                <Button disabled={ask.isPending} onClick={() => ask.mutate()}>
                  {t('contract.askReport')}
                </Button>
              )}
              <Button onClick={() => setAdding(true)}>{t('contract.addContact')}</Button>
            </div>
          )}
          {ask.error && <ErrorNote error={ask.error} />}
          {ask.data && <p role="status">{t('contract.askedReport', { count: ask.data.letters })}</p>}
        </>
      )}
    </section>
  );
}
