// The session ended while somebody was at work: they sign in over the page, and everything on it is still there.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from '../i18n/say';
import { Credentials } from '../features/auth/Credentials';
import { api, unwrap, type Schema } from '../api/client';
import { expired, sessionKey } from '../api/queries';
import { Button } from '../ui/basics';
import { ErrorSummary } from '../ui/fields';
import { fieldValue } from '../ui/form';

export function Expired({ session }: { session: Schema['Current'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const ask = () => setOpen(true);
    window.addEventListener(expired, ask);
    return () => window.removeEventListener(expired, ask);
  }, []);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const signIn = useMutation({
    mutationFn: (account: { userName: string; password: string }) =>
      unwrap(api.POST('/sessions', { body: { ...account, municipality: session.municipality.code } })),
    onSuccess: async () => {
      const now = await unwrap(api.GET('/sessions/current'));
      // Somebody else: nothing of the page is theirs.
      if (now.person.id !== session.person.id) {
        window.location.assign('/');
        return;
      }
      client.setQueryData(sessionKey, now);
      setOpen(false);
      await client.invalidateQueries();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    signIn.mutate({ userName: fieldValue(form, 'userName'), password: fieldValue(form, 'password') });
  };
  return (
    <dialog
      ref={dialog}
      className="card dialog"
      aria-labelledby="expired-title"
      onCancel={(event) => event.preventDefault()}
    >
      {open && (
        <form className="form" onSubmit={submit}>
          <h2 id="expired-title">{t('expired.title')}</h2>
          <p>{t('expired.detail')}</p>
          <ErrorSummary error={signIn.error} />
          <Credentials error={signIn.error} />
          <div className="row">
            <Button primary type="submit" disabled={signIn.isPending}>
              {t('expired.goOn')}
            </Button>
            <a href="/inloggen">{t('expired.otherwise')}</a>
          </div>
        </form>
      )}
    </dialog>
  );
}
