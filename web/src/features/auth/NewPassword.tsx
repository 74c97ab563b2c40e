// Chooses a new password with a link of an administrator. The token stands behind the #: it is in no log of any server.
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useLocation } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

export function NewPassword() {
  const { t } = useTranslation();
  const token = useLocation().hash.slice(1);
  const choose = useMutation({
    mutationFn: (password: string) => unwrap(api.POST('/password-resets', { body: { token, password } })),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    choose.mutate(fieldValue(event.currentTarget, 'password'));
  };
  return (
    <div className="stack">
      <PageTitle title={t('newPassword.title')} />
      {choose.data ? (
        <p role="status">
          {t('newPassword.done', { name: choose.data.userName })} <Link to="/inloggen">{t('login.submit')}</Link>
        </p>
      ) : (
        <form className="card form" onSubmit={submit}>
          <p>{t('newPassword.intro')}</p>
          <ErrorSummary error={choose.error} />
          <Field
            label={t('account.renewed')}
            hint={t('app.passwordHint')}
            name="password"
            type="password"
            autoComplete="new-password"
            required
            pointer="/password"
            error={choose.error}
          />
          <div>
            <Button primary type="submit" disabled={choose.isPending}>
              {t('newPassword.submit')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
