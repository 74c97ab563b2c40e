// Looking back at an "unless": was it right?
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { useRefresh } from './purchase';

const outcomes = ['right', 'possible', 'done_anyway'] as const;

export function LookBack({ row }: { row: Schema['UnlessRow'] }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>('right');
  const [words, setWords] = useState('');
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/unless-decisions/{id}/outcome', { params: { path: { id: row.id } }, body: { outcome, words } }),
      ),
    onSuccess: refresh,
  });
  return (
    <details className="no-print">
      <summary>
        {t('unless.lookBack')}
        <span className="visually-hidden">{` ${row.purchase}`}</span>
      </summary>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ErrorSummary error={save.error} />
        <Select
          label={t('unless.howTurnedOut')}
          value={outcome}
          options={outcomes.map((each) => ({ value: each, label: t(`unless.outcome.${each}`) }))}
          onChange={(next) => setOutcome(next as typeof outcome)}
        />
        <TextArea
          label={t('unless.lesson')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          required
          pointer="/words"
          error={save.error}
        />
        <div>
          <Button type="submit" disabled={save.isPending}>
            {t('app.save')}
          </Button>
        </div>
      </form>
    </details>
  );
}
