// Making purchases public: first what exactly becomes public and which cannot, then the act, which can be taken back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { Button, ErrorNote } from '../../ui/basics';
import { Changed } from '../../ui/Changed';
import { Select } from '../../ui/fields';
import { Awaited } from '../../ui/list';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { bands, useRefresh } from './purchase';

type Which = Pick<Schema['Openings'], 'ids' | 'found'>;
type OpenAs = 'quarter' | 'day';

function useOpening(which: Which, after?: () => void) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const opening = useMutation({
    mutationFn: (openAs: OpenAs | null) => unwrap(api.POST('/purchase-openings', { body: { ...which, openAs } })),
    onSuccess: async (done, openAs) => {
      after?.();
      await refresh();
      if (done.act)
        offer(t(openAs ? 'purchase.opened' : 'purchase.closed', { count: done.changed }), async () => {
          await unwrap(api.POST('/purchase-openings/{id}/undoing', { params: { path: { id: done.act ?? '' } } }));
          await refresh();
        });
    },
  });
  return opening;
}

function Face({ face, openAs }: { face: Schema['PublicFace']; openAs: OpenAs }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const quarter = (day: string) =>
    t('purchase.quarter', { quarter: Math.ceil(Number(day.slice(5, 7)) / 3), year: day.slice(0, 4) });
  const facts = [
    face.expectedOn ? (openAs === 'day' ? date(face.expectedOn) : quarter(face.expectedOn)) : t('purchase.noDay'),
    face.unit ?? '',
    (i18n.language === 'en' ? face.categoryEn : face.categoryNl) ?? t('purchase.noCategory'),
    t(`purchase.bands.${bands[face.band] ?? 4}`),
    face.themes.map((each) => names.theme(each)).join(', '),
  ];
  return (
    <li>
      <strong>{face.title}</strong>
      <div className="soft small">{facts.filter(Boolean).join(' · ')}</div>
    </li>
  );
}

function Preview({ which, openAs }: { which: Which; openAs: OpenAs }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['purchase-opening', which, openAs],
    queryFn: () => unwrap(api.POST('/purchase-opening-previews', { body: { ...which, openAs } })),
    staleTime: 0,
  });
  if (!data) return <Awaited data={data} error={error} />;
  return (
    <>
      <p>{t('purchase.becomesOpen', { count: data.total })}</p>
      <ul className="list dialog__list" tabIndex={0} aria-label={t('purchase.whatOpens')}>
        {data.items.map((each) => (
          <Face key={each.id} face={each} openAs={openAs} />
        ))}
      </ul>
      {data.total > data.items.length && <p>{t('purchase.andMore', { count: data.total - data.items.length })}</p>}
      {data.left.length > 0 && (
        <div className="alert alert--note">
          <strong>{t('purchase.cannotOpen', { count: data.left.length })}</strong>
          <ul>
            {data.left.slice(0, 5).map((each) => (
              <li key={each.id}>{`${each.title || each.id}: ${each.reason}`}</li>
            ))}
          </ul>
        </div>
      )}
      <p className="soft small">{t('purchase.neverOpen')}</p>
    </>
  );
}

// A button that shows what becomes public, and does it.
export function MakeOpen({ which, name, after }: { which: Which; name: string; after?: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState(false);
  const [openAs, setOpenAs] = useState<OpenAs>('quarter');
  const opening = useOpening(which, after);
  const show = () => {
    setShown(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <Changed result={opening.data} error={opening.error} />
      <Button type="button" onClick={show}>
        {t('purchase.makeOpen')}
        <span className="visually-hidden">{` ${name}`}</span>
      </Button>
      <dialog ref={dialog} className="card dialog" aria-labelledby={id} onClose={() => setShown(false)}>
        <div className="stack stack--small">
          <h2 id={id}>{t('purchase.makeOpen')}</h2>
          <Select
            label={t('purchase.openAs')}
            value={openAs}
            options={[
              { value: 'quarter', label: t('purchase.openAsQuarter') },
              { value: 'day', label: t('purchase.openAsDay') },
            ]}
            onChange={(value) => setOpenAs(value as OpenAs)}
          />
          {shown && <Preview which={which} openAs={openAs} />}
          <div className="row">
            <Button type="button" onClick={() => dialog.current?.close()}>
              {t('app.cancel')}
            </Button>
            <Button
              type="button"
              primary
              disabled={opening.isPending}
              onClick={() => {
                dialog.current?.close();
                opening.mutate(openAs);
              }}
            >
              {t('purchase.makeOpen')}
            </Button>
          </div>
        </div>
      </dialog>
    </>
  );
}

export function Close({ which, name, after }: { which: Which; name: string; after?: () => void }) {
  const { t } = useTranslation();
  const opening = useOpening(which, after);
  return (
    <>
      {opening.error && <ErrorNote error={opening.error} />}
      <Button type="button" disabled={opening.isPending} onClick={() => opening.mutate(null)}>
        {t('purchase.close')}
        <span className="visually-hidden">{` ${name}`}</span>
      </Button>
    </>
  );
}

// On the page of one purchase.
export function OpeningPart({ purchase, mayEdit }: { purchase: Schema['PurchaseDetail']; mayEdit: boolean }) {
  const { t } = useTranslation();
  const coming = ['planned', 'preparation', 'consultation'].includes(purchase.status);
  if (!purchase.openAs && !(coming && mayEdit)) return null;
  const which = { ids: [purchase.id] };
  const says = purchase.openHeld
    ? t('purchase.openHeld')
    : purchase.openAs
      ? t(coming ? (purchase.openAs === 'day' ? 'purchase.isOpenDay' : 'purchase.isOpenQuarter') : 'purchase.wasOpen')
      : t('purchase.isClosed');
  return (
    <section className="card stack stack--small" aria-labelledby="opening">
      <h2 id="opening">{t('purchase.opening')}</h2>
      <p>{says}</p>
      {mayEdit && (
        <div className="row no-print">
          {purchase.openAs ? (
            <Close which={which} name={purchase.title} />
          ) : (
            <MakeOpen which={which} name={purchase.title} />
          )}
        </div>
      )}
    </section>
  );
}
