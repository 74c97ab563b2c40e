// "Unless" of one theme: propose, decide, refuse, take back, reopen. Who may do what is the server's to say; the page shows what
// this person can do.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap, type Schema } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, dateTime } from '../../format';
import { Button, ErrorSummary, Field, Select, TextArea } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { isAwarded, useReasons, useRefresh, type Purchase, type ThemeView } from './purchase';

type Input = Schema['UnlessInput'];
interface Props {
  purchase: Purchase;
  theme: ThemeView;
}

function useDecide({ purchase, theme }: Props) {
  const refresh = useRefresh();
  const params = { path: { id: purchase.id, theme: theme.theme }, header: { 'If-Match': `"${theme.version}"` } };
  return useMutation({
    mutationFn: ({
      step,
      input,
      words,
    }: {
      step: 'propose' | 'decide' | 'apply' | 'reopen' | 'withdraw';
      input?: Input;
      words?: string;
    }): Promise<unknown> => {
      const body = { words: words ?? '' };
      const whole = input ?? { reason: '', words: '', validTo: null, forCategory: false };
      if (step === 'propose')
        return unwrap(api.PUT('/purchases/{id}/themes/{theme}/proposal', { params, body: whole }));
      if (step === 'decide') return unwrap(api.PUT('/purchases/{id}/themes/{theme}/unless', { params, body: whole }));
      if (step === 'apply') return unwrap(api.PUT('/purchases/{id}/themes/{theme}/application', { params, body }));
      if (step === 'reopen') return unwrap(api.PUT('/purchases/{id}/themes/{theme}/reopening', { params, body }));
      return unwrap(api.PUT('/purchases/{id}/themes/{theme}/proposal-withdrawal', { params, body }));
    },
    onSuccess: refresh,
    onError: () => void refresh(),
  });
}

function UnlessForm({ purchase, theme }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = useReasons();
  const decide = useDecide({ purchase, theme });
  const [input, setInput] = useState<Input>({ reason: '', words: '', validTo: null, forCategory: false });
  const step = purchase.mayDecide ? 'decide' : 'propose';
  return (
    <details className="no-print">
      <summary>
        {t('unless.open')}
        <span className="visually-hidden">{` ${names.theme(theme.theme)}`}</span>
      </summary>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate({ step, input });
        }}
      >
        <p>
          {t(purchase.mayDecide ? 'unless.youDecide' : 'unless.youPropose', {
            name: purchase.budgetHolder ?? t('purchase.noHolder'),
          })}
        </p>
        <ErrorSummary error={decide.error} />
        <Select
          label={t('unless.reason')}
          value={input.reason}
          options={[{ value: '', label: t('unless.chooseReason') }, ...reasons]}
          onChange={(reason) => setInput({ ...input, reason })}
          pointer="/reason"
          error={decide.error}
        />
        <TextArea
          label={t('unless.words')}
          value={input.words}
          onChange={(event) => setInput({ ...input, words: event.target.value })}
          required
          pointer="/words"
          error={decide.error}
        />
        <Field
          label={t('unless.validTo')}
          hint={t('unless.validToHint')}
          type="date"
          value={input.validTo ?? ''}
          onChange={(event) => setInput({ ...input, validTo: event.target.value || null })}
          pointer="/validTo"
          error={decide.error}
        />
        {purchase.mayDecide && purchase.category && (
          <label className="row">
            <input
              type="checkbox"
              data-pointer="/forCategory"
              checked={input.forCategory}
              onChange={(event) => setInput({ ...input, forCategory: event.target.checked })}
            />{' '}
            {t('unless.forCategory')}
          </label>
        )}
        <div>
          <Button type="submit" disabled={decide.isPending}>
            {t(purchase.mayDecide ? 'unless.decide' : 'unless.propose')}
          </Button>
        </div>
      </form>
    </details>
  );
}

// A step that says something in words.
function WithWords({
  label,
  submit,
  required,
  pending,
  error,
  onSubmit,
}: {
  label: string;
  submit: string;
  required: boolean;
  pending: boolean;
  error: unknown;
  onSubmit: (words: string) => void;
}) {
  const [words, setWords] = useState('');
  return (
    <form
      className="form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(words);
      }}
    >
      <ErrorSummary error={error} />
      <TextArea
        label={label}
        value={words}
        rows={2}
        onChange={(event) => setWords(event.target.value)}
        required={required}
        pointer="/words"
        error={error}
      />
      <div>
        <Button type="submit" disabled={pending}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

export function UnlessPart({ purchase, theme }: Props) {
  const { t } = useTranslation();
  const reasons = useReasons();
  const mayEdit = useMay('purchase.edit');
  const mayReopen = useMay('purchase.reopen');
  const decide = useDecide({ purchase, theme });
  const closed = ['ended', 'stopped'].includes(purchase.status);
  const awarded = isAwarded(purchase.status);
  const reason = reasons.find((each) => each.value === theme.reason)?.label ?? '';
  const said = (
    <>
      <p>
        <strong>{t(theme.state === 'proposed' ? 'unless.isProposed' : 'unless.isDecided')}</strong>{' '}
        {[reason, theme.words].filter(Boolean).join('. ')}
      </p>
      <p className="soft small">
        {[
          theme.person ?? '',
          theme.at ? dateTime(theme.at) : '',
          theme.validTo ? t('unless.until', { day: date(theme.validTo) }) : '',
          theme.standing ? t('unless.wholeCategory') : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </>
  );
  if (theme.state === 'proposed')
    return (
      <div className="alert alert--note stack stack--small">
        {said}
        {purchase.mayDecide && !closed && (
          <>
            <div className="no-print">
              <Button
                primary
                disabled={decide.isPending}
                onClick={() =>
                  decide.mutate({
                    step: 'decide',
                    input: {
                      reason: theme.reason ?? '',
                      words: theme.words ?? '',
                      validTo: theme.validTo ?? null,
                      forCategory: false,
                    },
                  })
                }
              >
                {t('unless.agree')}
              </Button>
            </div>
            <WithWords
              label={t('unless.refuseWhy')}
              submit={t('unless.refuse')}
              required
              pending={decide.isPending}
              error={decide.error}
              onSubmit={(words) => decide.mutate({ step: 'apply', words })}
            />
          </>
        )}
        {!purchase.mayDecide && <p>{t('unless.waits', { name: purchase.budgetHolder ?? t('purchase.noHolder') })}</p>}
        {!purchase.mayDecide && mayEdit && !closed && (
          <div className="no-print">
            {decide.error && <ErrorSummary error={decide.error} />}
            <Button onClick={() => decide.mutate({ step: 'withdraw' })} disabled={decide.isPending}>
              {t('unless.withdraw')}
            </Button>
          </div>
        )}
      </div>
    );
  if (theme.state === 'unless')
    return (
      <div className="alert alert--note stack stack--small">
        {said}
        {purchase.mayDecide && !closed && (
          <div className="no-print">
            {decide.error && <ErrorSummary error={decide.error} />}
            <Button onClick={() => decide.mutate({ step: 'apply' })} disabled={decide.isPending}>
              {t('unless.apply')}
            </Button>
          </div>
        )}
        {mayReopen && !purchase.mayDecide && !closed && (
          <WithWords
            label={t('unless.reopenWhy')}
            submit={t('unless.reopen')}
            required
            pending={decide.isPending}
            error={decide.error}
            onSubmit={(words) => decide.mutate({ step: 'reopen', words })}
          />
        )}
      </div>
    );
  // What was awarded was asked; only an unless can still be looked at again.
  return mayEdit && !closed && !awarded ? <UnlessForm purchase={purchase} theme={theme} /> : null;
}
