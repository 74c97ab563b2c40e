import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { useJobs, useSession } from '../../api/queries';
import { date, dateTime } from '../../format';
import { word } from '../../i18n';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Figures } from './Figures';
import { rowsLink } from './filters';

const none = new URLSearchParams();

// Consultations that wait for this person's answer.
function useInvitations() {
  const { data } = useQuery({ queryKey: ['invitations'], queryFn: () => unwrap(api.GET('/invitations')) });
  return (data?.items ?? []).filter((each) => !each.answeredAt);
}

function Invitations({ all }: { all: Schema['MyInvitation'][] }) {
  const { t } = useTranslation();
  return all.map((each) => (
    <li key={each.id}>
      <Link to={`/uitnodigingen/${each.id}`}>{t('start.invited', { document: each.document })}</Link>
    </li>
  ));
}

// Forms that this person typed in and did not send.
function useDrafts() {
  return useQuery({ queryKey: ['drafts', 'mine'], queryFn: () => unwrap(api.GET('/drafts')) }).data?.items ?? [];
}

function Drafts({ all }: { all: Schema['Draft'][] }) {
  const { t } = useTranslation();
  return all.map((each) => (
    <li key={each.id}>
      <Link to={each.path}>{t('start.draft', { title: each.title, at: dateTime(each.at) })}</Link>
    </li>
  ));
}

// For who reads no figures: an entrepreneur or a citizen with an account.
function Guest({ title }: { title: string }) {
  const { t } = useTranslation();
  const invitations = useInvitations();
  return (
    <div className="stack">
      <PageTitle title={title} />
      {invitations.length === 0 && <p className="lead">{t('start.nothing')}</p>}
      <ul className="todo">
        <Invitations all={invitations} />
      </ul>
    </div>
  );
}

