// Preparing a session: what it is about, who should be there, and per theme what each level means and which goals frame it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { Form, proposalsOf } from './PrepareForm';
import { asInput } from './PrepareTheme';

export function NewSession() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const proposals = useQuery(proposalsOf(''));
  const [today] = useState(() => new Date());
  const add = useMutation({
    mutationFn: (body: Schema['SessionInput']) => unwrap(api.POST('/ambition-sessions', { body })),
    onSuccess: ({ id }) => navigate(`/ambities/${id}`),
  });
  return (
    <div className="stack">
      <PageTitle title={t('prepare.new')} crumbs={[{ to: '/ambities', label: t('ambition.title') }]} />
      {proposals.error && <ErrorNote error={proposals.error} />}
      {!proposals.data ? (
        <Loading />
      ) : (
        <Form
          of="new"
          start={{
            title: '',
            question: '',
            purpose: 'department',
            unitId: null,
            cpv: null,
            project: null,
            year: today.getFullYear(),
            plannedOn: null,
            allowAnonymous: false,
            wantedRoles: ['commissioner', 'policy', 'procurement', 'contract'],
          }}
          themes={proposals.data.items.map((each) => asInput(each, true))}
          save={add.mutateAsync}
          error={add.error}
          pending={add.isPending}
        />
      )}
    </div>
  );
}

export function EditSession() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const session = useQuery({
    queryKey: ['ambition', 'session', id],
    queryFn: () => unwrap(api.GET('/ambition-sessions/{id}', { params: { path: { id } } })),
    staleTime: 0,
  });
  const proposals = useQuery(proposalsOf(session.data?.unitId ?? ''));
  const save = useMutation({
    mutationFn: (body: Schema['SessionInput']) =>
      unwrap(
        api.PUT('/ambition-sessions/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${session.data?.version}"` } },
          body,
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['ambition'] });
      void navigate(`/ambities/${id}`);
    },
  });
  const error = session.error ?? proposals.error;
  if (error) return <PageError error={error} />;
  if (!session.data || !proposals.data) return <Loading />;
  const chosen = session.data.themes;
  const others = proposals.data.items.filter((each) => !chosen.some((theme) => theme.code === each.code));
  return (
    <div className="stack">
      <PageTitle
        title={t('prepare.edit')}
        crumbs={[
          { to: '/ambities', label: t('ambition.title') },
          { to: `/ambities/${id}`, label: session.data.title },
        ]}
      />
      <Form
        of={id}
        start={{
          ...session.data,
          unitId: session.data.unitId ?? null,
          cpv: session.data.cpv ?? null,
          project: session.data.project ?? null,
          plannedOn: session.data.plannedOn ?? null,
        }}
        themes={[...chosen.map((each) => asInput(each, true)), ...others.map((each) => asInput(each, false))]}
        save={save.mutateAsync}
        error={save.error}
        pending={save.isPending}
      />
    </div>
  );
}
