// "Not known yet", with the day on which it will be. The day it is asked for stays.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { date } from '../../format';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { type Moment, useRefreshed } from './supplier';

export function NotYet({ moment }: { moment: Moment }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefreshed();
  const offer = useUndo();
  const [day, setDay] = useState('');
  const params = { path: { id: moment.id } };
  const say = useMutation({
    mutationFn: () => unwrap(api.PUT('/supplier/moments/{id}/later', { params, body: { knownOn: day } })),
    onSuccess: async () => {
      await refresh();
      void navigate('/leverancier/overzicht');
      offer(t('supplier.saidLater', { day: date(day) }), async () => {
        await unwrap(api.DELETE('/supplier/moments/{id}/later', { params }));
        await refresh();
      });
    },
  });
  return (
    <details>
      <summary>{t('supplier.later')}</summary>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          say.mutate();
        }}
      >
        <ErrorSummary error={say.error} />
        <Field
          type="date"
          label={t('supplier.laterDay')}
          hint={t('supplier.laterHint', { day: date(moment.dueOn) })}
          value={day}
          required
          onChange={(event) => setDay(event.target.value)}
          pointer="/knownOn"
          error={say.error}
        />
        <div>
          <Button type="submit" disabled={say.isPending}>
            {t('supplier.laterKeep')}
          </Button>
        </div>
      </form>
    </details>
  );
}
