// The one-minute form: what, how much, when.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { Button, ErrorSummary, Field, PageTitle, Select } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { centsOf, smallLimitCents, useRefresh } from './purchase';

export function Small() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const categories = useCategories();
  const [what, setWhat] = useState('');
  const [amount, setAmount] = useState('');
  const [day, setDay] = useState('');
  const [category, setCategory] = useState<string | null>(null);
  const cents = centsOf(amount);
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
      await refresh();
      void navigate(`/inkopen/${id}`);
    },
  });
  const large = cents !== null && cents >= smallLimitCents;
  const further = `/inkopen/nieuw?${new URLSearchParams({ titel: what, bedrag: amount, dag: day }).toString()}`;
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
        <Field
          label={t('small.what')}
          hint={t('small.whatHint')}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
          required
          autoComplete="off"
          pointer="/what"
          error={add.error}
        />
        <Field
          label={t('small.howMuch')}
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
          required
          autoComplete="off"
          pointer="/valueCents"
          error={add.error}
        />
        {amount !== '' && cents === null && <p className="field__error">{t('purchase.noAmount')}</p>}
        <Field
          label={t('small.when')}
          type="date"
          value={day}
          onChange={(event) => setDay(event.target.value)}
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
            onChange={(next) => setCategory(next || null)}
          />
        )}
        {large ? (
          <p className="alert alert--note">
            {t('small.large')} <Link to={further}>{t('small.further')}</Link>
          </p>
        ) : (
          <div>
            <Button primary type="submit" disabled={add.isPending || (amount !== '' && cents === null)}>
              {t('small.submit')}
            </Button>
          </div>
        )}
      </form>
    </div>
  );
}
