// When who is told of what is due and late, in the rhythm of the municipality.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { NumberField } from '../../ui/values';
import { seen, useRefresh } from './contract';

type Now = Schema['Reminders'];
const names = ['beforeDays', 'holderDays', 'directorDays', 'judgeDays'] as const;

const put = ({ beforeDays, holderDays, directorDays, judgeDays }: Now, known: number) =>
  unwrap(
    api.PUT('/contract-reminders', {
      params: { header: seen(known) },
      body: { beforeDays, holderDays, directorDays, judgeDays },
    }),
  );

function Form({ now }: { now: Now }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const may = useMay('purchase.settings');
  const [days, setDays] = useState(now);
  const save = useMutation({
    mutationFn: () => put(days, now.version),
    onSuccess: async (kept) => {
      await refresh();
      offer(t('remind.saved'), async () => {
        await put(now, kept.version);
        await refresh();
      });
    },
    onError: () => void refresh(),
  });
  return (
    <form
      className="card form"
      aria-label={t('remind.title')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      {names.map((name) =>
        may ? (
          <NumberField
            key={name}
            label={t(`remind.${name}`)}
            value={days[name]}
            onValue={(value) => setDays({ ...days, [name]: value ?? 0 })}
            min={1}
            pointer={`/${name}`}
            error={save.error}
          />
        ) : (
          <p key={name}>
            {t(`remind.${name}`)}: {days[name]}
          </p>
        ),
      )}
      {may && (
        <div>
          <Button primary type="submit" disabled={save.isPending}>
            {t('app.save')}
          </Button>
        </div>
      )}
    </form>
  );
}

export function Reminders() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['contracts', 'reminders'],
    queryFn: () => unwrap(api.GET('/contract-reminders')),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('remind.title')} crumbs={[{ to: '/contracten', label: t('contract.title') }]} />
      <p className="lead">{t('remind.intro')}</p>
      <Form key={data.version} now={data} />
    </div>
  );
}
