// What somebody who was invited sees: the question, the text and their own comments. With an account, or by a link.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

type View = Schema['InvitationView'];
interface Calls {
  key: string;
  read: () => Promise<View>;
  comment: (body: Schema['CommentInput']) => Promise<View>;
  finish: () => Promise<View>;
}

function CommentForm({
  calls,
  clauseId,
  label,
  done,
}: {
  calls: Calls;
  clauseId: string | null;
  label: string;
  done: (view: View) => void;
}) {
  const { t } = useTranslation();
  const send = useMutation({ mutationFn: (text: string) => calls.comment({ clauseId, text }), onSuccess: done });
  return (
    <form
      className="form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        send.mutate(fieldValue(form, 'text'), { onSuccess: () => form.reset() });
      }}
    >
      <ErrorSummary error={send.error} />
      <TextArea label={t('invitation.text')} name="text" required pointer="/text" error={send.error} />
      <div>
        <Button type="submit">{t('invitation.send')}</Button>
      </div>
    </form>
  );
}

function Passage({
  passage,
  view,
  calls,
  done,
}: {
  passage: Schema['ReadPassage'];
  view: View;
  calls: Calls;
  done: (view: View) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (passage.kind === 'heading') return passage.depth <= 1 ? <h3>{passage.text}</h3> : <h4>{passage.text}</h4>;
  const mine = view.comments.filter((each) => each.clauseId === passage.clauseId);
  return (
    <div className="passage">
      <span className="passage__number">{passage.number}</span>
      <div className="passage__body">
        <p id={`tekst-${passage.clauseId}`}>{passage.text}</p>
        {mine.map((each) => (
          <p key={each.id} className="alert alert--note">
            {each.text} {each.answer && <em>{each.answer}</em>}
          </p>
        ))}
        {view.open && (
          <div>
            <button
              type="button"
              className="plain"
              aria-expanded={open}
              aria-describedby={`tekst-${passage.clauseId}`}
              onClick={() => setOpen(!open)}
            >
              {t('invitation.comment')}
            </button>
          </div>
        )}
        {open && (
          <CommentForm
            calls={calls}
            clauseId={passage.clauseId}
            label={`${t('invitation.comment')} ${passage.number}`}
            done={(made) => {
              setOpen(false);
              done(made);
            }}
          />
        )}
      </div>
    </div>
  );
}

function InvitationPage({ calls }: { calls: Calls }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = ['invitation', calls.key];
  const { data, error } = useQuery({ queryKey: key, queryFn: calls.read });
  const keep = (view: View) => client.setQueryData(key, view);
  const finish = useMutation({ mutationFn: calls.finish, onSuccess: keep });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const whole = data.comments.filter((each) => !each.clauseId);
  return (
    <div className="stack">
      <PageTitle title={t('invitation.title', { document: data.document })} />
      <p className="lead">{data.question}</p>
      <p>{data.open ? t('invitation.until', { date: date(data.closesOn) }) : t('invitation.closed')}</p>
      <section className="card stack stack--small" aria-labelledby="text">
        <h2 id="text">{t('policy.text')}</h2>
        {data.passages.map((passage) => (
          <Passage key={passage.clauseId} passage={passage} view={data} calls={calls} done={keep} />
        ))}
      </section>
      <section className="card stack stack--small" aria-labelledby="whole">
        <h2 id="whole">{t('invitation.whole')}</h2>
        {whole.map((each) => (
          <p key={each.id} className="alert alert--note">
            {each.text} {each.answer && <em>{each.answer}</em>}
          </p>
        ))}
        {data.open && <CommentForm calls={calls} clauseId={null} label={t('invitation.whole')} done={keep} />}
      </section>
      {finish.error && <ErrorNote error={finish.error} />}
      {data.answeredAt ? (
        <p role="status" className="alert alert--note">
          {t('invitation.thanks')}
        </p>
      ) : (
        data.open && (
          <div>
            <Button primary onClick={() => finish.mutate()}>
              {t('invitation.done')}
            </Button>
          </div>
        )
      )}
    </div>
  );
}

export function MyInvitation() {
  const { id = '' } = useParams();
  const params = { path: { id } };
  return (
    <InvitationPage
      calls={{
        key: id,
        read: () => unwrap(api.GET('/invitations/{id}', { params })),
        comment: (body) => unwrap(api.POST('/invitations/{id}/comments', { params, body })),
        finish: () => unwrap(api.POST('/invitations/{id}/answer', { params })),
      }}
    />
  );
}

export function OpenInvitation() {
  const { token = '' } = useParams();
  const params = { path: { token } };
  return (
    <InvitationPage
      calls={{
        key: token,
        read: () => unwrap(api.GET('/open-invitations/{token}', { params })),
        comment: (body) => unwrap(api.POST('/open-invitations/{token}/comments', { params, body })),
        finish: () => unwrap(api.POST('/open-invitations/{token}/answer', { params })),
      }}
    />
  );
}
