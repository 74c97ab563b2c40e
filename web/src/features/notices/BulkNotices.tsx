// What can be done with the notices that were picked.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useUnits } from '../../api/queries';
import { Button } from '../../ui/basics';
import { Changed } from '../../ui/Changed';
import { Select } from '../../ui/fields';
import { BulkBar, type Selection } from '../../ui/selection';
import { useUndo } from '../../ui/Undo';
import { ClaimMany, useSettled } from './Owner';

// Whose the notices that were picked are, and which unit they belong to.
export function BulkNotices({ selection, found }: { selection: Selection; found: Schema['NoticeQuery'] }) {
  const { t } = useTranslation();
  const settled = useSettled();
  const offer = useUndo();
  const units = useUnits().data?.items ?? [];
  const [unit, setUnit] = useState('');
  const give = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/notice-units', {
          body: {
            ids: selection.all ? [] : selection.ids,
            ...(selection.all ? { found } : {}),
            unitId: unit === '-' ? null : unit,
          },
        }),
      ),
    onSuccess: async (done) => {
      selection.clear();
      await settled();
      offer(t('list.changed', { count: done.changed }), async () => {
        await unwrap(api.POST('/notice-units/{id}/undoing', { params: { path: { id: done.act ?? '' } } }));
        await settled();
      });
    },
  });
  return (
    <>
      <Changed result={give.data} error={give.error} />
      <BulkBar selection={selection}>
        <Select
          label={t('owner.unit')}
          value={unit}
          options={[
            { value: '', label: t('owner.chooseUnit') },
            ...units.map((each) => ({ value: each.id, label: each.name })),
            { value: '-', label: t('app.noUnit') },
          ]}
          onChange={setUnit}
        />
        <Button disabled={!unit || give.isPending} onClick={() => give.mutate()}>
          {t('owner.give')}
        </Button>
        {!selection.all && <ClaimMany chosen={selection.ids} onDone={selection.clear} />}
      </BulkBar>
    </>
  );
}
