// Every role explained: what it is for, what it may do, and who has it.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { Awaited, CountLink } from '../../ui/list';
import { roles } from './accounts';

export function Roles() {
  const { t } = useTranslation();
  const mayEdit = useMay('organisation.edit');
  const { data, error } = useQuery({ queryKey: ['accounts', 'roles'], queryFn: () => unwrap(api.GET('/roles')) });
  return (
    <div className="stack">
      <PageTitle title={t('beheer.roles')} />
      <p className="lead">{t('beheer.rolesIntro')}</p>
      <Awaited data={data} error={error} />
      {roles.map((name) => {
        const role = data?.items.find((each) => each.role === name);
        if (!role) return null;
        const people = t('beheer.count', { count: role.people });
        return (
          <section key={name} className="card stack stack--small" aria-labelledby={name}>
            <div className="row row--between">
              <h2 id={name} className="h3">
                {t(word('role', name))}
              </h2>
              {mayEdit ? (
                <CountLink to={`/beheer/mensen?rol=${name}`} count={role.people}>
                  {people}
                  <span className="visually-hidden">{` ${t(word('role', name))}`}</span>
                </CountLink>
              ) : (
                <span>{people}</span>
              )}
            </div>
            <p>{t(word('beheer.roleFor', name))}</p>
            {role.permissions.length > 0 && (
              <details className="fold">
                <summary>
                  {t('beheer.may')}
                  <span className="visually-hidden">{` ${t(word('role', name))}`}</span>
                </summary>
                <ul className="list">
                  {role.permissions.map((each) => (
                    <li key={each}>{t(word('beheer.permission', each.replace('.', '_')))}</li>
                  ))}
                </ul>
              </details>
            )}
          </section>
        );
      })}
    </div>
  );
}
