// One purchase: what it is, how far it is, what stands behind it, and what happened.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, dateTime, euros } from '../../format';
import { word } from '../../i18n';
import { percentOf } from '../../ui/amounts';
import { Loading, PageError } from '../../ui/basics';
import { Changes } from '../../ui/Changes';
import { useCategories } from '../../ui/criteria';
import { useHash } from '../../ui/hash';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { CheckSummary } from '../check/CheckSummary';
import { DocumentsPart } from '../dossier/DocumentsPart';
import { Head, ThemeStrip } from './Head';
import { Decisions, History, Reviews, Unconfirmed } from './Kept';
import { OpeningPart } from './Opening';
import { Paragraph } from './Paragraph';
import { type Purchase as PurchaseData, useProcedureName, usePurchase, useRefresh } from './purchase';
import { Matches } from '../market/Matches';
import { Served } from '../thread/Served';
import { Goals, Sessions } from './Serves';
import { Steps } from './Steps';
import { ServingSuggestions } from './Suggestion';
import { WantedHere } from './Wanted';

function Facts({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const procedure = useProcedureName();
  const rule = purchase.advice;
  const rows: [string, string][] = [
    [
      t('purchase.category'),
      [purchase.category ? categories.name(purchase.category) : t('purchase.noCategory'), purchase.cpv ?? '']
        .filter(Boolean)
        .join(' · '),
    ],
    [
      t('purchase.natureLabel'),
      names.code('nature', purchase.nature) + (purchase.social ? ` (${t('purchase.socialShort')})` : ''),
    ],
    [
      t('purchase.procedure'),
      `${procedure(purchase.procedure)}. ${purchase.procedureReason ? t('purchase.procedureBecause', { advised: procedure(rule.procedure), reason: purchase.procedureReason }) : t(word('purchase.rule', rule.level), { from: euros(rule.fromCents), source: rule.source })}`,
    ],
    [t('purchase.holder'), purchase.budgetHolder ?? t('purchase.noHolder')],
    [t('purchase.advisor'), purchase.advisor ?? '–'],
    [t('purchase.contractManager'), purchase.contractManager ?? '–'],
    [t('purchase.publishOn'), purchase.publishOn ? date(purchase.publishOn) : t('purchase.noDay')],
    [
      t('purchase.term'),
      purchase.contractFrom || purchase.contractTo
        ? `${date(purchase.contractFrom)} – ${date(purchase.contractTo)}`
        : '–',
    ],
    [t('purchase.lots'), String(purchase.lots)],
  ];
  if (purchase.socialReturn)
    rows.push([
      t('purchase.sroiLabel'),
      t('purchase.sroiShort', {
        percent: percentOf(purchase.socialReturn.percentBp),
        euros: euros(purchase.socialReturn.amountCents),
      }),
    ]);
  return (
    <dl className="facts">
      {rows.map(([label, text]) => (
        <div key={label} className="facts__row">
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Purchase() {
  const { t } = useTranslation();
  const offer = useUndo();
  const { id = '' } = useParams();
  const mayEdit = useMay('purchase.edit');
  const refresh = useRefresh();
  const { data, error } = usePurchase(id);
  const params = { path: { id } };
  const send = (away: boolean) =>
    unwrap(
      away ? api.PUT('/purchases/{id}/archiving', { params }) : api.DELETE('/purchases/{id}/archiving', { params }),
    );
  const archive = useMutation({
    mutationFn: send,
    onSuccess: async (_, away) => {
      await refresh();
      offer(t(away ? 'purchase.wasPutAway' : 'purchase.wasRestored', { title: data?.title ?? '' }), async () => {
        await send(!away);
        await refresh();
      });
    },
  });
  useHash(data !== undefined);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const anyway = data.decisions.find((each) => each.kind === 'published_anyway');
  return (
    <div className="stack">
      <Head purchase={data}>
        {mayEdit && (
          <details className="menu-more no-print">
            <summary>{t('purchase.moreActs')}</summary>
            <div className="menu-more__acts">
              <Link to={`/inkopen/${id}/wijzigen`}>{t('app.edit')}</Link>
              <button type="button" className="plain" onClick={() => archive.mutate(!data.archived)}>
                {t(data.archived ? 'purchase.restore' : 'purchase.putAway')}
              </button>
            </div>
          </details>
        )}
      </Head>
      {anyway && (
        <p className="alert" role="note">
          <strong>{t('purchase.anyway')}</strong> {`${anyway.personName}, ${dateTime(anyway.at)}: ${anyway.words}`}
        </p>
      )}
      <Unconfirmed purchase={data} />
      <Reviews purchase={data} />
      {data.need && <blockquote className="quote lead">{data.need}</blockquote>}
      {!data.small && <WantedHere purchase={data} />}
      {data.small ? <Paragraph purchase={data} /> : <ThemeStrip purchase={data} />}
      {!data.small && <ServingSuggestions purchase={data} mayEdit={mayEdit} />}
      <Matches purchase={id} title={data.title} />
      <Steps purchase={data} />
      <section className="card stack stack--small" aria-labelledby="facts">
        <h2 id="facts">{t('purchase.facts')}</h2>
        <Facts purchase={data} />
      </section>
      <OpeningPart purchase={data} mayEdit={mayEdit} />
      <DocumentsPart purchase={data.id} />
      <CheckSummary purchase={data.id} />
      {data.small ? <Served of="purchase" id={data.id} /> : <Goals purchase={data} />}
      {!data.small && <Sessions purchase={data} />}
      {data.marketNote && (
        <section className="card stack stack--small" aria-labelledby="market">
          <h2 id="market">{t('purchase.market')}</h2>
          <p className="source-text">{data.marketNote}</p>
          <p className="no-print">
            <Link
              to={`/criteria/nieuw?${new URLSearchParams({ tekst: data.marketNote.slice(0, 1500), bron: t('purchase.marketSource', { title: data.title }) }).toString()}`}
            >
              {t('purchase.proposeCriterion')}
            </Link>
          </p>
        </section>
      )}
      <Decisions purchase={data} />
      <History purchase={data} />
      <Changes kind="purchase" id={data.id} />
    </div>
  );
}
