import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useCodes, useMay } from '../../api/queries';
import { word } from '../../i18n';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { useNames } from '../../ui/names';
import { Confirmed } from '../../ui/Confirmed';
import { Mandates } from './Mandates';
import { OrganisationNav } from './OrganisationNav';
import { usePersonOptions, useTeamMutation } from './team';

function Settings({ team }: { team: Schema['Team'] }) {
  const { t } = useTranslation();
  const save = useTeamMutation((body: Schema['TeamSettings']) =>
    unwrap(api.PUT('/impact-team', { params: { header: { 'If-Match': `"${team.version}"` } }, body })),
  );
  const draft = useDraft('impact-team', t('team.title'), { place: team.place, rhythm: team.rhythm });
  const { place, rhythm } = draft.value;
  return (
    <form
      className="form form--wide"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutateAsync({ place, rhythm }).then(draft.done, () => undefined);
      }}
    >
      <ErrorSummary error={save.error} />
      {draft.note}
      <Field
        label={t('team.place')}
        value={place}
        onChange={(event) => draft.set({ place: event.target.value, rhythm })}
        pointer="/place"
        error={save.error}
      />
      <Field
        label={t('team.rhythm')}
        value={rhythm}
        onChange={(event) => draft.set({ place, rhythm: event.target.value })}
        pointer="/rhythm"
        error={save.error}
      />
      <div>
        <Button type="submit">{t('app.save')}</Button>
      </div>
    </form>
  );
}

function AddMember() {
  const { t } = useTranslation();
  const names = useNames();
  const fields = (useCodes().data?.items ?? []).filter((each) => each.list === 'field');
  const options = usePersonOptions();
  const [person, setPerson] = useState('');
  const [field, setField] = useState('sustainability');
  const [unit, setUnit] = useState('');
  const add = useTeamMutation((body: Schema['MemberInput']) => unwrap(api.POST('/team-members', { body })));
  return (
    <form
      className="form form--wide"
      aria-label={t('team.addMember')}
      onSubmit={(event) => {
        event.preventDefault();
        const cpv = fieldValue(event.currentTarget, 'cpv')
          .split(/[\s,;]+/)
          .filter(Boolean);
        add.mutate({ personId: person, field, unitId: unit || null, cpv });
      }}
    >
      <h3>{t('team.addMember')}</h3>
      <ErrorSummary error={add.error} />
      <div className="form__row">
        <Select
          label={t('team.person')}
          value={person}
          options={options}
          onChange={setPerson}
          pointer="/personId"
          error={add.error}
        />
        <Select
          label={t('team.field')}
          value={field}
          options={fields.map((each) => ({ value: each.code, label: names.code('field', each.code) }))}
          onChange={setField}
        />
        <Select
          label={t('team.for')}
          value={unit}
          options={[
            { value: '', label: t('team.everyone') },
            ...names.units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={setUnit}
        />
        <Field label={t('team.cpvHint')} name="cpv" pointer="/cpv" error={add.error} />
      </div>
      <div>
        <Button type="submit">{t('app.add')}</Button>
      </div>
    </form>
  );
}

function AddAdviser() {
  const { t } = useTranslation();
  const names = useNames();
  const options = usePersonOptions();
  const [person, setPerson] = useState('');
  const [unit, setUnit] = useState('');
  const add = useTeamMutation((body: Schema['AdviserInput']) => unwrap(api.POST('/advisers', { body })));
  return (
    <form
      className="form form--wide"
      aria-label={t('team.addAdviser')}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ personId: person, unitId: unit });
      }}
    >
      <h3>{t('team.addAdviser')}</h3>
      <ErrorSummary error={add.error} />
      <div className="form__row">
        <Select
          label={t('team.person')}
          value={person}
          options={options}
          onChange={setPerson}
          pointer="/personId"
          error={add.error}
        />
        <Select
          label={t('app.unit')}
          value={unit}
          options={[{ value: '', label: '–' }, ...names.units.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={setUnit}
          pointer="/unitId"
          error={add.error}
        />
      </div>
      <div>
        <Button type="submit">{t('app.add')}</Button>
      </div>
    </form>
  );
}

export function Team() {
  const { t } = useTranslation();
  const names = useNames();
  const mayEdit = useMay('organisation.edit');
  const { data, error } = useQuery({ queryKey: ['team'], queryFn: () => unwrap(api.GET('/impact-team')) });
  const removeMember = useTeamMutation((id: string) =>
    unwrap(api.DELETE('/team-members/{id}', { params: { path: { id } } })),
  );
  const removeAdviser = useTeamMutation((id: string) =>
    unwrap(api.DELETE('/advisers/{id}', { params: { path: { id } } })),
  );
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('team.title')} />
      <OrganisationNav />
      <div className="grid grid--two">
        <section className="card stack stack--small" aria-labelledby="members">
          <h2 id="members">{t('team.members')}</h2>
          {mayEdit ? (
            <Settings key={data.version} team={data} />
          ) : (
            <dl className="facts">
              <dt>{t('team.place')}</dt>
              <dd>{data.place || '–'}</dd>
              <dt>{t('team.rhythm')}</dt>
              <dd>{data.rhythm || '–'}</dd>
            </dl>
          )}
          <ul className="list">
            {data.members.map((each) => (
              <li key={each.id}>
                <strong>{each.name}</strong> <span className="tag">{names.code('field', each.field)}</span>{' '}
                {mayEdit && (
                  <Confirmed
                    label={t('app.remove')}
                    name={each.name}
                    question={t('team.removeQuestion', { name: each.name })}
                    act={() => removeMember.mutate(each.id)}
                  />
                )}
                <div className="soft small">
                  {each.jobTitle} · {t('team.for').toLowerCase()}{' '}
                  {each.unitId ? names.unit(each.unitId) : t('team.everyone')}
                  {each.cpv.length > 0 && ` · ${t('team.cpv')}: ${each.cpv.map((code) => names.cpv(code)).join(', ')}`}
                </div>
              </li>
            ))}
          </ul>
          {mayEdit && <AddMember />}
        </section>
        <div className="stack">
          <section className="card stack stack--small" aria-labelledby="cover">
            <h2 id="cover">{t('team.cover')}</h2>
            {data.cover.length === 0 && <p>{t('team.covered')}</p>}
            <ul>
              {data.cover.map((gap, i) => (
                <li key={i}>
                  {t(word('team.gap', gap.kind), {
                    what: gap.field ? names.code('field', gap.field).toLowerCase() : names.unit(gap.unitId),
                  })}
                </li>
              ))}
            </ul>
          </section>
          <section className="card stack stack--small" aria-labelledby="advisers">
            <h2 id="advisers">{t('team.advisers')}</h2>
            <ul className="list">
              {data.advisers.map((each) => (
                <li key={each.id}>
                  {each.name} – {names.unit(each.unitId)}{' '}
                  {mayEdit && (
                    <Confirmed
                      label={t('app.remove')}
                      name={each.name}
                      question={t('team.removeAdviserQuestion', { name: each.name, unit: names.unit(each.unitId) })}
                      act={() => removeAdviser.mutate(each.id)}
                    />
                  )}
                </li>
              ))}
            </ul>
            {mayEdit && <AddAdviser />}
          </section>
        </div>
      </div>
      <Mandates mayEdit={mayEdit} />
    </div>
  );
}
