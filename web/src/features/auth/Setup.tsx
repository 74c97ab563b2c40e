import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

const fields = ['municipalityCode', 'municipalityName', 'name', 'userName', 'password', 'token'] as const;

export function Setup() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const setUp = useMutation({
    mutationFn: (body: Schema['Setup']) => unwrap(api.POST('/installation', { body })),
    onSuccess: async () => {
      await client.invalidateQueries();
      void navigate('/aankondigingen/toevoegen');
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setUp.mutate(Object.fromEntries(fields.map((name) => [name, fieldValue(form, name)])) as Schema['Setup']);
  };
  const error = setUp.error;
  return (
    <div className="stack">
      <PageTitle title={t('setup.title')} />
      <p className="lead">{t('setup.text')}</p>
      <ErrorSummary error={error} />
      <form className="card form" onSubmit={submit}>
        <Field
          label={t('setup.code')}
          name="municipalityCode"
          pattern="GM[0-9]{4}"
          required
          pointer="/municipalityCode"
          error={error}
        />
        <Field
          label={t('setup.municipality')}
          name="municipalityName"
          required
          pointer="/municipalityName"
          error={error}
        />
        <Field label={t('setup.name')} name="name" autoComplete="name" required pointer="/name" error={error} />
        <Field
          label={t('app.userName')}
          name="userName"
          autoComplete="username"
          required
          pointer="/userName"
          error={error}
        />
        <Field
          label={t('app.password')}
          hint={t('app.passwordHint')}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          pointer="/password"
          error={error}
        />
        <Field
          label={t('setup.token')}
          name="token"
          defaultValue={params.get('token') ?? ''}
          required
          pointer="/token"
          error={error}
        />
        <div>
          <Button primary type="submit" disabled={setUp.isPending}>
            {t('setup.submit')}
          </Button>
        </div>
      </form>
    </div>
  );
}
