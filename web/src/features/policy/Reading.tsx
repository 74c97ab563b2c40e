// A document to read: every clause with what it was marked as, what the scan suggests and which goals hang on it.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { Button, ErrorNote, Loading } from '../../ui/basics';
import { useNames } from '../../ui/names';

type Passage = Schema['PassageView'];
type Mark = Passage['mark'];

function PagePicture({ passage }: { passage: Passage }) {
  const { t } = useTranslation();
  return (
    <div className="pages">
      <img
        src={`/api/v1/policy-editions/${passage.editionId}/pages/${passage.page}`}
        alt={t('policy.pagePicture', { page: passage.page })}
      />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <rect
          x={(passage.x ?? 0) * 100 - 0.8}
          y={(passage.y ?? 0) * 100 - 0.5}
          width={(passage.width ?? 0) * 100 + 1.6}
          height={(passage.height ?? 0) * 100 + 1}
        />
      </svg>
    </div>
  );
}

function Actions({ passage, onMark }: { passage: Passage; onMark: (mark: Mark, themes: string[]) => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const themes = passage.themes.length > 0 ? passage.themes : passage.suggestedThemes;
  const makeGoal = () => {
    // What the reader selected in this clause comes along as the quote.
    const chosen = window.getSelection()?.toString().trim() ?? '';
    const quote = chosen && passage.text.includes(chosen) ? `&citaat=${encodeURIComponent(chosen)}` : '';
    void navigate(`/beleid/doelen/nieuw?passage=${passage.clauseId}${quote}`);
  };
  return (
    <div className="row no-print">
      <button type="button" className="plain" onClick={makeGoal}>
        {t('policy.makeGoal')}
      </button>
      {passage.mark === 'none' && (
        <>
          <button type="button" className="plain" onClick={() => onMark('ambition', themes)}>
            {t('policy.isAmbition')}
          </button>
          {passage.suggestsAmbition && (
            <button type="button" className="plain" onClick={() => onMark('dismissed', [])}>
              {t('policy.notAmbition')}
            </button>
          )}
          <button type="button" className="plain" onClick={() => onMark('vision', [])}>
            {t('policy.isVision')}
          </button>
          <button type="button" className="plain" onClick={() => onMark('mission', [])}>
            {t('policy.isMission')}
          </button>
        </>
      )}
      {passage.mark !== 'none' && (
        <button type="button" className="plain" onClick={() => onMark('none', [])}>
          {t('app.undo')}
        </button>
      )}
    </div>
  );
}

function PassageItem({
  passage,
  mayEdit,
  onMark,
}: {
  passage: Passage;
  mayEdit: boolean;
  onMark: (mark: Mark, themes: string[]) => void;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const [picture, setPicture] = useState(false);
  if (passage.kind === 'heading')
    return passage.depth <= 1 ? (
      <h3 id={`p-${passage.clauseId}`}>{passage.text}</h3>
    ) : (
      <h4 id={`p-${passage.clauseId}`}>{passage.text}</h4>
    );
  const suggested = passage.mark === 'none' && passage.suggestsAmbition;
  const state = suggested ? 'passage--suggested' : `passage--${passage.mark}`;
  const themes = passage.mark === 'none' ? passage.suggestedThemes : passage.themes;
  return (
    <div className={`passage ${state} ${passage.kind === 'item' ? 'passage--item' : ''}`} id={`p-${passage.clauseId}`}>
      <span className="passage__number">{passage.number}</span>
      <div className="passage__body">
        <p>{passage.text}</p>
        {(passage.mark !== 'none' || suggested) && (
          <ul className="tags">
            <li className="tag tag--sun">{suggested ? t('policy.looksLike') : t(`policy.mark.${passage.mark}`)}</li>
            {themes.map((theme) => (
              <li key={theme} className="tag">
                {names.theme(theme)}
              </li>
            ))}
          </ul>
        )}
        {passage.goals.length > 0 && (
          <p className="small">
            {t('policy.goalsOf')}:{' '}
            {passage.goals.map((goal) => (
              <Link key={goal.id} to={`/beleid/doelen/${goal.id}`}>
                {goal.title}{' '}
              </Link>
            ))}
            · <Link to={`/beleid/rode-draad?van=clause:${passage.clauseId}`}>{t('policy.thread')}</Link>
          </p>
        )}
        {mayEdit && <Actions passage={passage} onMark={onMark} />}
        {passage.page > 0 && (
          <div className="no-print">
            <button type="button" className="plain small" aria-expanded={picture} onClick={() => setPicture(!picture)}>
              {t(picture ? 'policy.hidePage' : 'policy.showPage', { page: passage.page })}
            </button>
            {picture && <PagePicture passage={passage} />}
          </div>
        )}
      </div>
    </div>
  );
}

export function Reading({ edition, mayEdit }: { edition: Schema['Edition']; mayEdit: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const location = useLocation();
  const [params, setParams] = useSearchParams();
  const only = params.get('lijkt') === 'ja';
  const key = ['passages', edition.id];
  const { data, error, fetchNextPage, hasNextPage } = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/policy-editions/{id}/passages', {
          params: { path: { id: edition.id }, query: pageParam === null ? {} : { after: pageParam } },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextAfter ?? null,
  });
  const mark = useMutation({
    mutationFn: (wanted: { passage: Passage; mark: Mark; themes: string[] }) =>
      unwrap(
        api.PUT('/policy-clauses/{id}/mark', {
          params: { path: { id: wanted.passage.clauseId }, header: { 'If-Match': `"${wanted.passage.version}"` } },
          body: { mark: wanted.mark, themes: wanted.themes },
        }),
      ),
    onSettled: () =>
      Promise.all(
        [key, ['gaps'], ['documents'], ['document']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
  const loaded = data !== undefined;
  useEffect(() => {
    if (loaded && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [loaded, location.hash]);
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  const all = data.pages.flatMap((page) => page.items);
  const shown = only ? all.filter((each) => each.mark === 'none' && each.suggestsAmbition) : all;
  return (
    <div className="stack stack--small">
      {mark.error && <ErrorNote error={mark.error} />}
      <label className="row no-print">
        <input
          type="checkbox"
          checked={only}
          onChange={(event) => setParams(event.target.checked ? { lijkt: 'ja' } : {})}
        />{' '}
        {t('policy.onlySuggested')}
      </label>
      {shown.map((passage) => (
        <PassageItem
          key={passage.clauseId}
          passage={passage}
          mayEdit={mayEdit}
          onMark={(wanted, themes) => mark.mutate({ passage, mark: wanted, themes })}
        />
      ))}
      {hasNextPage && (
        <div>
          <Button onClick={() => void fetchNextPage()}>{t('app.more')}</Button>
        </div>
      )}
    </div>
  );
}
