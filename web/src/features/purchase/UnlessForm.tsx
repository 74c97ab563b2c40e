// Proposing or deciding "unless": the reason, the words, until when.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { Check, ErrorSummary, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { DayField } from '../../ui/values';
import { Departs } from './Wanted';
import { type Purchase, type ThemeView, useReasons, useRefresh } from './purchase';

type Input = Schema['UnlessInput'];

export interface Props {
  purchase: Purchase;
  theme: ThemeView;
}

export function useDecide({ purchase, theme }: Props) {
  const refresh = useRefresh();
  const params = { path: { id: purchase.id, theme: theme.theme }, header: { 'If-Match': `"${theme.version}"` } };
  return useMutation({
    mutationFn: ({
      step,
      input,
      words,
    }: {
      step: 'propose' | 'decide' | 'apply' | 'reopen' | 'withdraw' | 'look' | 'refuseLook';
      input?: Input;
      words?: string;
    }): Promise<unknown> => {
      const body = { words: words ?? '' };
      const whole = input ?? { reason: '', words: '', validTo: null, forCategory: false };
      if (step === 'look' || step === 'refuseLook')
        return unwrap(
          api.PUT('/purchases/{id}/themes/{theme}/second-look', { params, body: { ...body, agreed: step === 'look' } }),
        );
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

export function UnlessForm({ purchase, theme }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = useReasons();
  const decide = useDecide({ purchase, theme });
  const draft = useDraft<Input>(`unless/${purchase.id}/${theme.theme}`, `${t('unless.open')} ${purchase.title}`, {
    reason: '',
    words: '',
    validTo: null,
    forCategory: false,
  });
  const { value: input, set: setInput } = draft;
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
          decide.mutateAsync({ step, input }).then(draft.done, () => undefined);
        }}
      >
        <p>
          {t(purchase.mayDecide ? 'unless.youDecide' : 'unless.youPropose', {
            name: purchase.budgetHolder ?? t('purchase.noHolder'),
          })}
        </p>
        {theme.departs.length > 0 && (
          <div className="alert alert--note stack stack--small">
            <Departs from={theme.departs} />
            <p>{t('secondLook.needed')}</p>
          </div>
        )}
        <ErrorSummary error={decide.error} />
        {draft.note}
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
        <DayField
          label={t('unless.validTo')}
          hint={t('unless.validToHint')}
          day={input.validTo}
          onDay={(day) => setInput({ ...input, validTo: day })}
          pointer="/validTo"
          error={decide.error}
        />
        {purchase.mayDecide && purchase.category && (
          <Check
            checked={input.forCategory}
            onChange={(on) => setInput({ ...input, forCategory: on })}
            data-pointer="/forCategory"
          >
            {t('unless.forCategory')}
          </Check>
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
