import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

const fields = ['municipalityCode', 'municipalityName', 'name', 'userName', 'password', 'token'] as const;

// By its name; of one that Tenzij knows the code is filled in, of another it is asked.
function useMunicipality() {
  const known =
    useQuery({ queryKey: ['municipalities'], queryFn: () => unwrap(api.GET('/municipalities')), staleTime: Infinity })
      .data?.items ?? [];
  const [name, setName] = useState('');
  const plain = (text: string) =>
    text
      .trim()
      .replace(/^gemeente\s+/i, '')
      .toLowerCase();
  const found = known.find((each) => plain(each.name) === plain(name));
  return { known, name, setName, code: found?.code };
}

export function Setup() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { known, name, setName, code } = useMunicipality();
  const setUp = useMutation({
    mutationFn: (body: Schema['Setup']) => unwrap(api.POST('/installation', { body })),
    onSuccess: async () => {
      await client.invalidateQueries();
      void navigate('/');
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
          label={t('setup.municipality')}
          hint={t('setup.municipalityHint')}
          name="municipalityName"
          list="municipalities"
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
          required
          pointer="/municipalityName"
          error={error}
        />
        <datalist id="municipalities">
          {known.map((each) => (
            <option key={each.code} value={each.name}>
              {each.province}
            </option>
          ))}
        </datalist>
        {code ? (
          <>
            <input type="hidden" name="municipalityCode" value={code} />
            <p className="soft small">{t('setup.codeFound', { code })}</p>
          </>
        ) : (
          name !== '' && (
            <Field
              label={t('setup.code')}
              hint={t('setup.codeHint')}
              name="municipalityCode"
              pattern="GM[0-9]{4}"
              required
              pointer="/municipalityCode"
              error={error}
            />
          )
        )}
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
