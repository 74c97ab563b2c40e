// How the installation is doing: backup, disk, database, mail, background work.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime, number } from '../../format';
import { word } from '../../i18n';
import { MailFailures } from './MailFailures';
import { PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';

type Report = Schema['HealthReport'];
const gigabytes = (bytes: number | null | undefined) => `${number(Math.round((bytes ?? 0) / 1e8) / 10)} GB`;
const shapes = { ok: '●', warn: '▲', wrong: '✕' } as const;

function Mail({ mail }: { mail: Report['mail'] }) {
  const { t } = useTranslation();
  if (!mail.configured) return t('beheer.noMail');
  return (
    <>
      {mail.failingSince && (
        <p>{t('beheer.mailFailing', { since: dateTime(mail.failingSince), reason: mail.failure ?? '' })}</p>
      )}
      {t('beheer.mailWaiting', { count: mail.waiting })}, {t('beheer.mailFailed', { count: mail.failed })}
      {mail.sentAt && ` · ${t('beheer.mailSent', { when: dateTime(mail.sentAt) })}`}
      <MailFailures />
    </>
  );
}

function Said({ what, report }: { what: string; report: Report }): ReactNode {
  const { t } = useTranslation();
  switch (what) {
    case 'backup':
      return report.backupAt
        ? t('beheer.backupAt', { when: dateTime(report.backupAt), size: gigabytes(report.backupBytes) })
        : t('beheer.noBackup');
    case 'disk':
      return t('beheer.diskFree', { free: gigabytes(report.diskFreeBytes), all: gigabytes(report.diskBytes) });
    case 'database':
      return t('beheer.database', { version: report.databaseVersion, size: gigabytes(report.databaseBytes) });
    case 'mail':
      return <Mail mail={report.mail} />;
    case 'work':
      return (
        <>
          {t('beheer.failedWork', { count: report.failedWork })},{' '}
          {t('beheer.waitingWork', { count: report.waitingWork })} <Link to="/taken">{t('nav.jobs')}</Link>
        </>
      );
    default:
      return (
        <>
          {t('beheer.withoutRole', { count: report.withoutRole })} <Link to="/beheer/mensen">{t('beheer.people')}</Link>
        </>
      );
  }
}

export function Health() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['health'], queryFn: () => unwrap(api.GET('/health-report')) });
  return (
    <div className="stack">
      <PageTitle title={t('beheer.health')} />
      <Awaited data={data} error={error} />
      {data && (
        <section className="card" aria-label={t('beheer.health')}>
          <p>{t('beheer.version', { version: data.version })}</p>
          <dl className="facts">
            {data.lines.map((line) => (
              <div key={line.what}>
                <dt>
                  {t(word('beheer.line', line.what))}{' '}
                  <span
                    className={line.state === 'ok' ? 'tag' : line.state === 'warn' ? 'tag tag--sun' : 'tag tag--bad'}
                  >
                    <span aria-hidden="true">{shapes[line.state]}&nbsp;</span>
                    {t(`beheer.healthState.${line.state}`)}
                  </span>
                </dt>
                <dd>
                  <Said what={line.what} report={data} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
