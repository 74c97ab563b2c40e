// One consultation: who answered, every comment with how it was handled; closed, this page is the report.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Select, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

function HandleForm({ comment }: { comment: Schema['Comment'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [handling, setHandling] = useState(comment.handling);
  const save = useMutation({
    mutationFn: (answer: string) =>
      unwrap(
        api.PUT('/consultation-comments/{id}', {
          params: { path: { id: comment.id }, header: { 'If-Match': `"${comment.version}"` } },
          body: { handling, answer: answer || null },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['consultation'] }),
  });
  return (
    <form
      className="form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(fieldValue(event.currentTarget, 'answer'));
      }}
    >
      <ErrorSummary error={save.error} />
      <Select
        label={t('consult.handling')}
        value={handling}
        options={['open', 'adopted', 'partly', 'not_adopted'].map((each) => ({
          value: each,
          label: t(word('consult.how', each)),
        }))}
        onChange={setHandling}
      />
      <TextArea
        label={t('consult.answer')}
        name="answer"
        defaultValue={comment.answer ?? ''}
        pointer="/answer"
        error={save.error}
      />
      <div>
        <Button type="submit">{t('app.save')}</Button>
      </div>
    </form>
  );
}

function Close({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const close = useMutation({
    mutationFn: (conclusion: string) =>
      unwrap(api.POST('/consultations/{id}/closing', { params: { path: { id } }, body: { conclusion } })),
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
  return (
    <form
      className="card form form--wide no-print"
      onSubmit={(event) => {
        event.preventDefault();
        close.mutate(fieldValue(event.currentTarget, 'conclusion'));
      }}
    >
      <h2>{t('consult.close')}</h2>
      <ErrorSummary error={close.error} />
      <TextArea label={t('consult.conclusion')} name="conclusion" required pointer="/conclusion" error={close.error} />
      <div>
        <Button type="submit">{t('consult.close')}</Button>
      </div>
    </form>
  );
}

export function Consultation() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayEdit = useMay('policy.edit');
  const { data, error } = useQuery({
    queryKey: ['consultation', id],
    queryFn: () => unwrap(api.GET('/consultations/{id}', { params: { path: { id } } })),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const open = !data.closedAt;
  return (
    <div className="stack">
      <PageTitle
        title={t('consult.title', { document: data.document })}
        crumbs={[
          { to: '/beleid', label: t('policy.title') },
          { to: `/beleid/documenten/${data.documentId}`, label: data.document },
        ]}
      >
        <Button className="no-print" onClick={() => window.print()}>
          {t('app.print')}
        </Button>
      </PageTitle>
      <p className="lead">{data.question}</p>
      <p>
        {open
          ? t('involve.running', { date: date(data.closesOn) })
          : `${t('involve.closedOn')}, ${date(data.closedAt)}`}
      </p>
      {data.conclusion && (
        <section className="card stack stack--small">
          <h2>{t('consult.conclusion')}</h2>
          <p>{data.conclusion}</p>
        </section>
      )}
      <section className="card stack stack--small" aria-labelledby="invited">
        <h2 id="invited">{t('consult.invitations')}</h2>
        <ul className="list">
          {data.invitations.map((each) => (
            <li key={each.id}>
              {each.name} <span className="tag">{t(word('sector', each.sector))}</span>{' '}
              <span className="soft">
                {each.answeredAt ? `${t('consult.answered')}, ${dateTime(each.answeredAt)}` : t('consult.waiting')}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card stack" aria-labelledby="comments">
        <h2 id="comments">{t('consult.comments')}</h2>
        {data.comments.length === 0 && <p>{t('consult.none')}</p>}
        <ul className="list">
          {data.comments.map((comment) => (
            <li key={comment.id} className="stack stack--small">
              <blockquote className="quote">
                {comment.clause ? `${comment.number ?? ''} ${comment.clause}` : t('consult.whole')}
              </blockquote>
              <p>
                <strong>{comment.name}</strong> ({t(word('sector', comment.sector))}): {comment.text}
              </p>
              <p>
                <span className={comment.handling === 'open' ? 'tag tag--bad' : 'tag'}>
                  {t(word('consult.how', comment.handling))}
                </span>{' '}
                {comment.answer} {comment.handledBy && <span className="soft small">{comment.handledBy}</span>}
              </p>
              {mayEdit && open && <HandleForm key={comment.version} comment={comment} />}
            </li>
          ))}
        </ul>
      </section>
      {mayEdit && open && <Close id={id} />}
    </div>
  );
}
