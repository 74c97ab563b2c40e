// Setting the focus of one theme for a category, or proposing it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { usePeople } from '../../api/queries';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { type Chosen } from './Focus';

export function Edit({
  chosen,
  now,
  proposal,
  done,
}: {
  chosen: Chosen;
  now: Schema['Focus'] | undefined;
  proposal: Schema['FocusProposal'] | undefined;
  done: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const people = usePeople().data?.items ?? [];
  const [focus, setFocus] = useState(String(now?.focus ?? proposal?.focus ?? 1));
  const [contact, setContact] = useState(now?.contactId ?? '');
  const save = useMutation({
    mutationFn: (body: Schema['FocusInput']) =>
      unwrap(
        api.PUT('/category-focus/{category}/{theme}', {
          params: { path: chosen, header: { 'If-Match': `"${now?.version ?? 0}"` } },
          body,
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['criteria', 'focus'] });
      done();
    },
  });
  return (
    <form
      className="form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        save.mutate({
          focus: Number(focus),
          reason: fieldValue(form, 'reason'),
          examples: fieldValue(form, 'examples') || null,
          contactId: contact || null,
        });
      }}
    >
      <ErrorSummary error={save.error} />
      <div className="form__row">
        <Select
          label={t('focus.focus')}
          value={focus}
          options={[0, 1, 2, 3].map((each) => ({
            value: String(each),
            label: `${each} ${t(word('focus.level', each))}`,
          }))}
          onChange={setFocus}
          pointer="/focus"
          error={save.error}
        />
        <Select
          label={t('focus.contact')}
          value={contact}
          options={[{ value: '', label: '–' }, ...people.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={setContact}
        />
      </div>
      <TextArea
        label={t('focus.reason')}
        name="reason"
        required
        defaultValue={
          now?.reason ?? (proposal ? t('focus.history', { asked: proposal.asked, count: proposal.procedures }) : '')
        }
        pointer="/reason"
        error={save.error}
      />
      <TextArea
        label={t('focus.examples')}
        name="examples"
        defaultValue={now?.examples ?? ''}
        pointer="/examples"
        error={save.error}
      />
      <div className="row">
        <Button primary type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={done}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}
