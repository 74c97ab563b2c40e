import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useGoals } from '../../api/queries';
import { euros } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useList } from '../../ui/filters';
import { Awaited } from '../../ui/list';
import { useNames } from '../../ui/names';
import { PolicyNav } from './PolicyNav';
import { type Branch, branches, nodeLink, type Thread as ThreadData } from './threadTree';

const ThreadChart = lazy(async () => ({ default: (await import('./ThreadChart')).ThreadChart }));

function Branches({ all }: { all: Branch[] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <ul className="thread">
      {all.map((branch) => (
        <li key={branch.node.kind + branch.node.id}>
          <div className="thread__node">
            <span className="tag tag--plain">{t(word('thread.kind', branch.node.kind))}</span>
            <Link to={nodeLink(branch.node)}>{branch.node.title}</Link>
            {branch.node.themes.map((theme) => (
              <span key={theme} className="tag">
                {names.theme(theme)}
              </span>
            ))}
            <span className="soft small">
              {[
                branch.node.unitId ? names.unit(branch.node.unitId) : '',
                branch.node.owner ?? '',
                branch.node.kind === 'purchase' ? t(word('purchase.state', branch.node.detail)) : '',
                branch.node.valueCents ? euros(branch.node.valueCents) : '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {branch.node.purchases > 0 && (
              <Link to={`/beleid/rode-draad?van=goal:${branch.node.id}`}>
                {t('thread.purchases', { count: branch.node.purchases })}
              </Link>
            )}
          </div>
          {branch.below.length > 0 && <Branches all={branch.below} />}
        </li>
      ))}
    </ul>
  );
}

// From one record, both ways, with what hangs on it in figures.
function FromRecord({ from }: { from: string }) {
  const { t } = useTranslation();
  const walk = (direction: 'up' | 'down') => ({
    queryKey: ['thread', from, direction],
    queryFn: () => unwrap(api.GET('/red-thread', { params: { query: { from, direction } } })),
  });
  const down = useQuery(walk('down'));
  const up = useQuery(walk('up'));
  const impact = useQuery({
    queryKey: ['impact', from],
    queryFn: () => unwrap(api.GET('/red-thread/impact', { params: { query: { from } } })),
  });
  if (down.error) return <ErrorNote error={down.error} />;
  if (!down.data || !up.data) return <Loading />;
  const start = down.data.nodes.find((node) => `${node.kind}:${node.id}` === from);
  const below = branches(down.data, [from])[0]?.below ?? [];
  return (
    <>
      <h2>
        {t('thread.from', { title: '' })}
        {start && <Link to={nodeLink(start)}>{start.title}</Link>}
      </h2>
      {impact.data && (
        <p className="lead">
          {t('thread.hangs', {
            goals: impact.data.goals,
            purchases: impact.data.purchases,
            euros: euros(impact.data.valueCents),
            requirements: impact.data.requirements,
          })}
        </p>
      )}
      <section className="card stack stack--small">
        <h3>{t('thread.down')}</h3>
        {below.length === 0 ? <p>{t('thread.nothing')}</p> : <Branches all={below} />}
      </section>
      {up.data.nodes.length > 1 && (
        <section className="card stack stack--small">
          <h3>{t('thread.up')}</h3>
          <Branches all={branches(up.data)} />
        </section>
      )}
    </>
  );
}

function Overview({ document }: { document: string | null }) {
  const { t } = useTranslation();
  const names = useNames();
  const [params] = useSearchParams();
  const years = [
    ...new Set((useGoals().data?.items ?? []).flatMap((goal) => (goal.targetYear ? [goal.targetYear] : []))),
  ].sort();
  const theme = params.get('thema') ?? '';
  const unitId = params.get('onderdeel') ?? '';
  const year = params.get('jaar') ?? '';
  const query = { ...(theme ? { theme } : {}), ...(unitId ? { unitId } : {}), ...(year ? { year: Number(year) } : {}) };
  const { data, error } = useQuery({
    queryKey: ['thread-overview', query],
    queryFn: () => unwrap(api.GET('/red-thread/overview', { params: { query } })),
  });
  const { set } = useList();
  const all = { value: '', label: t('app.all') };
  const trees = data ? branches(data, document ? [document] : undefined) : [];
  const shown: ThreadData | undefined = data && document ? within(data, trees) : data;
  return (
    <>
      <div className="filters no-print">
        <Select
          label={t('goals.theme')}
          value={theme}
          options={[all, ...names.themes.map((each) => ({ value: each.code, label: each.name }))]}
          onChange={(value) => set('thema', value)}
        />
        <Select
          label={t('app.unit')}
          value={unitId}
          options={[all, ...names.units.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={(value) => set('onderdeel', value)}
        />
        <Select
          label={t('thread.year')}
          value={year}
          options={[all, ...years.map((each) => ({ value: String(each), label: String(each) }))]}
          onChange={(value) => set('jaar', value)}
        />
      </div>
      <Awaited data={data} error={error} />
      {shown && shown.nodes.length === 0 && <p className="card">{t('thread.empty')}</p>}
      {shown && shown.nodes.length > 0 && (
        <>
          <section className="card" aria-label={t('thread.chart')}>
            <Suspense fallback={<Loading />}>
              <ThreadChart thread={shown} />
            </Suspense>
          </section>
          <section className="card stack stack--small" aria-labelledby="tree">
            <h2 id="tree">{t('thread.tree')}</h2>
            <Branches all={trees} />
          </section>
        </>
      )}
    </>
  );
}

// Only what hangs below the chosen document.
function within(thread: ThreadData, trees: Branch[]): ThreadData {
  const kept = new Set<string>();
  const keep = (branch: Branch) => {
    kept.add(branch.node.id);
    branch.below.forEach(keep);
  };
  trees.forEach(keep);
  return {
    ...thread,
    nodes: thread.nodes.filter((node) => kept.has(node.id)),
    edges: thread.edges.filter((edge) => kept.has(edge.upperId) && kept.has(edge.lowerId)),
  };
}

export function Thread() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const from = params.get('van');
  const document = from?.startsWith('document:') ? from : null;
  return (
    <div className="stack">
      <PageTitle title={t('thread.title')}>
        <Button className="no-print" onClick={() => window.print()}>
          {t('app.print')}
        </Button>
      </PageTitle>
      <PolicyNav />
      <p className="lead">{t('thread.intro')}</p>
      {from && !document ? <FromRecord from={from} /> : <Overview document={document} />}
    </div>
  );
}
