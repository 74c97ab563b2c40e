// A sentence that asks something and was not found: said by who reads, kept to learn from.
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Button } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import type { Schema } from '../../api/client';
import type { Passage } from './check';
import { useJudgements } from './FindingPanel';

export function Missed({ doc, passages }: { doc: string; passages: Passage[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const { judge, items, withdraw } = useJudgements(doc);
  const draft = useDraft(`missed/${doc}`, t('check.missed'), { quote: '', theme: '', instrument: 'specification' });
  const [unknown, setUnknown] = useState(false);
  const { quote, theme, instrument } = draft.value;
  const set = (some: Partial<typeof draft.value>) => draft.set({ ...draft.value, ...some });
  const missed = items.filter((each) => each.verdict === 'missed');
  return (
    <details>
      <summary>{t('check.missed')}</summary>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const passage = passages.find((each) => each.text.includes(quote.trim()));
          setUnknown(!passage);
          if (passage)
            judge.mutate(
              {
                passage: passage.position,
                theme: theme || (names.themes[0]?.code ?? ''),
                instrument: instrument as Schema['FindingJudgementInput']['instrument'],
                verdict: 'missed',
                quote: quote.trim(),
              },
              { onSuccess: draft.clear },
            );
        }}
      >
        <ErrorSummary error={judge.error} />
        {unknown && (
          <p className="alert" role="alert">
            {t('check.quoteUnknown')}
          </p>
        )}
        <TextArea
          label={t('check.missedQuote')}
          hint={t('check.missedHint')}
          pointer="/quote"
          error={judge.error}
          required
          value={quote}
          onChange={(event) => set({ quote: event.target.value })}
        />
        <div>
          <Button
            onClick={() => {
              const chosen = window.getSelection()?.toString().trim();
              if (chosen) set({ quote: chosen });
            }}
          >
            {t('check.takeSelection')}
          </Button>
        </div>
        <Select
          label={t('check.theme')}
          value={theme || (names.themes[0]?.code ?? '')}
          options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
          onChange={(next) => set({ theme: next })}
          pointer="/theme"
          error={judge.error}
        />
        <Select
          label={t('check.instrument')}
          value={instrument}
          options={names.instruments.map((each) => ({ value: each.code, label: each.name }))}
          onChange={(next) => set({ instrument: next })}
          pointer="/instrument"
          error={judge.error}
        />
        {draft.note}
        <div>
          <Button type="submit" disabled={judge.isPending || !quote.trim()}>
            {t('check.sayMissed')}
          </Button>
        </div>
      </form>
      {missed.length > 0 && (
        <ul>
          {missed.map((each) => (
            <li key={each.id}>
              {`${names.theme(each.theme)}: ${each.quote}`}{' '}
              <button type="button" className="plain" onClick={() => void withdraw(each.id)}>
                {t('app.undo')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
