// Who should be involved in a document, which groups are missing, and inviting them to comment.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { usePeople } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Confirmed } from '../../ui/Confirmed';

export const sectors = ['managers', 'project_leaders', 'ict', 'operations', 'experts', 'college', 'council', 'market'];

function AddStakeholder({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const people = usePeople().data?.items ?? [];
  const [sector, setSector] = useState('managers');
  const [person, setPerson] = useState('');
  const add = useMutation({
    mutationFn: (body: Schema['StakeholderInput']) =>
      unwrap(api.POST('/policy-documents/{id}/stakeholders', { params: { path: { id: documentId } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['stakeholders', documentId] }),
  });
  return (
    <form
      className="form form--wide"
      aria-label={t('involve.add')}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const name = fieldValue(form, 'name');
        const email = fieldValue(form, 'email');
        add.mutate(
          { sector, personId: person || null, name: name || null, email: email || null },
          { onSuccess: () => form.reset() },
        );
      }}
    >
      <h3>{t('involve.add')}</h3>
      <ErrorSummary error={add.error} />
      <div className="form__row">
        <Select
          label={t('involve.sector')}
          value={sector}
          options={sectors.map((each) => ({ value: each, label: t(word('sector', each)) }))}
          onChange={setSector}
        />
        <Select
          label={t('involve.person')}
          value={person}
          options={[
            { value: '', label: t('involve.nobody') },
            ...people.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={setPerson}
          pointer="/personId"
          error={add.error}
        />
        {!person && (
          <>
            <Field label={t('involve.name')} name="name" pointer="/name" error={add.error} />
            <Field label={t('involve.email')} name="email" type="email" pointer="/email" error={add.error} />
          </>
        )}
      </div>
      <div>
        <Button type="submit">{t('app.add')}</Button>
      </div>
    </form>
  );
}

function OpenConsultation({ documentId }: { documentId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [inThreeWeeks] = useState(() => new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10));
  const open = useMutation({
    mutationFn: (body: Schema['ConsultationInput']) =>
      unwrap(api.POST('/policy-documents/{id}/consultations', { params: { path: { id: documentId } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['consultations', documentId] }),
  });
  const draft = useDraft(`consultation/${documentId}`, t('involve.open'), { question: '', closesOn: inThreeWeeks });
  const { question, closesOn } = draft.value;
  return (
    <form
      className="form form--wide"
      aria-label={t('involve.open')}
      onSubmit={(event) => {
        event.preventDefault();
        open.mutateAsync({ question, closesOn }).then(draft.clear, () => undefined);
      }}
    >
      <h3>{t('involve.open')}</h3>
      <ErrorSummary error={open.error} />
      <TextArea
        label={t('involve.question')}
        value={question}
        onChange={(event) => draft.set({ question: event.target.value, closesOn })}
        required
        pointer="/question"
        error={open.error}
      />
      <Field
        label={t('involve.closesOn')}
        type="date"
        value={closesOn}
        onChange={(event) => draft.set({ question, closesOn: event.target.value })}
        required
        pointer="/closesOn"
        error={open.error}
      />
      {draft.note}
      <div>
        <Button type="submit">{t('involve.open')}</Button>
      </div>
    </form>
  );
}

function InviteButton({
  consultation,
  stakeholder,
  documentId,
}: {
  consultation: string;
  stakeholder: Schema['Stakeholder'];
  documentId: string;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/consultations/{id}/invitations', {
          params: { path: { id: consultation } },
          body: { stakeholderId: stakeholder.id },
        }),
      ),
    onSuccess: () =>
      Promise.all(
        [['stakeholders', documentId], ['document', documentId], ['consultation']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <>
      {invite.error && <ErrorNote error={invite.error} />}
      {!invite.data && (
        <button
          type="button"
          className="plain"
          aria-label={t('involve.inviteName', { name: stakeholder.name })}
          onClick={() => invite.mutate()}
        >
          {t('involve.invite')}
        </button>
      )}
      {invite.data && (
        <div role="status" className="alert alert--note">
          {stakeholder.personId ? (
            t('involve.noticed', { name: stakeholder.name })
          ) : (
            <>
              <p>{t('involve.link', { name: stakeholder.name })}</p>
              <code>{`${window.location.origin}/reageren/${invite.data.token}`}</code>
            </>
          )}
        </div>
      )}
    </>
  );
}

export function Involve({ documentId, mayEdit, hasText }: { documentId: string; mayEdit: boolean; hasText: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const params = { path: { id: documentId } };
  const list = useQuery({
    queryKey: ['stakeholders', documentId],
    queryFn: () => unwrap(api.GET('/policy-documents/{id}/stakeholders', { params })),
  });
  const rounds = useQuery({
    queryKey: ['consultations', documentId],
    queryFn: () => unwrap(api.GET('/policy-documents/{id}/consultations', { params })),
  });
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/stakeholders/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['stakeholders', documentId] }),
  });
  if (!list.data || !rounds.data) return <Loading />;
  const running = rounds.data.items.find((each) => !each.closedAt);
  return (
    <section className="card stack" aria-labelledby="involve">
      <h2 id="involve">{t('involve.title')}</h2>
      {rounds.data.items.map((each) => (
        <p key={each.id}>
          <Link to={`/beleid/raadplegingen/${each.id}`}>
            {each.closedAt
              ? `${t('involve.closedOn')}, ${date(each.closedAt)}`
              : t('involve.running', { date: date(each.closesOn) })}
          </Link>
        </p>
      ))}
      {list.data.missingSectors.length > 0 && (
        <p className="soft">
          {t('policy.missing')}: {list.data.missingSectors.map((each) => t(word('sector', each))).join(', ')}
        </p>
      )}
      {remove.error && <ErrorNote error={remove.error} />}
      {list.data.items.length === 0 ? (
        <p>{t('involve.empty')}</p>
      ) : (
        <ul className="list">
          {list.data.items.map((each) => (
            <li key={each.id}>
              <div className="row">
                <strong>{each.name}</strong> <span className="tag">{t(word('sector', each.sector))}</span>
                {each.invited && <span className="tag tag--sun">{t('involve.invited')}</span>}
                {mayEdit && !each.invited && (
                  <Confirmed
                    label={t('app.remove')}
                    name={each.name}
                    question={t('involve.removeQuestion', { name: each.name })}
                    act={() => remove.mutate(each.id)}
                    pending={remove.isPending}
                  />
                )}
                {mayEdit && running && (
                  <InviteButton consultation={running.id} stakeholder={each} documentId={documentId} />
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {mayEdit && <AddStakeholder documentId={documentId} />}
      {mayEdit && hasText && !running && <OpenConsultation documentId={documentId} />}
    </section>
  );
}
