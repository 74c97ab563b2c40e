// The way in: the link of the mail lets one ask for a code, and the code opens the page.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useLocation, useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { useRefreshed } from './supplier';

export function Entry() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefreshed();
  const { hash } = useLocation();
  // The address loses the link with the first step, so that nobody sends it on with the page.
  const [token] = useState(hash.slice(1));
  const ask = useMutation({ mutationFn: () => unwrap(api.POST('/supplier-codes', { body: { token } })) });
  const come = useMutation({
    mutationFn: (code: string) => unwrap(api.POST('/supplier-sessions', { body: { token, code } })),
    onSuccess: async () => {
      await refresh();
      void navigate('/leverancier/overzicht', { replace: true });
    },
  });
  return (
    <div className="stack">
      <PageTitle title={t('supplier.enter')} />
      {token === '' ? (
        <p>{t('supplier.noLink')}</p>
      ) : ask.data ? (
        <form
          className="card form"
          onSubmit={(event) => {
            event.preventDefault();
            come.mutate(fieldValue(event.currentTarget, 'code'));
          }}
        >
          <p role="status">
            {t('supplier.codeSent', { address: ask.data.address, municipality: ask.data.municipality })}
          </p>
          <ErrorSummary error={come.error} />
          <Field
            label={t('supplier.code')}
            hint={t('supplier.codeHint')}
            name="code"
            required
            autoFocus
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            pointer="/code"
            error={come.error}
          />
          <div className="row">
            <Button primary type="submit" disabled={come.isPending}>
              {t('supplier.goOn')}
            </Button>
            <Button type="button" disabled={ask.isPending} onClick={() => ask.mutate()}>
              {t('supplier.newCode')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="card stack stack--small">
          <p>{t('supplier.why')}</p>
          <ErrorSummary error={ask.error} />
          <div>
            <Button primary disabled={ask.isPending} onClick={() => ask.mutate()}>
              {t('supplier.sendCode')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
