// Where the purchase is, and the next step. Into the open only when every theme was decided, or anyway, loudly.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Button } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { isPublic, nextSteps, type Purchase, type Status, useRefresh } from './purchase';

export function Steps({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const steps = nextSteps(purchase.status);
  // What comes next: of a small one that it was bought, of one on which all is decided that it goes out, else the step after this one.
  const goesOut = steps.includes('published') && purchase.undecided === 0;
  const first = purchase.small && steps.includes('ended') ? 'ended' : goesOut ? 'published' : (steps[0] ?? 'planned');
  const [chosen, setChosen] = useState<Status | null>(null);
  const [reason, setReason] = useState('');
  const next = chosen && steps.includes(chosen) ? chosen : first;
  const gate = isPublic(next) && !isPublic(purchase.status) && purchase.undecided > 0;
  const move = useMutation({
    mutationFn: (anyway: boolean) =>
      unwrap(
        api.PUT('/purchases/{id}/status', {
          params: { path: { id: purchase.id }, header: { 'If-Match': `"${purchase.version}"` } },
          body: { status: next, reason: reason || null, anyway },
        }),
      ),
    onSuccess: async () => {
      setChosen(null);
      setReason('');
      await refresh();
    },
    onError: () => void refresh(),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="steps">
      <h2 id="steps">{t('purchase.step')}</h2>
      <p>
        {t('purchase.now', { status: t(`purchase.status.${purchase.status}`) })} {purchase.statusReason}
      </p>
      {mayEdit && (
        <form
          className="form no-print"
          onSubmit={(event) => {
            event.preventDefault();
            move.mutate(gate);
          }}
        >
          <ErrorSummary error={move.error} />
          <Select
            label={t('purchase.nextStep')}
            value={next}
            options={steps.map((each) => ({
              value: each,
              label: purchase.small && each === 'ended' ? t('small.bought') : t(`purchase.status.${each}`),
            }))}
            onChange={(value) => setChosen(value as Status)}
            pointer="/status"
            error={move.error}
          />
          {gate && (
            <p className="alert">
              <Link to={`/inkopen/${purchase.id}/impact`}>{t('purchase.gate', { count: purchase.undecided })}</Link>{' '}
              {purchase.mayDecide && t('purchase.gateHolder')}
            </p>
          )}
          {(next === 'stopped' || (gate && purchase.mayDecide)) && (
            <TextArea
              label={t(next === 'stopped' ? 'purchase.stopWhy' : 'purchase.anywayWhy')}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              required
              pointer="/reason"
              error={move.error}
            />
          )}
          <div>
            <Button type="submit" disabled={move.isPending || (gate && !purchase.mayDecide)}>
              {t(gate ? 'purchase.moveAnyway' : 'purchase.move')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
