import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useSession, useUnits } from '../../api/queries';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { OrganisationNav } from './OrganisationNav';
import { roles } from './roles';

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

function AddUnit({ units }: { units: Schema['Unit'][] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [parent, setParent] = useState('');
  const add = useMutation({
    mutationFn: (body: Schema['NewUnit']) => unwrap(api.POST('/units', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['units'] }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    add.mutate({ name: fieldValue(form, 'name'), parentId: parent || null }, { onSuccess: () => form.reset() });
  };
  return (
    <form className="form" onSubmit={submit} aria-label={t('organisation.addUnit')}>
      <h3>{t('organisation.addUnit')}</h3>
      <ErrorSummary error={add.error} />
      <Field label={t('organisation.name')} name="name" required pointer="/name" error={add.error} />
      <Select
        label={t('organisation.parent')}
        value={parent}
        onChange={setParent}
        options={[
          { value: '', label: t('organisation.top') },
          ...units.map((unit) => ({ value: unit.id, label: unit.name })),
        ]}
      />
      <div>
        <Button type="submit">{t('app.add')}</Button>
      </div>
    </form>
  );
}

function AddPerson({ units }: { units: Schema['Unit'][] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [unit, setUnit] = useState('');
  const [role, setRole] = useState('budget_holder');
  const add = useMutation({
    mutationFn: (body: Schema['NewPerson']) => unwrap(api.POST('/people', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['people'] }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const value = (name: string) => fieldValue(form, name);
    add.mutate(
      {
        name: value('name'),
        jobTitle: value('jobTitle') || null,
        userName: value('userName'),
        password: value('password'),
        roles: [role],
        unitId: unit || null,
      },
      { onSuccess: () => form.reset() },
    );
  };
  return (
    <form className="form" onSubmit={submit} aria-label={t('organisation.addPerson')}>
      <h3>{t('organisation.addPerson')}</h3>
      <ErrorSummary error={add.error} />
      <Field label={t('organisation.name')} name="name" required pointer="/name" error={add.error} />
      <Field label={t('organisation.jobTitle')} name="jobTitle" pointer="/jobTitle" error={add.error} />
      <Field
        label={t('app.userName')}
        name="userName"
        autoComplete="off"
        required
        pointer="/userName"
        error={add.error}
      />
      <Field
        label={t('app.password')}
        hint={t('app.passwordHint')}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        pointer="/password"
        error={add.error}
      />
      <Select
        label={t('organisation.role')}
        value={role}
        onChange={setRole}
        options={roles.map((each) => ({ value: each, label: t(word('role', each)) }))}
      />
      <Select
        label={t('app.unit')}
        value={unit}
        onChange={setUnit}
        options={[{ value: '', label: '–' }, ...units.map((each) => ({ value: each.id, label: each.name }))]}
      />
      <div>
        <Button type="submit">{t('app.add')}</Button>
      </div>
    </form>
  );
}

export function Organisation() {
  const { t } = useTranslation();
  const session = useSession().data;
  const units = useUnits();
  const people = useQuery({ queryKey: ['people'], queryFn: () => unwrap(api.GET('/people')) });
  const mayEdit = session?.permissions.includes('organisation.edit') ?? false;
  const error = units.error ?? people.error;
  if (error) return <ErrorNote error={error} />;
  if (!units.data || !people.data) return <Loading />;
  const all = units.data.items;
  return (
    <div className="stack">
      <PageTitle title={t('organisation.title')} />
      <OrganisationNav />
      <section className="card stack" aria-labelledby="units">
        <h2 id="units">{t('organisation.units')}</h2>
        {all.length === 0 && <p>{t('organisation.empty')}</p>}
        <Tree units={all} parent={null} />
        {mayEdit && <AddUnit units={all} />}
        {mayEdit && (
          <p className="row">
            <Link to="/inlezen/units">{t('imports.title.units')}</Link>
            <Link to="/inlezen/people">{t('imports.title.people')}</Link>
          </p>
        )}
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
        {mayEdit && <AddPerson units={all} />}
      </section>
    </div>
  );
}
