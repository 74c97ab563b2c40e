import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { Awaited, Scroll } from '../../ui/list';
import { AmbitionNav } from './AmbitionNav';
import { KeepNames } from './KeepNames';

export const useSessions = () =>
  useQuery({ queryKey: ['ambition', 'sessions'], queryFn: () => unwrap(api.GET('/ambition-sessions')) });

export function Sessions() {
  const { t } = useTranslation();
  const mayEdit = useMay('ambition.edit');
  const { data, error } = useSessions();
  return (
    <div className="stack">
      <PageTitle title={t('ambition.title')}>
        {mayEdit && <Link to="/ambities/nieuw">{t('ambition.add')}</Link>}
      </PageTitle>
      <AmbitionNav />
      <p className="lead">{t('ambition.intro')}</p>
      <Awaited data={data} error={error} />
      {data?.items.length === 0 && <p>{t('ambition.empty')}</p>}
      {data && data.items.length > 0 && (
        <Scroll label={t('ambition.sessions')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('ambition.session')}</th>
                <th scope="col">{t('ambition.purpose')}</th>
                <th scope="col">{t('ambition.when')}</th>
                <th scope="col">{t('ambition.people')}</th>
                <th scope="col">{t('ambition.agreedOf')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((session) => (
                <tr key={session.id}>
                  <th scope="row">
                    <Link to={`/ambities/${session.id}`}>{session.title}</Link>{' '}
                    <span className={session.status === 'running' ? 'tag tag--sun' : 'tag tag--plain'}>
                      {t(word('ambition.status', session.status))}
                    </span>
                  </th>
                  <td>
                    {[t(`ambition.purposes.${session.purpose}`), session.unit, session.project]
                      .filter(Boolean)
                      .join(' · ')}
                  </td>
                  <td>{date(session.closedAt ?? session.plannedOn)}</td>
                  <td>{session.participants}</td>
                  <td>
                    {session.status === 'prepared'
                      ? '–'
                      : t('ambition.agreedCount', { count: session.agreed, of: session.themes })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <KeepNames />
    </div>
  );
}