function Asked({ standing, session }: { standing: Schema['Standing']; session: Schema['Current'] }) {
  const { t } = useTranslation();
  const running = (useJobs().data?.items ?? []).filter(
    (job) => job.state === 'running' || job.state === 'queued',
  ).length;
  const sum = (name: 'declaredOnly' | 'askedOnly') => standing.themes.reduce((total, theme) => total + theme[name], 0);
  const most = (name: 'declaredOnly' | 'askedOnly') =>
    [...standing.themes].sort((a, b) => b[name] - a[name])[0]?.theme ?? '';
  const invitations = useInvitations();
  const drafts = useDrafts();
  const gaps =
    useQuery({
      queryKey: ['gaps', { mine: true }],
      queryFn: () => unwrap(api.GET('/gaps', { params: { query: { mine: true } } })),
      enabled: session.permissions.includes('policy.read'),
    }).data?.counts ?? [];
  const help =
    useQuery({
      queryKey: ['help'],
      queryFn: () => unwrap(api.GET('/help-requests')),
      enabled: session.permissions.includes('help.ask'),
    }).data?.items ?? [];
  const actions =
    useQuery({ queryKey: ['ambition', 'actions'], queryFn: () => unwrap(api.GET('/ambition-actions')) }).data?.items ??
    [];
  const buys = session.permissions.includes('purchase.read');
  const tasks =
    useQuery({
      queryKey: ['purchase-tasks', 'mine'],
      queryFn: () => unwrap(api.GET('/purchase-tasks', { params: { query: { mine: true, open: true } } })),
      enabled: buys,
    }).data?.items ?? [];
  const [soon] = useState(() => new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10));
  const gapCount = (kind: string, of: 'mine' | 'count') => gaps.find((each) => each.kind === kind)?.[of] ?? 0;
  const purchaseGaps = ['unless_proposed', 'theme_undecided', 'published_undecided'];
  const unassigned = standing.units.find((unit) => unit.key === '')?.count ?? 0;
  const may = (permission: string) => session.permissions.includes(permission);
  const items = [
    {
      key: 'judge' as const,
      count: may('notices.judge') ? sum('declaredOnly') : 0,
      to: rowsLink(none, { theme: most('declaredOnly'), status: 'declared_only' }),
    },
    {
      key: 'undeclared' as const,
      count: may('notices.judge') ? sum('askedOnly') : 0,
      to: rowsLink(none, { theme: most('askedOnly'), status: 'asked_only' }),
    },
    {
      key: 'unassigned' as const,
      count: may('notices.judge') ? unassigned : 0,
      to: rowsLink(none, { unassigned: 'true' }),
    },
    {
      key: 'decide' as const,
      count: gapCount('unless_proposed', 'mine'),
      to: '/beleid/gaten?mijn=ja&soort=unless_proposed',
    },
    {
      key: 'open' as const,
      count: gapCount('theme_undecided', 'mine'),
      to: '/inkopen?mijn=ja&onbeslist=ja&status=komend',
    },
    {
      key: 'anyway' as const,
      count: gapCount('published_undecided', 'mine'),
      to: '/inkopen/tenzij?soort=published_anyway',
    },
    {
      key: 'tasks' as const,
      count: tasks.filter((each) => each.dueOn && each.dueOn <= soon).length,
      to: '/inkopen/taken',
    },
    {
      key: 'gaps' as const,
      count: gaps.filter((each) => !purchaseGaps.includes(each.kind)).reduce((total, each) => total + each.mine, 0),
      to: '/beleid/gaten?mijn=ja',
    },
    {
      key: 'help' as const,
      count: help.filter((each) => each.forMe && !each.answeredAt).length,
      to: '/organisatie/hulpvragen',
    },
    { key: 'actions' as const, count: actions.length, to: '/ambities/acties' },
    { key: 'running' as const, count: may('jobs.manage') ? running : 0, to: '/taken' },
  ].filter((item) => item.count > 0);
  return (
    <section className="card stack stack--small" aria-labelledby="asked">
      <h2 id="asked">{t('start.asked')}</h2>
      {items.length + invitations.length + drafts.length === 0 && <p className="soft">{t('start.nothing')}</p>}
      <ul className="todo">
        <Invitations all={invitations} />
        <Drafts all={drafts} />
        {items.map((item) => (
          <li key={item.key}>
            <Link to={item.to}>{t(`start.${item.key}`, { count: item.count })}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Latest() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['notices', 'latest'],
    queryFn: () => unwrap(api.GET('/notices', { params: { query: { pageSize: 5 } } })),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="latest">
      <h2 id="latest">{t('start.changed')}</h2>
      <ul className="list">
        {data?.items.map((notice) => (
          <li key={notice.id}>
            <Link to={`/aankondigingen/${notice.id}`}>{notice.title}</Link>
            <div className="soft small">
              {date(notice.publishedOn)} · {t(word('stage', notice.stage))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Start() {
  const { t } = useTranslation();
  const session = useSession().data;
  const reads = session?.permissions.includes('insight.read') ?? false;
  const { data, error } = useQuery({
    queryKey: ['standing', {}],
    queryFn: () => unwrap(api.GET('/insight/standing')),
    enabled: reads,
  });
  if (!session) return <Loading />;
  const title = t('start.title', { name: session.person.name });
  if (!reads) return <Guest title={title} />;
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  if (data.procedures === 0) {
    return (
      <div className="stack">
        <PageTitle title={title} />
        <section className="card stack stack--small">
          <h2>{t('start.emptyTitle')}</h2>
          <p>{t('start.emptyText')}</p>
          {session.permissions.includes('notices.import') && (
            <Link to="/aankondigingen/toevoegen">{t('notices.upload')}</Link>
          )}
        </section>
      </div>
    );
  }
  return (
    <div className="stack">
      <PageTitle title={title} />
      <section className="stack stack--small" aria-labelledby="standing">
        <div className="row row--between">
          <h2 id="standing">{t('start.standing')}</h2>
          <Link to="/waar-staan-we">{t('start.toStanding')}</Link>
        </div>
        <Figures standing={data} link={(status) => rowsLink(none, { status })} />
      </section>
      <div className="grid grid--two">
        <Asked standing={data} session={session} />
        <Latest />
      </div>
    </div>
  );
}
