// An address that leads nowhere: search for what was meant, or go back.
import type { FormEvent } from 'react';
import { useTranslation } from '../i18n/say';
import { Link, useLocation, useNavigate } from 'react-router';
import { useMay } from '../api/queries';
import { Button, PageTitle } from '../ui/basics';
import { Field } from '../ui/fields';
import { fieldValue } from '../ui/form';

// What an address says in words: /inkopen/grof-afval is about "grof afval".
function wordsOf(path: string): string {
  const last = decodeURIComponent(path.split('/').filter(Boolean).pop() ?? '');
  return /^[0-9a-f-]{36}$/.test(last) ? '' : last.replace(/[-_+]/g, ' ').trim();
}

export function NotFound() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const maySearch = useMay('policy.read');
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void navigate(`/zoeken?q=${encodeURIComponent(fieldValue(event.currentTarget, 'zoek'))}`);
  };
  return (
    <div className="stack">
      <PageTitle title={t('error.notFound')} />
      <p className="lead">{t('error.notFoundDetail')}</p>
      {maySearch && (
        <form className="form" role="search" onSubmit={search}>
          <Field
            label={t('error.notFoundSearch')}
            name="zoek"
            type="search"
            defaultValue={wordsOf(pathname)}
            pointer="/zoek"
            error={null}
          />
          <div>
            <Button primary type="submit">
              {t('error.notFoundFind')}
            </Button>
          </div>
        </form>
      )}
      <p className="row">
        <button type="button" className="plain" onClick={() => void navigate(-1)}>
          {t('error.back')}
        </button>
        <Link to="/">{t('trouble.start')}</Link>
      </p>
    </div>
  );
}
