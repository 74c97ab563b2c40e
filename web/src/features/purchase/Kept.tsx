// What was decided about a purchase, what asks for a look, and what changed.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, useSession } from '../../api/queries';
import { date, dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { type Purchase as PurchaseData, useReasons, useRefresh } from './purchase';
import { Departs } from './Wanted';

// What the budget holder set himself counts for his mandate once a colleague has seen it.
export function Unconfirmed({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const mine = useSession().data?.person.id === purchase.budgetHolderId;
  const confirm = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/purchases/{id}/facts-confirmation', {
          params: { path: { id: purchase.id }, header: { 'If-Match': `"${purchase.version}"` } },
        }),
      ),
    onSuccess: refresh,
  });
  if (purchase.unconfirmed.length === 0) return null;
  return (
    <div className="alert alert--note stack stack--small">
      <strong>{t('mandate.unconfirmed')}</strong>
      <p>
        {t('mandate.why', {
          name: purchase.budgetHolder ?? '',
          fields: purchase.unconfirmed.map((each) => t(`mandate.field.${each}`)).join(', '),
        })}
      </p>
      {confirm.error && <ErrorNote error={confirm.error} />}
      {mayEdit && !mine && (
        <div>
          <Button onClick={() => confirm.mutate()} disabled={confirm.isPending}>
            {t('mandate.confirm')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function Reviews({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const confirm = useMutation({
    mutationFn: () => unwrap(api.POST('/purchases/{id}/confirmation', { params: { path: { id: purchase.id } } })),
    onSuccess: refresh,
  });
  if (purchase.reviews.length === 0) return null;
  return (
    <div className="alert alert--note stack stack--small">
      <strong>{t('purchase.review')}</strong>
      <ul>
        {[...new Set(purchase.reviews.map((each) => each.cause))].map((cause) => (
          <li key={cause}>{cause}</li>
        ))}
      </ul>
      {mayEdit && (
        <div>
          <Button onClick={() => confirm.mutate()}>{t('purchase.confirm')}</Button>
        </div>
      )}
    </div>
  );
}

// What a decision goes below, and who looked a second time.
export function DepartsBriefly({
  decision,
}: {
  decision: Pick<Schema['DecisionView'], 'departs' | 'lookedBy' | 'lookedWords'>;
}) {
  const { t } = useTranslation();
  if (decision.departs.length === 0) return null;
  return (
    <details className="small">
      <summary>
        {decision.lookedBy
          ? t('secondLook.lookedBy', { name: decision.lookedBy })
          : t('secondLook.below', { count: decision.departs.length })}
      </summary>
      {decision.lookedWords && <p>{decision.lookedWords}</p>}
      <Departs from={decision.departs} />
    </details>
  );
}

export function Decisions({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = useReasons();
  const reason = (code: string | null | undefined) =>
    code ? (reasons.find((each) => each.value === code)?.label ?? code) : '';
  return (
    <section className="card stack stack--small" aria-labelledby="decisions">
      <h2 id="decisions">{t('unless.history')}</h2>
      {purchase.decisions.length === 0 && <p>{t('unless.none')}</p>}
      <ul className="list">
        {purchase.decisions.map((each) => (
          <li key={each.id}>
            <strong>
              {[each.theme ? names.theme(each.theme) : '', t(word('unless.kind', each.kind))]
                .filter(Boolean)
                .join(': ')}
            </strong>{' '}
            {[
              each.kind === 'published_anyway'
                ? ''
                : each.kind === 'lapsed'
                  ? t(word('mandate.lapsed', each.reason ?? 'period_over'))
                  : reason(each.reason),
              each.words,
            ]
              .filter(Boolean)
              .join('. ')}
            <div className="soft small">
              {[
                each.personName,
                dateTime(each.at),
                each.validTo ? t('unless.until', { day: date(each.validTo) }) : '',
                each.standing ? t('unless.wholeCategory') : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </div>
            <DepartsBriefly decision={each} />
            {each.outcome && (
              <div className="small">{`${t('unless.lookedBack')} ${t(word('unless.outcome', each.outcome))}. ${each.outcomeWords ?? ''} (${each.outcomeBy ?? ''})`}</div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function History({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const fields = (change: unknown) =>
    Object.keys(change ?? {}).filter(
      (name) =>
        ![
          'version',
          'changed_at',
          'band',
          'applied',
          'unless',
          'undecided',
          'year',
          'applied_themes',
          'unless_themes',
        ].includes(name),
    );
  const lines = purchase.history.filter((each) => each.action !== 'UPDATE' || fields(each.change).length > 0);
  return (
    <details className="card">
      <summary>{t('purchase.history')}</summary>
      <ul className="list">
        {lines.map((each, i) => (
          <li key={`${each.at}-${String(i)}`}>
            {each.action === 'INSERT'
              ? t('purchase.made')
              : t('purchase.changed', {
                  fields: fields(each.change)
                    .map((name) =>
                      t(
                        word(
                          'purchase.field',
                          name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
                        ),
                      ),
                    )
                    .join(', '),
                })}
            <div className="soft small">{`${each.person ?? '–'} · ${dateTime(each.at)}`}</div>
          </li>
        ))}
      </ul>
    </details>
  );
}
