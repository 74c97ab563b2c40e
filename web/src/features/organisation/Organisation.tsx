import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useSession, useUnits } from '../../api/queries';
import { word } from '../../i18n';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { OrganisationNav } from './OrganisationNav';

function Tree({ units, parent }: { units: Schema['Unit'][]; parent: string | null }) {
  const children = units.filter((unit) => (unit.parentId ?? null) === parent);
  if (children.length === 0) return null;
  return (
    <ul className="tree">
      {children.map((unit) => (
        <li key={unit.id}>
          {unit.name}
          <Tree units={units} parent={unit.id} />
        </li>
      ))}
    </ul>
  );
}

export function Organisation() {
  const { t } = useTranslation();
  const session = useSession().data;
  const units = useUnits();
  const people = useQuery({ queryKey: ['people'], queryFn: () => unwrap(api.GET('/people')) });
  const mayEdit = session?.permissions.includes('organisation.edit') ?? false;
  const error = units.error ?? people.error;
  if (error) return <PageError error={error} />;
  if (!units.data || !people.data) return <Loading />;
  const all = units.data.items;
  const open = all.filter((unit) => !unit.endedOn);
  return (
    <div className="stack">
      <PageTitle title={t('organisation.title')} />
      <OrganisationNav />
      <section className="card stack" aria-labelledby="units">
        <h2 id="units">{t('organisation.units')}</h2>
        {open.length === 0 && <p>{t('organisation.empty')}</p>}
        <Tree units={open} parent={null} />
        {mayEdit && <Link to="/beheer/onderdelen">{t('organisation.keepUnits')}</Link>}
      </section>
      <section className="card stack" aria-labelledby="people">
        <h2 id="people">{t('organisation.people')}</h2>
        <div className="scroll" tabIndex={0} role="group" aria-labelledby="people">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('organisation.name')}</th>
                <th scope="col">{t('organisation.jobTitle')}</th>
                <th scope="col">{t('app.unit')}</th>
                <th scope="col">{t('organisation.roles')}</th>
              </tr>
            </thead>
            <tbody>
              {people.data.items.map((person) => (
                <tr key={person.id}>
                  <th scope="row">{person.name}</th>
                  <td>{person.jobTitle}</td>
                  <td>{all.find((unit) => unit.id === person.unitId)?.name}</td>
                  <td>{person.roles.map((role) => t(word('role', role))).join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {mayEdit && <Link to="/beheer/mensen">{t('organisation.keepPeople')}</Link>}
      </section>
    </div>
  );
}
