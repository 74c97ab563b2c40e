import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { sessionKey, useInstallation } from '../../api/queries';
import { word } from '../../i18n';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary, Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Credentials } from './Credentials';
import { demoPassword } from './demo';

export function Login() {
  const { t } = useTranslation();
  const installation = useInstallation().data;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const signIn = useMutation({
    mutationFn: (account: { userName: string; password: string; municipality?: string }) =>
      unwrap(api.POST('/sessions', { body: account })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionKey });
      const target = params.get('naar') ?? '/';
      void navigate(target.startsWith('/') && !target.startsWith('//') ? target : '/');
    },
  });
  const choices = installation?.municipalities ?? [];
  const [municipality, setMunicipality] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    signIn.mutate({
      userName: fieldValue(form, 'userName'),
      password: fieldValue(form, 'password'),
      ...(municipality && { municipality }),
    });
  };
  return (
    <div className="stack">
      <PageTitle title={t('login.title')} />
      <ErrorSummary error={signIn.error} />
      {installation?.demo && installation.demoAccounts.length > 0 && (
        <section className="card stack" aria-labelledby="demo-title">
          <div>
            <h2 id="demo-title">{t('login.demoTitle')}</h2>
            <p className="soft">{t('login.demoText')}</p>
          </div>
          <ul className="roles">
            {installation.demoAccounts.map((account) => (
              <li key={account.userName}>
                <button
                  type="button"
                  className="role-button"
                  onClick={() => signIn.mutate({ userName: account.userName, password: demoPassword })}
                >
                  <strong>{t(word('role', account.role))}</strong>
                  <span className="soft">{account.name}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <form className="card form" onSubmit={submit}>
        {choices.length > 0 && (
          <Select
            label={t('login.municipality')}
            value={municipality}
            onChange={setMunicipality}
            options={[
              { value: '', label: t('login.anyMunicipality') },
              ...choices.map((each) => ({ value: each.code, label: each.name })),
            ]}
            pointer="/municipality"
            error={signIn.error}
          />
        )}
        <Credentials error={signIn.error} />
        <div>
          <Button primary type="submit" disabled={signIn.isPending}>
            {t('login.submit')}
          </Button>
        </div>
      </form>
    </div>
  );
}
