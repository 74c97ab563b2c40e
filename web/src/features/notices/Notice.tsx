import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useSession } from '../../api/queries';
import { date, money, number } from '../../format';
import { word } from '../../i18n';
import { ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { WhoToAsk } from '../organisation/WhoToAsk';
import { FindingItem } from './Findings';
import { NoticeGoals } from './Goals';
import { Owner } from './Owner';
import { Texts } from './Texts';

const value = (cents: number | null | undefined, currency: string, none: string) =>
  cents === null || cents === undefined ? none : money(cents, currency);

function Summary({ detail }: { detail: Schema['NoticeDetail'] }) {
  const { t } = useTranslation();
  const names = useNames();
  const { notice } = detail;
  const facts: [string, string][] = [
    [t('notice.buyer'), notice.buyers.map((buyer) => buyer.name).join(', ') || '–'],
    [t('notice.published'), date(notice.publishedOn)],
    [
      t('notices.stage'),
      `${t(`stage.${notice.stage}`)} (${[notice.kind, notice.subtype].filter(Boolean).join(', ') || '–'})`,
    ],
    ...(notice.outcome
      ? [[t('notice.outcome'), t(word('outcome', notice.outcome), notice.outcome)] as [string, string]]
      : []),
    [t('notice.nature'), names.code('nature', notice.nature)],
    [t('notice.procedure'), names.code('procedure', notice.procedureType)],
    [t('notice.cpv'), notice.cpv ? `${notice.cpv} – ${names.cpv(notice.cpv.slice(0, 2)).slice(3)}` : '–'],
    [t('notice.estimated'), value(notice.estimatedCents, notice.currency, t('notice.notGiven'))],
    [
      t('notice.awarded'),
      value(
        notice.awardedCents,
        notice.currency,
        notice.withheld.length > 0 ? t('notice.withheld') : t('notice.notGiven'),
      ),
    ],
    ...(notice.maximumCents === null || notice.maximumCents === undefined
      ? []
      : [[t('notice.maximum'), money(notice.maximumCents, notice.currency)] as [string, string]]),
    ...(notice.unclear.length > 0
      ? [
          [t('notice.unclear'), notice.unclear.map((each) => `${each.field}: ${each.value}`).join('; ')] as [
            string,
            string,
          ],
        ]
      : []),
    ...(detail.unreadLanguages.length > 0
      ? [[t('notice.unread'), detail.unreadLanguages.join(', ')] as [string, string]]
      : []),
    [
      t('notice.tenders'),
      notice.tendersReceived === null || notice.tendersReceived === undefined ? '–' : number(notice.tendersReceived),
    ],
    [t('notice.winners'), [...new Set(notice.winners.map((winner) => winner.name))].join(', ') || '–'],
    [t('notice.lots'), notice.lots.length > 1 ? notice.lots.map((lot) => `${lot.id} ${lot.title}`).join('; ') : '–'],
    [t('notice.source'), notice.publicationNumber || notice.sourceId],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <dt>{t('notice.original')}</dt>
      <dd>
        <a href={`/api/v1/notices/${detail.id}/original`}>{detail.fileName.split('/').pop()}</a>
      </dd>
    </dl>
  );
}

function Assign({ detail }: { detail: Schema['NoticeDetail'] }) {
  const { t } = useTranslation();
  const names = useNames();
  const client = useQueryClient();
  const assign = useMutation({
    mutationFn: (unitId: string) =>
      unwrap(api.PATCH('/notices/{id}', { params: { path: { id: detail.id } }, body: { unitId: unitId || null } })),
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
  return (
    <>
      {assign.error && <ErrorNote error={assign.error} />}
      <Select
        label={t('notice.unit')}
        value={detail.unitId ?? ''}
        options={[
          { value: '', label: t('app.noUnit') },
          ...names.units.map((unit) => ({ value: unit.id, label: unit.name })),
        ]}
        onChange={(unitId) => assign.mutate(unitId)}
      />
    </>
  );
}

export function Notice() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const session = useSession().data;
  const { data, error } = useQuery({
    queryKey: ['notice', id],
    queryFn: () => unwrap(api.GET('/notices/{id}', { params: { path: { id } } })),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const mayJudge = session?.permissions.includes('notices.judge') ?? false;
  const detected = data.findings.filter((finding) => finding.source === 'detected');
  const declared = data.findings.filter((finding) => finding.source === 'declared');
  const item = (finding: Schema['JudgedFinding']) => (
    <FindingItem
      key={finding.fingerprint}
      noticeId={data.id}
      title={data.notice.title}
      finding={finding}
      mayJudge={mayJudge}
    />
  );
  return (
    <div className="stack">
      <PageTitle title={data.notice.title || '–'} crumbs={[{ to: '/aankondigingen', label: t('notices.title') }]} />
      {data.notice.shortcomings.length > 0 && (
        <div className="alert alert--note">
          <strong>{t('notice.shortcomings')}</strong>
          <ul>
            {data.notice.shortcomings.map((code) => (
              <li key={code}>{t(word('shortcoming', code), code)}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="grid grid--two">
        <section className="card stack stack--small" aria-labelledby="findings">
          <h2 id="findings">{t('notice.findings')}</h2>
          {detected.length === 0 && <p className="soft">{t('notice.noFindings')}</p>}
          <ul className="list">{detected.map(item)}</ul>
        </section>
        <div className="stack">
          <section className="card stack stack--small" aria-labelledby="summary">
            <h2 id="summary">{t('notice.summary')}</h2>
            <Summary detail={data} />
            {mayJudge && <Assign detail={data} />}
          </section>
          <Owner detail={data} mayJudge={mayJudge} />
          <section className="card stack stack--small" aria-labelledby="declared">
            <h2 id="declared">{t('notice.declared')}</h2>
            {declared.length === 0 && <p className="soft">{t('notice.noDeclared')}</p>}
            <ul className="list">{declared.map(item)}</ul>
          </section>
          <NoticeGoals noticeId={data.id} mayLink={mayJudge} />
          <WhoToAsk theme={detected[0]?.theme} unitId={data.unitId} cpv={data.notice.cpv} />
          {data.related.length > 0 && (
            <section className="card stack stack--small" aria-labelledby="related">
              <h2 id="related">{t('notice.related')}</h2>
              <ul className="list">
                {data.related.map((other) => (
                  <li key={other.id}>
                    <Link to={`/aankondigingen/${other.id}`}>{other.title || other.kind || '–'}</Link>
                    <div className="soft small">
                      {date(other.publishedOn)} · {t(word('stage', other.stage))}{' '}
                      {other.publicationNumber && `· ${other.publicationNumber} `}
                      {other.relation && `· ${t(word('relation', other.relation))} `}
                      {!other.current
                        ? `· ${t('notice.older')}`
                        : other.leftOut && `· ${t('owner.notCounted', { reason: t(word('leftOut', other.leftOut)) })}`}
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
      <section className="card stack" aria-labelledby="texts">
        <h2 id="texts">{t('notice.texts')}</h2>
        <Texts detail={data} />
      </section>
    </div>
  );
}
