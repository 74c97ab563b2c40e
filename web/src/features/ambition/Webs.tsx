// Combining closed sessions into one web.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Awaited } from '../../ui/list';
import { AmbitionNav } from './AmbitionNav';
import { useSessions } from './Sessions';

function NewWeb() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const closed = (useSessions().data?.items ?? []).filter((each) => each.status === 'closed');
  const [chosen, setChosen] = useState<string[]>([]);
  const add = useMutation({
    mutationFn: (body: Schema['WebInput']) => unwrap(api.POST('/ambition-webs', { body })),
    onSuccess: ({ id }) => navigate(`/ambities/webben/${id}`),
  });
  return (
    <form
      className="card form form--wide"
      aria-labelledby="new-web"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({
          title: fieldValue(event.currentTarget, 'title'),
          parts: chosen.map((sessionId) => ({ sessionId, weight: 1 })),
        });
      }}
    >
      <h2 id="new-web">{t('webs.add')}</h2>
      <ErrorSummary error={add.error} />
      <Field label={t('webs.name')} name="title" required pointer="/title" error={add.error} />
      <fieldset className="checks checks--column">
        <legend>{t('webs.sessions')}</legend>
        {closed.map((session) => (
          <label key={session.id} data-pointer="/parts">
            <input
              type="checkbox"
              checked={chosen.includes(session.id)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, session.id] : chosen.filter((each) => each !== session.id))
              }
            />{' '}
            {session.title}{' '}
            <span className="soft">{`${t(`ambition.purposes.${session.purpose}`)} · ${session.year}`}</span>
          </label>
        ))}
      </fieldset>
      <div>
        <Button primary type="submit" disabled={add.isPending}>
          {t('webs.make')}
        </Button>
      </div>
    </form>
  );
}

export function Webs() {
  const { t } = useTranslation();
  const mayEdit = useMay('ambition.edit');
  const { data, error } = useQuery({
    queryKey: ['ambition', 'webs'],
    queryFn: () => unwrap(api.GET('/ambition-webs')),
  });
  return (
    <div className="stack">
      <PageTitle title={t('webs.title')} />
      <AmbitionNav />
      <p className="lead">{t('webs.intro')}</p>
      <Awaited data={data} error={error} />
      {data?.items.length === 0 && <p>{t('webs.empty')}</p>}
      <ul className="list">
        {data?.items.map((web) => (
          <li key={web.id}>
            <Link to={`/ambities/webben/${web.id}`}>{web.title}</Link>{' '}
            <span className="soft">{t('webs.of', { count: web.sessions, date: date(web.createdAt) })}</span>{' '}
            {web.adoptedAt && <span className="tag">{t('webs.adopted')}</span>}
          </li>
        ))}
      </ul>
      {mayEdit && <NewWeb />}
    </div>
  );
}
