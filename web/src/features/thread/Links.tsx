// "Koppelingen bekijken": ten suggestions at a time, by keyboard or by thumb; who judged how many; done when none is left.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay, useSession } from '../../api/queries';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { useList } from '../../ui/filters';
import { useNarrow } from '../../ui/narrow';
import { PolicyNav } from '../policy/PolicyNav';
import { Filters, Judges } from './LinkFilters';
import { LinkItem } from './LinkItem';
import { keyOf, orders, states, type State } from './links';
import { useJudging } from './useJudging';
import { Terms } from '../../ui/Term';

// On a phone a link is as high as the screen.
const perTurn = 10;
const perTurnNarrow = 5;

function Done({ state }: { state: State }) {
  const { t } = useTranslation();
  return (
    <section className="card stack stack--small" aria-labelledby="done">
      <h2 id="done">{t(`links.none.${state}`)}</h2>
      {state === 'suggested' && <p>{t('links.doneNext')}</p>}
      <p className="row">
        <Link to="/beleid/gaten?soort=linked_asks_nothing">{t('links.toGaps')}</Link>
        <Link to="/beleid/rode-draad">{t('nav.thread')}</Link>
        <Link to="/beleid/koppelingen?staat=bevestigd">{t('links.toConfirmed')}</Link>
      </p>
    </section>
  );
}

function SearchAgain() {
  const { t } = useTranslation();
  const may = useMay('purchase.edit');
  const again = useMutation({ mutationFn: () => unwrap(api.POST('/link-searches')) });
  if (!may) return null;
  return (
    <span className="row no-print">
      {again.error && <ErrorNote error={again.error} />}
      {again.data && <Link to={`/taken/${again.data.jobId}`}>{t('links.searching')}</Link>}
      <Button onClick={() => again.mutate()} disabled={again.isPending}>
        {t('links.again')}
      </Button>
    </span>
  );
}

function useAsked() {
  const atOnce = useNarrow() ? perTurnNarrow : perTurn;
  const [params] = useSearchParams();
  const state = states[(params.get('staat') ?? 'voorstel') as keyof typeof states] ?? 'suggested';
  const of = params.get('van') ?? '';
  const [upperKind, lowerKind] = (params.get('soort') ?? (of ? '' : 'goal-purchase')).split('-');
  const query = {
    state,
    order: orders[(params.get('per') ?? 'kans') as keyof typeof orders] ?? 'score',
    limit: atOnce,
    offset: state === 'suggested' ? 0 : Math.max(0, (Number(params.get('bladzijde') ?? '1') - 1) * atOnce),
    ...(of ? { of } : {}),
    ...(upperKind ? { upperKind } : {}),
    ...(lowerKind ? { lowerKind } : {}),
    ...(params.get('thema') ? { theme: params.get('thema') ?? '' } : {}),
  };
  return { state, of, query, atOnce };
}

export function Links() {
  const { t } = useTranslation();
  const me = useSession().data?.person.id;
  const { set } = useList();
  const { state, of, query, atOnce } = useAsked();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['links', query],
    queryFn: () => unwrap(api.GET('/links', { params: { query } })),
  });
  const judging = useJudging(me);
  // A place in the list that was chosen; another list begins at its top.
  const [chosen, setChosen] = useState<{ of: unknown; place: number }>({ of: undefined, place: 0 });
  const list = useRef<HTMLUListElement>(null);
  const items = data?.items ?? [];
  const at = Math.min(chosen.of === data ? chosen.place : 0, Math.max(0, items.length - 1));
  const setSelected = (place: number) => setChosen({ of: data, place });
  const open = items.filter((each) => judging.of(each).state === 'suggested').length;
  const left = state === 'suggested' ? (data?.total ?? 0) - (items.length - open) : (data?.total ?? 0);
  const about = items[0] && (items[0].upper.id === of.split(':')[1] ? items[0].upper : items[0].lower);

  const focus = (place: number) => {
    setSelected(place);
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>('[data-link]')[place]?.focus());
  };
  const next = async () => {
    judging.forget();
    await refetch();
    focus(0);
  };
  const say = (place: number, to: State, why: string) => {
    const pair = items[place];
    if (!pair?.mayDecide || judging.say.isPending) return;
    judging.say.mutate(
      { pair, state: to, why },
      {
        onSuccess: () => {
          const later = items.findIndex((each, i) => i > place && judging.of(each).state === 'suggested');
          if (to !== 'suggested' && state === 'suggested') focus(later >= 0 ? later : place);
        },
      },
    );
  };
  const undo = () => {
    const place = items.findIndex((each) => judging.last && keyOf(each) === keyOf(judging.last));
    judging.undo();
    if (place >= 0) focus(place);
    else void refetch();
  };
  // Only while the list or the heading has the focus, so that no letter is taken from a field or from other pages' keys.
  const keys = (event: KeyboardEvent) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName)
    )
      return;
    const acts: Record<string, () => void> = {
      j: () => focus(Math.min(at + 1, items.length - 1)),
      k: () => focus(Math.max(at - 1, 0)),
      y: () => say(at, 'confirmed', ''),
      n: () => say(at, 'rejected', ''),
      u: undo,
    };
    const act = acts[event.key];
    if (!act || items.length === 0) return;
    event.preventDefault();
    act();
  };
  return (
    <div className="stack" onKeyDown={keys}>
      <PageTitle
        title={t('links.title')}
        crumbs={of && about ? [{ to: '/beleid/koppelingen', label: t('links.all') }] : []}
      >
        <SearchAgain />
      </PageTitle>
      <PolicyNav />
      <p className="lead">{t('links.intro')}</p>
      <Terms of={['redThread']} />
      {of && about && (
        <p className="row">
          <span>{t('links.only', { title: about.title })}</span>
          <button type="button" className="plain" onClick={() => set('van', '')}>
            {t('links.everything')}
          </button>
        </p>
      )}
      <Filters />
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {judging.say.error && <ErrorNote error={judging.say.error} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="row row--between">
          <p role="status">
            <strong data-total={left}>{t(`links.left.${state}`, { count: left })}</strong>
          </p>
          <span className="row no-print">
            {judging.last && (
              <Button onClick={undo} disabled={judging.say.isPending}>
                {t('links.undoLast')}
              </Button>
            )}
            <span className="soft small">{t('links.keys')}</span>
          </span>
        </div>
      )}
      {data && items.length === 0 && <Done state={state} />}
      <ul className="list--plain stack" ref={list}>
        {items.map((pair, i) => (
          <LinkItem
            key={keyOf(pair)}
            pair={pair}
            state={judging.of(pair).state}
            mine={judging.of(pair).mine}
            note={judging.of(pair).note}
            selected={i === at}
            busy={judging.say.isPending}
            onSelect={() => setSelected(i)}
            onSay={(to, why) => say(i, to, why)}
          />
        ))}
      </ul>
      {state === 'suggested' && items.length > 0 && open === 0 && (
        <Button primary onClick={() => void next()} disabled={isFetching}>
          {left > 0 ? t('links.next') : t('links.finish')}
        </Button>
      )}
      {state !== 'suggested' && (data?.total ?? 0) > query.offset + atOnce && (
        <Button onClick={() => set('bladzijde', String(query.offset / atOnce + 2))}>{t('links.more')}</Button>
      )}
      <Judges />
    </div>
  );
}
