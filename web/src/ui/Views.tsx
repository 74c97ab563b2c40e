// The views of a list that were kept, as tabs above it: one's own and the shared ones; and keeping what is shown now.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from '../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../api/client';
import { Act, Button, ErrorNote } from './basics';
import { Confirmed } from './Confirmed';
import { Check, ErrorSummary, Field } from './fields';
import { isFilter } from './filters';
import { useUndo } from './Undo';

type View = Schema['SavedView'];

// Filters and order, without the page and the name of the view.
function kept(params: URLSearchParams) {
  const out = new URLSearchParams(
    [...params].filter(([name, value]) => (isFilter(name) || name === 'sorteer') && value),
  );
  out.sort();
  return out.toString();
}

function Keep({ page, query, mayShare, close }: { page: string; query: string; mayShare: boolean; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, setParams] = useSearchParams();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const keep = useMutation({
    mutationFn: () => unwrap(api.POST('/saved-views', { body: { page, name, query, shared } })),
    onSuccess: async (view) => {
      await client.invalidateQueries({ queryKey: ['views', page] });
      setParams(new URLSearchParams([...new URLSearchParams(query), ['weergave', view.id]]));
      close();
    },
  });
  return (
    <form
      className="card stack stack--small form"
      aria-label={t('views.keep')}
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <ErrorSummary error={keep.error} />
      <Field
        label={t('views.name')}
        hint={t('views.nameHint')}
        pointer="/name"
        error={keep.error}
        value={name}
        maxLength={80}
        autoFocus
        required
        onChange={(event) => setName(event.target.value)}
      />
      {mayShare && (
        <Check checked={shared} onChange={setShared}>
          {t('views.share')}
        </Check>
      )}
      <div className="row">
        <Button primary type="submit" disabled={keep.isPending}>
          {t('views.keepNow')}
        </Button>
        <Button type="button" onClick={close}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

function OfView({ page, view, query }: { page: string; view: View; query: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useUndo();
  const [, setParams] = useSearchParams();
  const refresh = () => client.invalidateQueries({ queryKey: ['views', page] });
  const change = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/saved-views/{id}', {
          params: { path: { id: view.id } },
          body: { page, name: view.name, query, shared: view.shared },
        }),
      ),
    onSuccess: refresh,
  });
  const open = useMutation({
    mutationFn: (viewId: string | null) => unwrap(api.POST('/default-views', { body: { page, viewId } })),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/saved-views/{id}', { params: { path: { id: view.id } } })),
    onSuccess: async () => {
      await refresh();
      setParams({ weergave: 'alles' });
      if (view.mine)
        undo(t('views.removed', { name: view.name }), async () => {
          await unwrap(
            api.POST('/saved-views', { body: { page, name: view.name, query: view.query, shared: view.shared } }),
          );
          await refresh();
        });
    },
  });
  const error = change.error ?? open.error ?? remove.error;
  return (
    <>
      {error && <ErrorNote error={error} />}
      <span className="row small">
        <span className="soft">{view.shared ? t('views.sharedBy', { name: view.person }) : t('views.own')}</span>
        {view.mine && view.query !== query && (
          <Act of={view.name} onClick={() => change.mutate()}>
            {t('views.update')}
          </Act>
        )}
        <Act of={view.name} onClick={() => open.mutate(view.opensList ? null : view.id)}>
          {t(view.opensList ? 'views.noDefault' : 'views.makeDefault')}
        </Act>
        {view.mine && !view.shared && (
          <Act of={view.name} onClick={() => remove.mutate()}>
            {t('views.remove')}
          </Act>
        )}
        {view.mine && view.shared && (
          <Confirmed
            label={t('views.remove')}
            name={view.name}
            question={t('views.removeShared', { name: view.name })}
            act={() => remove.mutate()}
            pending={remove.isPending}
          />
        )}
      </span>
    </>
  );
}

// `page` is the list's address.
export function Views({ page }: { page: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [params, setParams] = useSearchParams();
  const [keeping, setKeeping] = useState(false);
  const { data } = useQuery({
    queryKey: ['views', page],
    queryFn: () => unwrap(api.GET('/saved-views', { params: { query: { page } } })),
    staleTime: 60_000,
  });
  const views = data?.items ?? [];
  const query = kept(params);
  const chosen = params.get('weergave') ?? '';
  // Coming in by the menu the list opens with the view that somebody chose; once, not after wiping the filters.
  const bare = useRef(params.size === 0);
  const first = data?.items.find((each) => each.opensList);
  useEffect(() => {
    if (!data || !bare.current) return;
    bare.current = false;
    if (first && params.size === 0)
      setParams(new URLSearchParams([...new URLSearchParams(first.query), ['weergave', first.id]]), { replace: true });
  }, [data, first, params, setParams]);
  const now = views.find((each) => each.id === chosen);
  const tab = (search: string, label: string, here: boolean) => (
    <Link to={{ search }} aria-current={here ? 'true' : undefined}>
      {label}
    </Link>
  );
  if (views.length === 0 && query === '') return null;
  return (
    <div className="stack stack--small no-print">
      <div className="row">
        <span id={id} className="soft">
          {t('views.title')}
        </span>
        <ul className="views" aria-labelledby={id}>
          <li>{tab('?weergave=alles', t('views.everything'), !now && query === '')}</li>
          {views.map((view) => (
            <li key={view.id}>
              {tab(
                `?${new URLSearchParams([...new URLSearchParams(view.query), ['weergave', view.id]]).toString()}`,
                view.name,
                view === now,
              )}
            </li>
          ))}
        </ul>
        {query !== '' && !keeping && query !== now?.query && (
          <button type="button" className="plain" onClick={() => setKeeping(true)}>
            {t('views.plusKeep')}
          </button>
        )}
      </div>
      {now && <OfView page={page} view={now} query={query} />}
      {keeping && <Keep page={page} query={query} mayShare={data?.mayShare ?? false} close={() => setKeeping(false)} />}
    </div>
  );
}
