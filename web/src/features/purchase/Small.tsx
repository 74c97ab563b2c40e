// The one-minute form: what, how much, when.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { euroText } from '../../ui/amounts';
import { Button, PageTitle } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { useCategories } from '../../ui/criteria';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { DayField, MoneyField } from '../../ui/values';
import { smallLimitCents, useRefresh } from './purchase';

export function Small() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const categories = useCategories();
  const draft = useDraft('purchase/small', t('small.title'), {
    what: '',
    cents: null as number | null,
    day: '',
    category: null as string | null,
  });
  const { what, cents, day, category } = draft.value;
  const set = (some: Partial<typeof draft.value>) => draft.set({ ...draft.value, ...some });
  const words = useDeferredValue(what.trim());
  const guess = useQuery({
    queryKey: ['guess', words],
    queryFn: () => unwrap(api.GET('/purchase-guess', { params: { query: { what: words } } })),
    enabled: words.length > 2,
    placeholderData: (before) => before,
  }).data;
  const add = useMutation({
    mutationFn: (body: Schema['SmallInput']) => unwrap(api.POST('/small-purchases', { body })),
    onSuccess: async ({ id }) => {
      await draft.done();
      await refresh();
      void navigate(`/inkopen/${id}`);
    },
  });
  const large = cents !== null && cents >= smallLimitCents;
  const further = `/inkopen/nieuw?${new URLSearchParams({ titel: what, bedrag: cents === null ? '' : euroText(cents), dag: day }).toString()}`;
  return (
    <div className="stack">
      <PageTitle title={t('small.title')} crumbs={[{ to: '/inkopen', label: t('purchase.title') }]} />
      <p className="lead">{t('small.intro')}</p>
      <form
        className="card form"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ what, valueCents: cents ?? -1, neededOn: day, category, unitId: null, budgetHolderId: null });
        }}
      >
        <ErrorSummary error={add.error} />
        {draft.note}
        <Field
          label={t('small.what')}
          hint={t('small.whatHint')}
          value={what}
          onChange={(event) => set({ what: event.target.value })}
          required
          autoComplete="off"
          pointer="/what"
          error={add.error}
        />
        <MoneyField
          label={t('small.howMuch')}
          cents={cents}
          onCents={(next) => set({ cents: next })}
          required
          pointer="/valueCents"
          error={add.error}
        />
        <DayField
          label={t('small.when')}
          day={day}
          onDay={(next) => set({ day: next ?? '' })}
          required
          pointer="/neededOn"
          error={add.error}
        />
        {words.length > 2 && guess && (
          <Select
            label={t('small.kind')}
            value={category ?? guess.category ?? ''}
            options={[
              { value: '', label: t('purchase.noCategory') },
              ...categories.items.map((each) => ({ value: each.code, label: each.name })),
            ]}
            onChange={(next) => set({ category: next || null })}
          />
        )}
        {large ? (
          <p className="alert alert--note">
            {t('small.large')}{' '}
            <Link to={further} onClick={() => void draft.done()}>
              {t('small.further')}
            </Link>
          </p>
        ) : (
          <div>
            <Button primary type="submit" disabled={add.isPending}>
              {t('small.submit')}
            </Button>
          </div>
        )}
      </form>
    </div>
  );
}
