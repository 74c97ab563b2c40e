// How long evidence is kept after a contract: the term, what goes then, what stays, and when that happens first.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { NumberField } from '../../ui/values';
import { seen, useRefresh } from './contract';

type Now = Schema['EvidenceSetting'];

const put = (months: number, known: number) =>
  unwrap(api.PUT('/evidence-settings', { params: { header: seen(known) }, body: { months } }));

function Form({ now }: { now: Now }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [months, setMonths] = useState<number | null>(now.months);
  const save = useMutation({
    mutationFn: () => put(months ?? 0, now.version),
    onSuccess: async (kept) => {
      await refresh();
      offer(t('contract.keeping.saved'), async () => {
        await put(now.months, kept.version);
        await refresh();
      });
    },
    onError: () => void refresh(),
  });
  return (
    <form
      className="form no-print"
      aria-label={t('contract.keeping.title')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <NumberField
        label={t('contract.keeping.months')}
        value={months}
        onValue={setMonths}
        min={1}
        required
        pointer="/months"
        error={save.error}
      />
      <div>
        <Button primary type="submit" disabled={save.isPending || months === null}>
          {t('app.save')}
        </Button>
      </div>
    </form>
  );
}

export function EvidenceSettings() {
  const { t } = useTranslation();
  const may = useMay('organisation.edit');
  const { data, error } = useQuery({
    queryKey: ['contracts', 'evidence-settings'],
    queryFn: () => unwrap(api.GET('/evidence-settings')),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('contract.keeping.title')} crumbs={[{ to: '/contracten', label: t('contract.title') }]} />
      <section className="card stack stack--small">
        <p className="lead">{t('contract.keeping.now', { count: data.months })}</p>
        <dl className="facts">
          <dt>{t('contract.keeping.goes')}</dt>
          <dd>{t('contract.keeping.goesWords')}</dd>
          <dt>{t('contract.keeping.stays')}</dt>
          <dd>{t('contract.keeping.staysWords')}</dd>
          <dt>{t('contract.keeping.when')}</dt>
          <dd>{t('contract.keeping.whenWords')}</dd>
          <dt>{t('contract.keeping.first')}</dt>
          <dd>
            {data.nextOn
              ? t('contract.keeping.firstWords', { count: data.nextContracts, day: date(data.nextOn) })
              : t('contract.keeping.firstNone')}
          </dd>
        </dl>
        {may ? <Form key={data.version} now={data} /> : <p>{t('contract.keeping.who')}</p>}
      </section>
    </div>
  );
}
