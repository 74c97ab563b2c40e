// The two fields of signing in: on its own page, and over a page when the session ended.
import { useTranslation } from '../../i18n/say';
import { Field } from '../../ui/fields';

export function Credentials({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <>
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
        name="password"
        type="password"
        autoComplete="current-password"
        required
        pointer="/password"
        error={error}
      />
    </>
  );
}
