// What the group left to somebody, decided afterwards.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { levelNumbers } from './room';

export function Decide({ sessionId, theme }: { sessionId: string; theme: Schema['ThemeResult'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [level, setLevel] = useState('2');
  const session = useQuery({
    queryKey: ['ambition', 'session', sessionId],
    queryFn: () => unwrap(api.GET('/ambition-sessions/{id}', { params: { path: { id: sessionId } } })),
  });
  const save = useMutation({
    mutationFn: (body: Schema['OutcomeInput']) =>
      unwrap(
        api.PUT('/ambition-sessions/{id}/themes/{position}/outcome', {
          params: {
            path: { id: sessionId, position: String(theme.position) },
            header: { 'If-Match': `"${session.data?.version}"` },
          },
          body,
        }),
      ),
    onSettled: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
  return (
    <form
      className="form form--wide no-print"
      aria-label={t('decide.title', { theme: theme.title })}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          state: 'agreed',
          level: Number(level),
          reason: fieldValue(event.currentTarget, 'reason'),
          decider: theme.decider ?? null,
        });
      }}
    >
      <ErrorSummary error={save.error} />
      <div className="form__row">
        <Select
          label={t('lead.agreedLevel')}
          value={level}
          options={levelNumbers.map((each) => ({
            value: String(each),
            label: `${each} ${t(`ambition.level.${each}`)}`,
          }))}
          onChange={setLevel}
        />
        <Field label={t('lead.reason')} name="reason" required pointer="/reason" error={save.error} />
      </div>
      <div>
        <Button type="submit" disabled={save.isPending || !session.data}>
          {t('decide.save')}
        </Button>
      </div>
    </form>
  );
}
