// Which parts everybody sees, what that looks like, and who decided it when.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { dateTime, number } from '../../format';
import { Button, PageTitle } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { Check, ErrorSummary, Field, fieldError } from '../../ui/fields';
import { Awaited, CountLink } from '../../ui/list';
import { useUndo } from '../../ui/Undo';
import { Goals, Purchases } from './GuestStart';
import { openPage, usePublication } from './publication';

type Setting = Schema['SettingInput'];
const parts = ['coming', 'goals', 'results'] as const;

function Form({ now }: { now: Schema['Setting'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const offer = useUndo();
  const before: Setting = {
    coming: now.coming,
    goals: now.goals,
    results: now.results,
    contactName: now.contactName,
    contactAddress: now.contactAddress,
  };
  const draft = useDraft<Setting>('publication/settings', t('publication.settings'), before);
  const put = async (body: Setting, version: number) => {
    const kept = await unwrap(
      api.PUT('/publication-settings', { params: { header: { 'If-Match': `"${String(version)}"` } }, body }),
    );
    await Promise.all(
      ['publication', 'publication-settings', 'publication-log', 'coming', 'published-goals'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
    return kept;
  };
  const save = useMutation({
    mutationFn: () => put(draft.value, now.version),
    onSuccess: async (kept) => {
      await draft.done();
      offer(t('publication.kept'), () => put(before, kept.version));
    },
  });
  const set = (change: Partial<Setting>) => draft.set({ ...draft.value, ...change });
  if (!draft.ready) return null;
  return (
    <form
      className="form"
      aria-label={t('publication.settings')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <fieldset className="checks">
        <legend>{t('publication.parts')}</legend>
        {parts.map((part) => (
          <div key={part}>
            <Check
              data-pointer={`/${part}`}
              checked={draft.value[part]}
              disabled={part === 'results' && !draft.value.goals}
              onChange={(on) => set(part === 'goals' && !on ? { goals: false, results: false } : { [part]: on })}
            >
              {t(`publication.part.${part}`)}
            </Check>
            {fieldError(save.error, `/${part}`) && (
              <span className="field__error">{fieldError(save.error, `/${part}`)}</span>
            )}
          </div>
        ))}
      </fieldset>
      <Field
        label={t('publication.contactName')}
        hint={t('publication.contactNameHint')}
        value={draft.value.contactName}
        onChange={(event) => set({ contactName: event.target.value })}
        pointer="/contactName"
        error={save.error}
      />
      <Field
        label={t('publication.contactAddress')}
        hint={t('publication.contactAddressHint')}
        type="email"
        value={draft.value.contactAddress}
        onChange={(event) => set({ contactAddress: event.target.value })}
        pointer="/contactAddress"
        error={save.error}
      />
      <div className="row">
        <Button type="submit" primary disabled={save.isPending}>
          {t('publication.keep')}
        </Button>
        {draft.note}
      </div>
    </form>
  );
}

function Preview() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['publication', 'preview'],
    queryFn: () => unwrap(api.GET('/publication-preview')),
  });
  if (!data) return <Awaited data={data} error={error} />;
  return (
    <section className="card stack stack--small" aria-labelledby="preview">
      <h2 id="preview">{t('publication.preview')}</h2>
      <p className="soft">{t('publication.previewWhy')}</p>
      <h3>
        {t('publication.coming')}{' '}
        <CountLink to="/komende-inkopen" count={data.comingTotal}>
          {number(data.comingTotal)}
          <span className="visually-hidden">{` ${t('publication.coming')}`}</span>
        </CountLink>
      </h3>
      {data.held > 0 && <p className="alert alert--note">{t('publication.held', { count: data.held })}</p>}
      {data.coming.length === 0 ? <p>{t('publication.none')}</p> : <Purchases rows={data.coming.slice(0, 5)} />}
      <h3>{t('publication.goalsCount', { count: data.goalsTotal, formatted: number(data.goalsTotal) })}</h3>
      {data.goals.length === 0 ? (
        <p>{t('publication.noGoals')}</p>
      ) : (
        <details>
          <summary>{t('publication.showGoals')}</summary>
          <Goals goals={data.goals} results />
        </details>
      )}
    </section>
  );
}

function Event({ event }: { event: Schema['PublicationEvent'] }) {
  const { t } = useTranslation();
  const part = event.part as 'coming' | 'goals' | 'results' | 'contact' | 'purchase';
  const what = part === 'purchase' ? (event.title ?? '') : t(`publication.event.${part}`);
  return (
    <li>
      {event.purchaseId ? <Link to={`/inkopen/${event.purchaseId}`}>{what}</Link> : what}
      {': '}
      {t(
        event.part === 'contact'
          ? 'publication.changed'
          : event.opened
            ? 'publication.opened'
            : 'publication.withdrawn',
      )}
      <span className="soft small">{` ${[dateTime(event.at), event.person ?? t('publication.byItself')].join(', ')}`}</span>
    </li>
  );
}

function Log() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['publication-log'],
    queryFn: () => unwrap(api.GET('/publication-log')),
  });
  const lines = data?.items.map((each, i) => <Event key={`${each.at}${String(i)}`} event={each} />) ?? [];
  return (
    <section className="card stack stack--small" aria-labelledby="log">
      <h2 id="log">{t('publication.log')}</h2>
      <Awaited data={data} error={error} />
      {data && lines.length === 0 && <p>{t('publication.noLog')}</p>}
      <ul className="list">{lines.slice(0, 5)}</ul>
      {lines.length > 5 && (
        <details>
          <summary>{t('publication.more', { count: lines.length - 5 })}</summary>
          <ul className="list">{lines.slice(5)}</ul>
        </details>
      )}
    </section>
  );
}

export function Settings() {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['publication-settings'],
    queryFn: () => unwrap(api.GET('/publication-settings')),
  });
  const published = usePublication().data;
  const open = published && (published.coming || published.goals);
  return (
    <div className="stack">
      <PageTitle title={t('publication.settings')}>
        {open && <a href={openPage(published.code, '', i18n.language)}>{t('publication.see')}</a>}
      </PageTitle>
      <p className="lead">{t('publication.settingsWhy')}</p>
      <Awaited data={data} error={error} />
      {data && (
        <section className="card" aria-label={t('publication.parts')}>
          <Form key={data.version} now={data} />
        </section>
      )}
      <Preview />
      <Log />
    </div>
  );
}
