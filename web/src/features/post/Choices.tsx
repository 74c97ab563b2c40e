// What somebody wants by mail: per kind how often, in which language, and when not.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useLocation } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { Awaited } from '../../ui/list';

type Settings = Schema['MailSettings'];
const rhythms = ['at_once', 'daily', 'weekly', 'none'] as const;
const languages = [
  { value: 'nl', label: 'Nederlands' },
  { value: 'en', label: 'English' },
];

function Where({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  if (!settings.configured) return <p>{t('post.choicesNoMail')}</p>;
  if (!settings.address) return <p>{t('post.choicesNoAddress')}</p>;
  if (settings.refused)
    return (
      <p className="alert" role="alert">
        {t('post.choicesRefused', { address: settings.address, reason: settings.refused })}
      </p>
    );
  return <p>{t('post.choicesText', { address: settings.address })}</p>;
}

function Form({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState(settings);
  const change = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/account/mail', {
          params: { header: { 'If-Match': `"${String(settings.version)}"` } },
          body: {
            language: chosen.language,
            quietFrom: chosen.quietFrom ?? null,
            quietTo: chosen.quietTo ?? null,
            kinds: chosen.kinds.filter((each) => !each.needed).map(({ kind, rhythm }) => ({ kind, rhythm })),
          },
        }),
      ),
    onSuccess: (next) => client.setQueryData(['mail-settings'], next),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const set = (some: Partial<Settings>) => setChosen({ ...chosen, ...some });
  const choose = (kind: string, rhythm: Settings['kinds'][number]['rhythm']) =>
    set({ kinds: chosen.kinds.map((each) => (each.kind === kind ? { ...each, rhythm } : each)) });
  return (
    <form className="form form--wide" onSubmit={submit} aria-labelledby="post">
      <ErrorSummary error={change.error} />
      <p className="soft">{t('post.rhythmHint')}</p>
      {chosen.kinds.map((each) =>
        each.needed ? (
          <p key={each.kind}>
            <strong>{each.title}</strong>: {t('post.needed')}
          </p>
        ) : (
          <Select
            key={each.kind}
            label={each.title}
            value={each.rhythm}
            options={rhythms.map((value) => ({ value, label: t(`post.rhythm.${value}`) }))}
            onChange={(value) => choose(each.kind, value as (typeof rhythms)[number])}
          />
        ),
      )}
      <div className="form__row">
        <Field
          label={t('post.quietFrom')}
          hint={t('post.quietHint')}
          type="time"
          value={chosen.quietFrom ?? ''}
          onChange={(event) => set({ quietFrom: event.target.value || null })}
          pointer="/quietFrom"
          error={change.error}
        />
        <Field
          label={t('post.quietTo')}
          type="time"
          value={chosen.quietTo ?? ''}
          onChange={(event) => set({ quietTo: event.target.value || null })}
          pointer="/quietTo"
          error={change.error}
        />
        <Select
          label={t('post.language')}
          value={chosen.language}
          options={languages}
          onChange={(value) => set({ language: value === 'en' ? 'en' : 'nl' })}
        />
      </div>
      {change.isSuccess && <p role="status">{t('post.saved')}</p>}
      <div>
        <Button primary type="submit" disabled={change.isPending}>
          {t('post.save')}
        </Button>
      </div>
    </form>
  );
}

export function Choices() {
  const { t } = useTranslation();
  const here = useLocation().hash === '#post';
  const { data, error } = useQuery({
    queryKey: ['mail-settings'],
    queryFn: () => unwrap(api.GET('/account/mail')),
  });
  useEffect(() => {
    if (here && data) document.getElementById('post')?.scrollIntoView();
  }, [here, data]);
  return (
    <section className="card stack" aria-labelledby="post">
      <h2 id="post">{t('post.choices')}</h2>
      <Awaited data={data} error={error} />
      {data && <Where settings={data} />}
      {data && <Form key={data.version} settings={data} />}
    </section>
  );
}
