import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { Presence } from '../../ui/Presence';
import { Changes } from '../../ui/Changes';
import { ErrorSummary, Field } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { Confirmed } from '../../ui/Confirmed';
import { uploadEdition } from './AddDocument';
import { type Detail, EditFacts, Facts } from './DocumentFacts';
import { Involve } from './Involve';
import { Proposal } from './Proposal';
import { Reading } from './Reading';

function Editions({ detail, mayEdit }: { detail: Detail; mayEdit: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const upload = useMutation({
    mutationFn: (form: FormData) => uploadEdition(detail.id, form),
    onSuccess: (started) => void navigate(`/taken/${started.jobId}`),
  });
  const proposed = detail.editions.some((each) => each.state === 'proposed');
  return (
    <section className="card stack stack--small" aria-labelledby="editions">
      <h2 id="editions">{t('policy.editions')}</h2>
      <ul className="list">
        {detail.editions.map((each) => (
          <li key={each.id}>
            {t('policy.edition', { number: each.number })}{' '}
            <span className="tag">{t(word('policy.editionState', each.state))}</span>
            <div className="soft small">
              {dateTime(each.importedAt)} {each.importedBy && `· ${each.importedBy} `}·{' '}
              <a href={`/api/v1/policy-editions/${each.id}/original`}>{each.fileName}</a>
            </div>
          </li>
        ))}
      </ul>
      {mayEdit && !proposed && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            upload.mutate(new FormData(event.currentTarget));
          }}
        >
          <ErrorSummary error={upload.error} />
          <Field
            label={t('policy.newEdition')}
            hint={t('policy.file')}
            type="file"
            name="files"
            required
            accept=".pdf,.odt,.docx,.md,.html,.htm,.txt"
            pointer="/files"
            error={upload.error}
          />
          <div>
            <Button type="submit" disabled={upload.isPending}>
              {t('app.add')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Keep({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const client = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { id: detail.id } };
  const refresh = () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  const send = (away: boolean) =>
    unwrap(
      away
        ? api.PUT('/policy-documents/{id}/archiving', { params })
        : api.DELETE('/policy-documents/{id}/archiving', { params }),
    );
  const archive = useMutation({
    mutationFn: () => send(!detail.archived),
    onSuccess: async () => {
      const was = detail.archived;
      await refresh();
      offer(t(was ? 'policy.broughtBack' : 'policy.wasArchived', { title: detail.title }), async () => {
        await send(was);
        await refresh();
      });
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/policy-documents/{id}', { params })),
    onSuccess: async () => {
      void navigate('/beleid');
      await refresh();
    },
  });
  return (
    <div className="stack stack--small no-print">
      {(remove.error ?? archive.error) && <ErrorNote error={remove.error ?? archive.error} />}
      <div className="row">
        <Button onClick={() => archive.mutate()}>{t(detail.archived ? 'policy.restore' : 'policy.archive')}</Button>
        {detail.goals === 0 && (
          <Confirmed
            label={t('app.remove')}
            name={detail.title}
            question={t('policy.deleteQuestion', { title: detail.title })}
            act={() => remove.mutate()}
            pending={remove.isPending}
          />
        )}
      </div>
    </div>
  );
}

export function Document() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayEdit = useMay('policy.edit');
  const [editing, setEditing] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['document', id],
    queryFn: () => unwrap(api.GET('/policy-documents/{id}', { params: { path: { id } } })),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const own = mayEdit && !data.builtIn;
  const current = data.editions.find((each) => each.state === 'current');
  const proposed = data.editions.find((each) => each.state === 'proposed');
  return (
    <div className="stack">
      <PageTitle title={data.title} crumbs={[{ to: '/beleid', label: t('policy.title') }]} />
      <Presence page={`/beleid/documenten/${data.id}`} />
      {data.principles.length > 0 && (
        <section className="grid grid--two">
          {data.principles.map((each) => (
            <div key={each.clauseId} className="card">
              <h2>{t(word('policy.mark', each.mark))}</h2>
              <p>{each.text}</p>
            </div>
          ))}
        </section>
      )}
      {proposed && <Proposal editionId={proposed.id} documentId={id} mayEdit={own} />}
      <div className="grid grid--two">
        <section className="card stack stack--small" aria-labelledby="facts">
          <div className="row row--between">
            <h2 id="facts">{t('policy.facts')}</h2>
            <Link to={`/beleid/rode-draad?van=document:${id}`} className="no-print">
              {t('policy.thread')}
            </Link>
          </div>
          {editing ? <EditFacts detail={data} done={() => setEditing(false)} /> : <Facts detail={data} />}
          {own && !editing && (
            <div>
              <Button onClick={() => setEditing(true)}>{t('policy.edit')}</Button>
            </div>
          )}
          {own && <Keep detail={data} />}
        </section>
        {!data.builtIn && <Editions detail={data} mayEdit={own} />}
      </div>
      {!data.builtIn && <Involve documentId={id} mayEdit={own} hasText={data.editions.length > 0} />}
      <section className="card stack" aria-labelledby="text">
        <h2 id="text">{t('policy.text')}</h2>
        {current ? <Reading edition={current} mayEdit={mayEdit} /> : <p>{t('policy.noText')}</p>}
      </section>
      {!data.builtIn && <Changes kind="document" id={id} />}
    </div>
  );
}
