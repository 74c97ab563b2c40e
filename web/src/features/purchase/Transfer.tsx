// When somebody leaves or a unit changes: what runs moves, decisions keep their name.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { usePeople } from '../../api/queries';
import { Button } from '../../ui/basics';
import { ErrorSummary, Select } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { useRefresh } from './purchase';

export function Transfer() {
  const { t } = useTranslation();
  const names = useNames();
  const people = usePeople().data?.items ?? [];
  const refresh = useRefresh();
  const [person, setPerson] = useState({ from: '', to: '' });
  const [unit, setUnit] = useState({ from: '', to: '' });
  const move = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/purchase-transfers', {
          body: {
            fromPersonId: person.from || null,
            toPersonId: person.to || null,
            fromUnitId: unit.from || null,
            toUnitId: unit.to || null,
          },
        }),
      ),
    onSuccess: refresh,
  });
  const none = { value: '', label: '–' };
  const everybody = [none, ...people.map((each) => ({ value: each.id, label: each.name }))];
  const units = [none, ...names.units.map((each) => ({ value: each.id, label: each.name }))];
  return (
    <section className="card stack stack--small" aria-labelledby="transfer">
      <h2 id="transfer">{t('transfer.title')}</h2>
      <p>{t('transfer.intro')}</p>
      <form
        className="form form--wide"
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate();
        }}
      >
        <ErrorSummary error={move.error} />
        {move.data && (
          <p className="alert alert--note" role="status">
            {t('transfer.done', { purchases: move.data.purchases, tasks: move.data.tasks })}
          </p>
        )}
        <div className="form__row">
          <Select
            label={t('transfer.fromPerson')}
            value={person.from}
            options={everybody}
            onChange={(from) => setPerson({ ...person, from })}
            pointer="/fromPersonId"
            error={move.error}
          />
          <Select
            label={t('transfer.toPerson')}
            value={person.to}
            options={everybody}
            onChange={(to) => setPerson({ ...person, to })}
            pointer="/toPersonId"
            error={move.error}
          />
        </div>
        <div className="form__row">
          <Select
            label={t('transfer.fromUnit')}
            value={unit.from}
            options={units}
            onChange={(from) => setUnit({ ...unit, from })}
            pointer="/fromUnitId"
            error={move.error}
          />
          <Select
            label={t('transfer.toUnit')}
            value={unit.to}
            options={units}
            onChange={(to) => setUnit({ ...unit, to })}
            pointer="/toUnitId"
            error={move.error}
          />
        </div>
        <div>
          <Button type="submit" disabled={move.isPending || (!person.from && !unit.from)}>
            {t('transfer.move')}
          </Button>
        </div>
      </form>
    </section>
  );
}
