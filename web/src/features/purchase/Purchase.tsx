// One purchase: what it is, how far it is, what stands behind it, and what happened.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay, useSession } from '../../api/queries';
import { date, dateTime, euros } from '../../format';
import { Button, ErrorNote, Loading, Select } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { useNames } from '../../ui/names';
import { Served } from '../thread/Served';
import { Head, ThemeStrip } from './Head';
import { Paragraph } from './Paragraph';
import { percentOf, useProcedureName, usePurchase, useReasons, useRefresh, type Purchase as PurchaseData } from './purchase';
import { Steps } from './Steps';

function Facts({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const procedure = useProcedureName();
  const rule = purchase.advice;
  const rows: [string, string][] = [
    [t('purchase.category'), [purchase.category ? categories.name(purchase.category) : t('purchase.noCategory'), purchase.cpv ?? ''].filter(Boolean).join(' · ')],
    [t('purchase.natureLabel'), names.code('nature', purchase.nature) + (purchase.social ? ` (${t('purchase.socialShort')})` : '')],
    [t('purchase.procedure'), `${procedure(purchase.procedure)}. ${purchase.procedureReason ? t('purchase.procedureBecause', { advised: procedure(rule.procedure), reason: purchase.procedureReason }) : t(`purchase.rule.${rule.level}`, { from: euros(rule.fromCents), source: rule.source })}`],
    [t('purchase.holder'), purchase.budgetHolder ?? t('purchase.noHolder')],
    [t('purchase.advisor'), purchase.advisor ?? '–'],
    [t('purchase.contractManager'), purchase.contractManager ?? '–'],
    [t('purchase.publishOn'), purchase.publishOn ? date(purchase.publishOn) : t('purchase.noDay')],
    [t('purchase.term'), purchase.contractFrom || purchase.contractTo ? `${date(purchase.contractFrom)} – ${date(purchase.contractTo)}` : '–'],
    [t('purchase.lots'), String(purchase.lots)],
  ];
  if (purchase.socialReturn) rows.push([t('purchase.sroiLabel'), t('purchase.sroiShort', { percent: percentOf(purchase.socialReturn.percentBp), euros: euros(purchase.socialReturn.amountCents) })]);
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

// Goals it serves; others that might fit are one click away.
function Goals({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const { data } = useQuery({ queryKey: ['purchase', purchase.id, 'goals'], queryFn: () => unwrap(api.GET('/purchases/{id}/goals', { params: { path: { id: purchase.id } } })) });
  const path = (goal: string) => ({ params: { path: { id: purchase.id, goal } } });
  const link = useMutation({ mutationFn: (goal: string) => unwrap(api.PUT('/purchases/{id}/goals/{goal}', path(goal))), onSuccess: refresh });
  const unlink = useMutation({ mutationFn: (goal: string) => unwrap(api.DELETE('/purchases/{id}/goals/{goal}', path(goal))), onSuccess: refresh });
  const fault = link.error ?? unlink.error;
  return (
    <section className="card stack stack--small" aria-labelledby="goals">
      <div className="row row--between">
        <h2 id="goals">{t('purchase.goals')}</h2>
        {purchase.themes[0] && <Link to={`/beleid/rode-draad?van=purchase:${(purchase.themes.find((each) => each.goals.length > 0) ?? purchase.themes[0]).id}`}>{t('purchase.thread')}</Link>}
      </div>
      {fault && <ErrorNote error={fault} />}
      {data?.items.length === 0 && <p>{t('purchase.noGoals')}</p>}
      <ul className="list">
        {data?.items.map((goal) => (
          <li key={goal.id} className="row row--between">
            <Link to={`/beleid/doelen/${goal.id}`}>{goal.title}</Link>
            {mayEdit && (
              <button type="button" className="plain no-print" onClick={() => unlink.mutate(goal.id)}>
                {t('purchase.unlink')}
                <span className="visually-hidden">{` ${goal.title}`}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (data?.suggested.length ?? 0) > 0 && (
        <details className="no-print">
          <summary>{t('purchase.otherGoals', { count: data?.suggested.length ?? 0 })}</summary>
          <ul className="list">
            {data?.suggested.map((goal) => (
              <li key={goal.id} className="row row--between">
                <span>{goal.title}</span>
                <button type="button" className="plain" onClick={() => link.mutate(goal.id)}>
                  {t('purchase.link')}
                  <span className="visually-hidden">{` ${goal.title}`}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

// The ambition session that was about this purchase: what it agreed gives the levels.
function Sessions({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const all = useQuery({ queryKey: ['ambition', 'sessions'], queryFn: () => unwrap(api.GET('/ambition-sessions')) }).data?.items ?? [];
  const others = all.filter((each) => each.purpose === 'project' && !purchase.sessions.some((one) => one.id === each.id));
  const path = (session: string) => ({ params: { path: { id: purchase.id, session } } });
  const link = useMutation({ mutationFn: (session: string) => unwrap(api.PUT('/purchases/{id}/sessions/{session}', path(session))), onSuccess: refresh });
  const unlink = useMutation({ mutationFn: (session: string) => unwrap(api.DELETE('/purchases/{id}/sessions/{session}', path(session))), onSuccess: refresh });
  return (
    <section className="card stack stack--small" aria-labelledby="sessions">
      <h2 id="sessions">{t('purchase.sessions')}</h2>
      {(link.error ?? unlink.error) && <ErrorNote error={link.error ?? unlink.error} />}
      {purchase.sessions.length === 0 && <p>{t('purchase.noSession')}</p>}
      <ul className="list">
        {purchase.sessions.map((each) => (
          <li key={each.id} className="row row--between">
            <Link to={`/ambities/${each.id}`}>{each.title}</Link>
            {mayEdit && (
              <button type="button" className="plain no-print" onClick={() => unlink.mutate(each.id)}>
                {t('purchase.unlink')}
                <span className="visually-hidden">{` ${each.title}`}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && others.length > 0 && <Select label={t('purchase.linkSession')} value="" options={[{ value: '', label: '–' }, ...others.map((each) => ({ value: each.id, label: each.title }))]} onChange={(session) => session && link.mutate(session)} />}
      {mayEdit && (
        <p className="no-print">
          <Link to="/ambities/nieuw">{t('purchase.newSession')}</Link>
        </p>
      )}
    </section>
  );
}

// What the budget holder set himself counts for his mandate once a colleague has seen it.
function Unconfirmed({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const mine = useSession().data?.person.id === purchase.budgetHolderId;
  const confirm = useMutation({
    mutationFn: () => unwrap(api.PUT('/purchases/{id}/facts-confirmation', { params: { path: { id: purchase.id }, header: { 'If-Match': `"${purchase.version}"` } } })),
    onSuccess: refresh,
  });
  if (purchase.unconfirmed.length === 0) return null;
  return (
    <div className="alert alert--note stack stack--small">
      <strong>{t('mandate.unconfirmed')}</strong>
      <p>{t('mandate.why', { name: purchase.budgetHolder ?? '', fields: purchase.unconfirmed.map((each) => t(`mandate.field.${each}`)).join(', ') })}</p>
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

function Reviews({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const confirm = useMutation({ mutationFn: () => unwrap(api.POST('/purchases/{id}/confirmation', { params: { path: { id: purchase.id } } })), onSuccess: refresh });
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

function Decisions({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = useReasons();
  const reason = (code: string | null | undefined) => (code ? (reasons.find((each) => each.value === code)?.label ?? code) : '');
  return (
    <section className="card stack stack--small" aria-labelledby="decisions">
      <h2 id="decisions">{t('unless.history')}</h2>
      {purchase.decisions.length === 0 && <p>{t('unless.none')}</p>}
      <ul className="list">
        {purchase.decisions.map((each) => (
          <li key={each.id}>
            <strong>{[each.theme ? names.theme(each.theme) : '', t(`unless.kind.${each.kind}`)].filter(Boolean).join(': ')}</strong>{' '}
            {[each.kind === 'published_anyway' ? '' : each.kind === 'lapsed' ? t(`mandate.lapsed.${each.reason ?? 'period_over'}`) : reason(each.reason), each.words].filter(Boolean).join('. ')}
            <div className="soft small">{[each.personName, dateTime(each.at), each.validTo ? t('unless.until', { day: date(each.validTo) }) : '', each.standing ? t('unless.wholeCategory') : ''].filter(Boolean).join(' · ')}</div>
            {each.outcome && <div className="small">{`${t('unless.lookedBack')} ${t(`unless.outcome.${each.outcome}`)}. ${each.outcomeWords ?? ''} (${each.outcomeBy ?? ''})`}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ purchase }: { purchase: PurchaseData }) {
  const { t } = useTranslation();
  const fields = (change: unknown) => Object.keys((change ?? {})).filter((name) => !['version', 'changed_at', 'band', 'applied', 'unless', 'undecided', 'year', 'applied_themes', 'unless_themes'].includes(name));
  const lines = purchase.history.filter((each) => each.action !== 'UPDATE' || fields(each.change).length > 0);
  return (
    <details className="card">
      <summary>{t('purchase.history')}</summary>
      <ul className="list">
        {lines.map((each, i) => (
          <li key={`${each.at}-${String(i)}`}>
            {each.action === 'INSERT' ? t('purchase.made') : t('purchase.changed', { fields: fields(each.change).map((name) => t(`purchase.field.${name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`)).join(', ') })}
            <div className="soft small">{`${each.person ?? '–'} · ${dateTime(each.at)}`}</div>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Purchase() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayEdit = useMay('purchase.edit');
  const refresh = useRefresh();
  const { data, error } = usePurchase(id);
  const params = { path: { id } };
  const archive = useMutation({ mutationFn: (away: boolean) => unwrap(away ? api.PUT('/purchases/{id}/archiving', { params }) : api.DELETE('/purchases/{id}/archiving', { params })), onSuccess: refresh });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  const anyway = data.decisions.find((each) => each.kind === 'published_anyway');
  return (
    <div className="stack">
      <Head purchase={data}>
        {mayEdit && (
          <span className="row no-print">
            <Link to={`/inkopen/${id}/wijzigen`}>{t('purchase.edit')}</Link>
            <button type="button" className="plain" onClick={() => archive.mutate(!data.archived)}>
              {t(data.archived ? 'purchase.restore' : 'purchase.putAway')}
            </button>
          </span>
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
      {data.small ? <Paragraph purchase={data} /> : <ThemeStrip purchase={data} />}
      <Steps purchase={data} />
      <section className="card stack stack--small" aria-labelledby="facts">
        <h2 id="facts">{t('purchase.facts')}</h2>
        <Facts purchase={data} />
      </section>
      <Served of="purchase" id={data.id} />
      {!data.small && <Goals purchase={data} />}
      {!data.small && <Sessions purchase={data} />}
      {data.marketNote && (
        <section className="card stack stack--small" aria-labelledby="market">
          <h2 id="market">{t('purchase.market')}</h2>
          <p className="source-text">{data.marketNote}</p>
          <p className="no-print">
            <Link to={`/criteria/nieuw?${new URLSearchParams({ tekst: data.marketNote.slice(0, 1500), bron: t('purchase.marketSource', { title: data.title }) }).toString()}`}>{t('purchase.proposeCriterion')}</Link>
          </p>
        </section>
      )}
      <Decisions purchase={data} />
      <History purchase={data} />
    </div>
  );
}
