// "Unless" of one theme: propose, decide, refuse, take back, reopen. Who may do what is the server's to say; the page shows what
// this person can do.
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useMay } from '../../api/queries';
import { date, dateTime } from '../../format';
import { Button } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { isAwarded, useReasons } from './purchase';
import { type Props, UnlessForm, useDecide } from './UnlessForm';
import { Departs } from './Wanted';

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
        <strong>
          {t(
            theme.secondLook
              ? 'secondLook.isWaiting'
              : theme.state === 'proposed'
                ? 'unless.isProposed'
                : 'unless.isDecided',
          )}
        </strong>{' '}
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
  if (theme.secondLook)
    return (
      <div className="alert alert--note stack stack--small">
        {said}
        <Departs from={theme.departs} />
        <p>{t('secondLook.waits', { names: theme.lookNames || t('turn.nobody') })}</p>
        {theme.mayLook && !closed && (
          <>
            <div className="no-print">
              <Button primary disabled={decide.isPending} onClick={() => decide.mutate({ step: 'look' })}>
                {t('secondLook.agree')}
              </Button>
            </div>
            <WithWords
              label={t('unless.refuseWhy')}
              submit={t('unless.refuse')}
              required
              pending={decide.isPending}
              error={decide.error}
              onSubmit={(words) => decide.mutate({ step: 'refuseLook', words })}
            />
          </>
        )}
        {purchase.mayDecide && !closed && (
          <div className="no-print">
            {decide.error && <ErrorSummary error={decide.error} />}
            <Button onClick={() => decide.mutate({ step: 'apply' })} disabled={decide.isPending}>
              {t('secondLook.takeBack')}
            </Button>
          </div>
        )}
      </div>
    );
  if (theme.state === 'proposed')
    return (
      <div className="alert alert--note stack stack--small">
        {said}
        <Departs from={theme.departs} />
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
