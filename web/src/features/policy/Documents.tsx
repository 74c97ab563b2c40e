import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { PolicyNav } from './PolicyNav';

function List({ title, documents }: { title: string; documents: Schema['Document'][] }) {
  const { t } = useTranslation();
  if (documents.length === 0) return null;
  return (
    <section className="card stack stack--small">
      <h2>{title}</h2>
      <ul className="list">
        {documents.map((each) => (
          <li key={each.id}>
            <Link to={`/beleid/documenten/${each.id}`}>{each.title}</Link>{' '}
            <span className="tag tag--plain">{t(`policy.kind.${each.kind}`)}</span>{' '}
            {!each.builtIn && (
              <span className={each.status === 'expired' ? 'tag tag--bad' : 'tag'}>
                {t(`policy.status.${each.status}`)}
              </span>
            )}
            <div className="soft small">
              {t('policy.counts', { clauses: each.clauses, ambitions: each.ambitions, goals: each.goals })}
              {each.validTo && ` · ${t('policy.validTo').toLowerCase()} ${date(each.validTo)}`}
              {!each.builtIn && each.suggestions > 0 && (
                <>
                  {' · '}
                  <Link to={`/beleid/documenten/${each.id}?lijkt=ja`}>
                    {t('policy.suggested', { count: each.suggestions })}
                  </Link>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Found({ words }: { words: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['clauses', words],
    queryFn: () => unwrap(api.GET('/policy-clauses', { params: { query: { search: words } } })),
  });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  return (
    <section className="card stack stack--small">
      <h2>
        <span role="status">{t('policy.found', { count: data.items.length })}</span>
      </h2>
      <ul className="list">
        {data.items.map((each) => (
          <li key={each.clauseId}>
            <Link to={`/beleid/documenten/${each.documentId}#p-${each.clauseId}`}>{each.text}</Link>
            <div className="soft small">
              {each.document} · {each.number}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

// A neighbour's structure as a start.
function TakeOver() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (form: FormData) =>
      unwrap(
        api.POST('/policy-structure', { body: form as never, bodySerializer: (each) => each as unknown as FormData }),
      ),
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
  return (
    <details className="card no-print">
      <summary>{t('policy.takeOver')}</summary>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(new FormData(event.currentTarget));
        }}
      >
        <ErrorSummary error={send.error} />
        {send.data && (
          <p role="status">{t('policy.takenOver', { documents: send.data.documents, goals: send.data.goals })}</p>
        )}
        <Field
          label={t('policy.structureFile')}
          type="file"
          name="files"
          accept=".json"
          required
          pointer="/files"
          error={send.error}
        />
        <div>
          <Button type="submit">{t('app.add')}</Button>
        </div>
      </form>
      <p>
        <Link to="/inlezen/goals">{t('imports.title.goals')}</Link>
      </p>
    </details>
  );
}

export function Documents() {
  const { t } = useTranslation();
  const mayEdit = useMay('policy.edit');
  const [params, setParams] = useSearchParams();
  const words = params.get('zoek') ?? '';
  const { data, error } = useQuery({ queryKey: ['documents'], queryFn: () => unwrap(api.GET('/policy-documents')) });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const own = data.items.filter((each) => !each.builtIn);
  return (
    <div className="stack">
      <PageTitle title={t('policy.title')}>
        {mayEdit && <Link to="/beleid/toevoegen">{t('policy.add')}</Link>}
      </PageTitle>
      <PolicyNav />
      <p className="lead">{t('policy.intro')}</p>
      <form
        className="row no-print"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = fieldValue(event.currentTarget, 'zoek');
          setParams(wanted ? { zoek: wanted } : {});
        }}
      >
        <Field
          label={t('policy.search')}
          hint={t('policy.searchHint')}
          name="zoek"
          type="search"
          defaultValue={words}
          pointer="?search"
          error={null}
        />
        <Button type="submit">{t('app.search')}</Button>
      </form>
      {words && <Found words={words} />}
      {own.length === 0 && (
        <section className="card stack stack--small">
          <p>{t('policy.empty')}</p>
          {mayEdit && <Link to="/beleid/toevoegen">{t('policy.add')}</Link>}
        </section>
      )}
      <List title={t('policy.own')} documents={own} />
      {own.length > 0 && (
        <p className="row no-print">
          <a href="/api/v1/policy-structure" download="beleidsstructuur.json">
            {t('policy.exportJson')}
          </a>
          <a href="/api/v1/policy-structure/goals">{t('policy.exportCsv')}</a>
        </p>
      )}
      {mayEdit && <TakeOver />}
      <List title={t('policy.national')} documents={data.items.filter((each) => each.builtIn)} />
    </div>
  );
}
