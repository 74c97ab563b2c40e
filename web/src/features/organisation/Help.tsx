import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, dateTime, number } from '../../format';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { useNames } from '../../ui/names';
import { OrganisationNav } from './OrganisationNav';

function Ask() {
  const { t } = useTranslation();
  const names = useNames();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const draft = useDraft('help/new', t('ask.question'), { question: '', theme: params.get('thema') ?? '', to: '' });
  const { question, theme, to } = draft.value;
  const set = (some: Partial<typeof draft.value>) => draft.set({ ...draft.value, ...some });
  const query = theme ? { theme } : {};
  const contacts =
    useQuery({ queryKey: ['contacts', query], queryFn: () => unwrap(api.GET('/contacts', { params: { query } })) }).data
      ?.items ?? [];
  const ask = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/help-requests', { body: { question, theme: theme || null, unitId: null, assignedTo: to || null } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['help'] }),
  });
  return (
    <form
      className="card form form--wide"
      aria-label={t('ask.question')}
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutateAsync().then(draft.clear, () => undefined);
      }}
    >
      <h2>{t('ask.question')}</h2>
      <ErrorSummary error={ask.error} />
      <TextArea
        label={t('help.question')}
        value={question}
        onChange={(event) => set({ question: event.target.value })}
        required
        pointer="/question"
        error={ask.error}
      />
      <div className="form__row">
        <Select
          label={t('help.theme')}
          value={theme}
          options={[{ value: '', label: '–' }, ...names.themes.map((each) => ({ value: each.code, label: each.name }))]}
          onChange={(next) => set({ theme: next })}
        />
        <Select
          label={t('help.to')}
          value={to}
          options={[
            { value: '', label: t('help.auto') },
            ...contacts.map((each) => ({ value: each.personId, label: each.name })),
          ]}
          onChange={(next) => set({ to: next })}
        />
      </div>
      {draft.note}
      <div>
        <Button primary type="submit">
          {t('help.ask')}
        </Button>
      </div>
    </form>
  );
}

function AnswerForm({ request }: { request: Schema['HelpRequest'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const draft = useDraft(`help/${request.id}`, `${t('help.answer')}: ${request.question}`, { answer: '' });
  const send = useMutation({
    mutationFn: (answer: string) =>
      unwrap(api.POST('/help-requests/{id}/answer', { params: { path: { id: request.id } }, body: { answer } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['help'] }),
  });
  return (
    <form
      className="form"
      aria-label={`${t('help.answer')}: ${request.question}`}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutateAsync(draft.value.answer).then(draft.done, () => undefined);
      }}
    >
      <ErrorSummary error={send.error} />
      <TextArea
        label={t('help.answer')}
        value={draft.value.answer}
        onChange={(event) => draft.set({ answer: event.target.value })}
        required
        pointer="/answer"
        error={send.error}
      />
      {draft.note}
      <div>
        <Button type="submit">{t('help.send')}</Button>
      </div>
    </form>
  );
}

function Coaching() {
  const { t } = useTranslation();
  const names = useNames();
  const client = useQueryClient();
  const today = new Date().toISOString().slice(0, 10);
  const [unit, setUnit] = useState('');
  const { data } = useQuery({ queryKey: ['coaching'], queryFn: () => unwrap(api.GET('/coaching')) });
  const add = useMutation({
    mutationFn: (body: Schema['CoachingInput']) => unwrap(api.POST('/coaching', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['coaching'] }),
  });
  return (
    <section className="card stack" aria-labelledby="coaching">
      <h2 id="coaching">{t('help.coaching')}</h2>
      <ul className="list">
        {data?.items.map((each) => (
          <li key={each.id}>
            {date(each.heldOn)} · <strong>{names.unit(each.unitId)}</strong> · {each.person}
            <p>{each.note}</p>
            {each.nextStep && (
              <p className="soft">
                {t('help.nextStep')}: {each.nextStep}
              </p>
            )}
          </li>
        ))}
      </ul>
      <form
        className="form form--wide"
        aria-label={t('help.coach')}
        onSubmit={(event) => {
          event.preventDefault();
          const form = event.currentTarget;
          const value = (name: string) => fieldValue(form, name);
          add.mutate(
            {
              unitId: unit || names.units[0]?.id || '',
              heldOn: value('heldOn'),
              note: value('note'),
              nextStep: value('nextStep'),
            },
            { onSuccess: () => form.reset() },
          );
        }}
      >
        <h3>{t('help.coach')}</h3>
        <ErrorSummary error={add.error} />
        <div className="form__row">
          <Select
            label={t('app.unit')}
            value={unit}
            options={names.units.map((each) => ({ value: each.id, label: each.name }))}
            onChange={setUnit}
          />
          <Field
            label={t('help.heldOn')}
            name="heldOn"
            type="date"
            defaultValue={today}
            max={today}
            required
            pointer="/heldOn"
            error={add.error}
          />
        </div>
        <TextArea label={t('help.note')} name="note" required pointer="/note" error={add.error} />
        <Field label={t('help.nextStep')} name="nextStep" pointer="/nextStep" error={add.error} />
        <div>
          <Button type="submit">{t('app.save')}</Button>
        </div>
      </form>
    </section>
  );
}

export function Help() {
  const { t } = useTranslation();
  const names = useNames();
  const mayCoach = useMay('coaching.edit');
  const { data, error } = useQuery({ queryKey: ['help'], queryFn: () => unwrap(api.GET('/help-requests')) });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('help.title')} />
      <OrganisationNav />
      <p className="lead">{t('help.intro')}</p>
      <Ask />
      <section className="card stack stack--small" aria-label={t('help.title')}>
        {data.items.length === 0 && <p>{t('help.empty')}</p>}
        <ul className="list">
          {data.items.map((each) => (
            <li key={each.id} className="stack stack--small">
              <div>
                <strong>{each.question}</strong>{' '}
                {!each.answeredAt && <span className="tag tag--sun">{t('help.open')}</span>}
                <div className="soft small">
                  {each.askedBy} · {dateTime(each.askedAt)} {each.theme && `· ${names.theme(each.theme)}`}{' '}
                  {each.assignee && `· ${t('help.to').toLowerCase()} ${each.assignee}`}
                </div>
              </div>
              {each.answer && (
                <p className="quote">
                  {each.answer}{' '}
                  <span className="soft small">
                    {each.answeredBy} · {t('help.hours', { hours: number(Math.round(each.hours ?? 0)) })}
                  </span>
                </p>
              )}
              {!each.answeredAt && each.forMe && <AnswerForm request={each} />}
            </li>
          ))}
        </ul>
      </section>
      {mayCoach && <Coaching />}
    </div>
  );
}
