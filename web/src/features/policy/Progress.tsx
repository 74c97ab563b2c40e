import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { date, number } from '../../format';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { OrganisationNav } from '../organisation/OrganisationNav';
import { CountLink } from '../../ui/list';

export function Progress() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['progress'], queryFn: () => unwrap(api.GET('/unit-progress')) });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('progress.title')} />
      <OrganisationNav />
      <p className="lead">{t('progress.intro')}</p>
      <div className="card scroll" tabIndex={0} role="group" aria-label={t('progress.title')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('app.unit')}</th>
              {(['goals', 'measurable', 'withCall', 'gaps', 'openQuestions'] as const).map((name) => (
                <th key={name} scope="col" className="num">
                  {t(`progress.${name}`)}
                </th>
              ))}
              <th scope="col">{t('progress.lastCoaching')}</th>
              <th scope="col">{t('progress.lastStep')}</th>
              <th scope="col">{t('progress.state')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((unit) => (
              <tr key={unit.unitId}>
                <th scope="row">{unit.name}</th>
                <td className="num">
                  <CountLink to={`/beleid/doelen?onderdeel=${unit.unitId}`} count={unit.goals} />
                </td>
                <td className="num">{number(unit.measurable)}</td>
                <td className="num">{number(unit.withCall)}</td>
                <td className="num">
                  <CountLink to={`/beleid/gaten?onderdeel=${unit.unitId}`} count={unit.gaps} />
                </td>
                <td className="num">{number(unit.openQuestions)}</td>
                <td>{date(unit.lastCoaching)}</td>
                <td>{date(unit.lastStep)}</td>
                <td>
                  <span className={unit.moves ? 'tag' : 'tag tag--sun'}>
                    {t(unit.moves ? 'progress.moves' : 'progress.quiet')}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
