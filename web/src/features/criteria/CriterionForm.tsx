// A criterion's fields, for who proposes and for who keeps the library.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { empty, Form, type Input } from './CriterionFields';

export function NewCriterion() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const add = useMutation({
    mutationFn: (body: Input) => unwrap(api.POST('/criteria', { body })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['criteria'] });
      void navigate(`/criteria/${id}`);
    },
  });
  return (
    <div className="stack">
      <PageTitle title={t('criteria.propose')} crumbs={[{ to: '/criteria', label: t('criteria.title') }]} />
      <p className="lead">{t('criteria.proposeIntro')}</p>
      <Form
        form={`criterion/new${params.size > 0 ? `?${params.toString()}` : ''}`.slice(0, 200)}
        title={t('criteria.propose')}
        start={{
          ...empty,
          text: params.get('tekst') ?? '',
          source: params.get('bron'),
          themes: params.getAll('thema'),
          instrument: params.get('plek') ?? empty.instrument,
        }}
        error={add.error}
        pending={add.isPending}
        save={add.mutateAsync}
      />
    </div>
  );
}

export function EditCriterion() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const params = { path: { id } };
  const { data, error } = useQuery({
    queryKey: ['criteria', 'one', id],
    queryFn: () => unwrap(api.GET('/criteria/{id}', { params })),
    staleTime: Infinity,
  });
  const save = useMutation({
    mutationFn: (body: Input) =>
      unwrap(api.PUT('/criteria/{id}', { params: { ...params, header: { 'If-Match': `"${data?.version}"` } }, body })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['criteria'] });
      void navigate(`/criteria/${id}`);
    },
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const start = Object.fromEntries(
    Object.keys(empty).map((key) => [key, data[key as keyof Input] ?? null]),
  ) as unknown as Input;
  return (
    <div className="stack">
      <PageTitle
        title={t('criteria.edit')}
        crumbs={[
          { to: '/criteria', label: t('criteria.title') },
          { to: `/criteria/${id}`, label: data.title },
        ]}
      />
      <Form
        key={data.version}
        form={`criterion/${id}/${String(data.version)}`}
        title={data.title}
        start={start}
        error={save.error}
        pending={save.isPending}
        save={save.mutateAsync}
      />
    </div>
  );
}
