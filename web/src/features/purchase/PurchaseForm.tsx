// A new purchase, and changing one, also when somebody else was first.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api, ApiError, unwrap } from '../../api/client';
import { useMay, usePeople, useSession } from '../../api/queries';
import { word } from '../../i18n';
import { centsOf } from '../../ui/amounts';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary } from '../../ui/fields';
import { Merge } from '../../ui/Merge';
import { emptyPurchase, inputOf, type Purchase, type PurchaseInput, usePurchase, useRefresh } from './purchase';
import { PurchaseFields } from './PurchaseFields';

export function NewPurchase() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [params] = useSearchParams();
  const session = useSession().data;
  const decides = useMay('purchase.decide');
  const me = usePeople().data?.items.find((each) => each.id === session?.person.id);
  // What the small form had, and what is known of who asks, until something is typed.
  const start = {
    ...emptyPurchase,
    title: params.get('titel') ?? '',
    valueCents: centsOf(params.get('bedrag') ?? '') ?? 0,
    publishOn: params.get('dag') || null,
    unitId: me?.unitId ?? null,
    budgetHolderId: decides ? (me?.id ?? null) : null,
    advisorId: me?.roles.includes('procurement_advisor') ? me.id : null,
  };
  const draft = useDraft<PurchaseInput>(
    `purchase/new${params.size > 0 ? `?${params.toString()}` : ''}`.slice(0, 200),
    t('purchase.add'),
    start,
  );
  const { value } = draft;
  const add = useMutation({
    mutationFn: () => unwrap(api.POST('/purchases', { body: value })),
    onSuccess: async ({ id }) => {
      await draft.done();
      await refresh();
      void navigate(`/inkopen/${id}/impact`);
    },
  });
  if (!me || !draft.ready) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('purchase.add')} crumbs={[{ to: '/inkopen', label: t('purchase.title') }]} />
      <form
        className="card form form--wide"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <ErrorSummary error={add.error} />
        {draft.note}
        <PurchaseFields value={value} onChange={draft.set} error={add.error} />
        <div>
          <Button primary type="submit" disabled={add.isPending}>
            {t('app.save')}
          </Button>
        </div>
      </form>
    </div>
  );
}

function EditForm({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  // A draft keeps which version it was made from: what others did since is shown, not written over.
  const draft = useDraft(`purchase/${purchase.id}`, purchase.title, {
    input: inputOf(purchase),
    known: purchase.version,
  });
  const { input: value, known } = draft.value;
  const setValue = (input: PurchaseInput) => draft.set({ input, known });
  const [theirs, setTheirs] = useState<PurchaseInput | null>(null);
  const params = { path: { id: purchase.id } };
  const back = `/inkopen/${purchase.id}`;
  const save = useMutation({
    mutationFn: () =>
      unwrap(api.PUT('/purchases/{id}', { params: { ...params, header: { 'If-Match': `"${known}"` } }, body: value })),
    onSuccess: async () => {
      await draft.done();
      await refresh();
      void navigate(back);
    },
    onError: async (fault) => {
      if (!(fault instanceof ApiError) || fault.problem.status !== 412) return;
      const now = await unwrap(api.GET('/purchases/{id}', { params }));
      setTheirs(inputOf(now));
      draft.set({ input: value, known: now.version });
    },
  });
  if (!draft.ready) return <Loading />;
  const names = theirs
    ? (Object.keys(emptyPurchase) as (keyof PurchaseInput)[]).filter(
        (name) => JSON.stringify(value[name] ?? null) !== JSON.stringify(theirs[name] ?? null),
      )
    : [];
  return (
    <div className="stack">
      <PageTitle
        title={t('app.edit')}
        crumbs={[
          { to: '/inkopen', label: t('purchase.title') },
          { to: back, label: purchase.title },
        ]}
      />
      {theirs ? (
        <Merge
          mine={value}
          theirs={theirs}
          names={names}
          label={(name) => t(word('purchase.field', name))}
          onChange={setValue}
        />
      ) : (
        <ErrorSummary error={save.error} />
      )}
      <form
        className="card form form--wide"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {draft.note}
        <PurchaseFields value={value} onChange={setValue} error={save.error} />
        <div className="row">
          <Button primary type="submit" disabled={save.isPending}>
            {t('app.save')}
          </Button>
          <Button type="button" onClick={() => void navigate(back)}>
            {t('app.cancel')}
          </Button>
        </div>
      </form>
    </div>
  );
}

export function EditPurchase() {
  const { id = '' } = useParams();
  const { data, error } = usePurchase(id);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return <EditForm key={id} purchase={data} />;
}
