import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useSession } from '../../api/queries';
import { number } from '../../format';
import { word } from '../../i18n';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { Reread, type RereadReport } from './Reread';
import { titleOf } from './title';

interface Line {
  file: string;
  reason: string;
}
interface ImportReport {
  files: number;
  imported: number;
  updated: number;
  unchanged: number;
  partly: number;
  keptApart?: number;
  others?: { buyer: string; notices: number }[];
  rejected: Line[];
  shortcomings: Line[];
}

function Lines({ title, lines }: { title: string; lines: Line[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <Scroll label={title}>
      <table className="table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('jobs.file')}</th>
            <th scope="col">{t('jobs.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <tr key={i}>
              <th scope="row">{line.file}</th>
              <td>{line.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Report({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const counts = [
    ['imported', report.imported],
    ['updated', report.updated],
    ['unchanged', report.unchanged],
    ['partly', report.partly],
    ['rejected', report.rejected.length],
  ] as const;
  return (
    <section className="card stack" aria-labelledby="report">
      <h2 id="report">{t('jobs.report')}</h2>
      <dl className="facts">
        <dt>{t('jobs.files')}</dt>
        <dd>{number(report.files)}</dd>
        {counts.map(([name, count]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`jobs.${name}`)}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
      {(report.keptApart ?? 0) > 0 && (
        <div className="alert alert--note">
          <Link to="/aankondigingen?whose=other">{t('jobs.keptApart', { count: report.keptApart })}</Link>
          <ul>
            {(report.others ?? []).slice(0, 20).map((each) => (
              <li key={each.buyer}>
                {each.buyer || t('whose.unknown')} ({number(each.notices)})
              </li>
            ))}
          </ul>
        </div>
      )}
      <Lines title={t('jobs.rejectedTitle')} lines={report.rejected} />
      <Lines title={t('jobs.shortcomingsTitle')} lines={report.shortcomings} />
      <Link to="/waar-staan-we">{t('jobs.toStanding')}</Link>
    </section>
  );
}

interface PolicyReport {
  documentId: string;
  clauses?: number;
  suggestions?: number;
  proposed?: boolean;
  unread?: number;
  hidden?: number;
  pictures?: number[];
  reason?: string;
}

function ReadDocument({ report }: { report: PolicyReport }) {
  const { t } = useTranslation();
  return (
    <section className="card stack stack--small" aria-labelledby="report">
      <h2 id="report">{t('jobs.report')}</h2>
      {report.reason ? (
        <p className="alert">{report.reason}</p>
      ) : (
        <p>{t('jobs.policyDone', { clauses: report.clauses, suggestions: report.suggestions })}</p>
      )}
      {!!report.hidden && <p>{t('jobs.policyHidden', { number: report.hidden })}</p>}
      {!!report.unread && <p>{t('jobs.policyUnread', { number: report.unread })}</p>}
      {!!report.pictures?.length && <p>{t('jobs.policyPictures', { pages: report.pictures.join(', ') })}</p>}
      {report.proposed && <p>{t('jobs.policyProposed')}</p>}
      <Link
        to={`/beleid/documenten/${report.documentId}${!report.reason && !report.proposed && report.suggestions ? '?lijkt=ja' : ''}`}
      >
        {t('jobs.toDocument')}
      </Link>
    </section>
  );
}

function ImportLink({ report }: { report: { kind: string; importId: string } }) {
  const { t } = useTranslation();
  return (
    <p>
      <Link to={`/inlezen/${report.kind}/${report.importId}`}>{t('jobs.toImport')}</Link>
    </p>
  );
}

function Actions({ job }: { job: Schema['Job'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const done = { onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }) };
  const path = { id: job.id };
  const cancel = useMutation({
    mutationFn: () => unwrap(api.POST('/jobs/{id}/cancellation', { params: { path } })),
    ...done,
  });
  const retry = useMutation({ mutationFn: () => unwrap(api.POST('/jobs/{id}/retry', { params: { path } })), ...done });
  return (
    <div className="row">
      {(job.state === 'queued' || job.state === 'running') && !job.cancelRequested && (
        <Button onClick={() => cancel.mutate()}>{t('jobs.cancel')}</Button>
      )}
      {['failed', 'cancelled', 'parked'].includes(job.state) && (
        <Button primary onClick={() => retry.mutate()}>
          {t('jobs.retry')}
        </Button>
      )}
    </div>
  );
}

export function Job() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const session = useSession().data;
  const { data, error } = useQuery({
    queryKey: ['jobs', id],
    queryFn: () => unwrap(api.GET('/jobs/{id}', { params: { path: { id } } })),
    // The event stream brings progress at once; this is for a browser whose stream is cut.
    refetchInterval: (query) =>
      query.state.data && ['queued', 'running'].includes(query.state.data.state) ? 3000 : false,
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const report = data.report as unknown as ImportReport | null;
  return (
    <div className="stack">
      <PageTitle title={titleOf(data, t)} crumbs={[{ to: '/taken', label: t('jobs.title') }]} />
      <div className="card stack stack--small">
        <p role="status">
          <span className="tag">{t(`jobs.state.${data.state}`)}</span>{' '}
          {data.totalCount > 0 && t('jobs.progress', { done: number(data.doneCount), total: number(data.totalCount) })}
        </p>
        {(data.state === 'running' || data.state === 'queued') && (
          <progress max={Math.max(1, data.totalCount)} value={data.doneCount} aria-label={titleOf(data, t)} />
        )}
        {data.state === 'failed' && (
          <p className="alert">
            {t(word('jobs.fault', data.errorCode ?? ''), {
              defaultValue: t('jobs.failedText', { code: data.errorCode }),
            })}
          </p>
        )}
        {data.state === 'parked' && (
          <p className="alert">
            {t('jobs.parkedText', { done: number(data.doneCount), total: number(data.totalCount) })}
          </p>
        )}
        {session?.permissions.includes('jobs.manage') && <Actions job={data} />}
      </div>
      {data.kind === 'notices.import' && report && <Report report={report} />}
      {data.kind === 'notices.reread' && data.report && <Reread report={data.report as unknown as RereadReport} />}
      {data.kind.startsWith('imports.') && data.report && (
        <ImportLink report={data.report as unknown as { kind: string; importId: string }} />
      )}
      {data.kind === 'policy.import' && data.report && <ReadDocument report={data.report as unknown as PolicyReport} />}
    </div>
  );
}
