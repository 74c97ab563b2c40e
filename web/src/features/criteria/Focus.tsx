// Impact, unless: per category and theme how much focus it gets. The cells are the picture and the table at once.
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { word } from '../../i18n';
import { Button, PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Awaited, Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { CriteriaNav } from './CriteriaNav';
import { Edit } from './FocusEdit';
import { Terms } from '../../ui/Term';

// As much ink as there is focus; a dash where nothing was decided.
function Disc({ focus }: { focus: number | null }) {
  if (focus === null) return <span aria-hidden="true">–</span>;
  return (
    <svg className="disc" viewBox="0 0 28 28" aria-hidden="true">
      <circle
        cx="14"
        cy="14"
        r="12"
        fill={focus === 3 ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth="1.8"
      />
      {focus === 1 && <path d="M14 14 v-12 a12 12 0 0 1 12 12 z" fill="currentColor" />}
      {focus === 2 && <path d="M14 2 a12 12 0 0 1 0 24 z" fill="currentColor" />}
    </svg>
  );
}

export interface Chosen {
  category: string;
  theme: string;
}

export function Focus() {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const mayKeep = useMay('criteria.keep');
  const dialog = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [editing, setEditing] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['criteria', 'focus'],
    queryFn: () => unwrap(api.GET('/category-focus')),
  });
  const proposals =
    useQuery({
      queryKey: ['criteria', 'focus', 'proposals'],
      queryFn: () => unwrap(api.GET('/category-focus-proposals')),
    }).data?.items ?? [];
  const at = (category: string, theme: string) =>
    data?.items.find((each) => each.category === category && each.theme === theme);
  const choose = (category: string, theme: string) => {
    setChosen({ category, theme });
    setEditing(false);
    requestAnimationFrame(() => dialog.current?.focus());
  };
  const now = chosen ? at(chosen.category, chosen.theme) : undefined;
  const proposal = chosen
    ? proposals.find((each) => each.category === chosen.category && each.theme === chosen.theme)
    : undefined;
  return (
    <div className="stack">
      <PageTitle title={t('focus.title')}>
        <span className="row no-print">
          {['a4', 'a3'].map((paper) => (
            <a key={paper} href={`/api/v1/category-focus-picture?paper=${paper}`} download>
              {t('focus.pdf', { paper: paper.toUpperCase() })}
            </a>
          ))}
        </span>
      </PageTitle>
      <CriteriaNav />
      <p className="lead">{t('focus.intro')}</p>
      <Terms of={['focus', 'theme']} />
      <Awaited data={data} error={error} />
      {data && (
        <Scroll label={t('focus.title')}>
          <table className="table focus">
            <thead>
              <tr>
                <th scope="col">{t('focus.category')}</th>
                {names.themes.map((theme) => (
                  <th key={theme.code} scope="col">
                    {theme.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {categories.items.map((category) => (
                <tr key={category.code}>
                  <th scope="row">{category.name}</th>
                  {names.themes.map((theme) => {
                    const focus = at(category.code, theme.code)?.focus ?? null;
                    const label = focus === null ? t('focus.none') : t(word('focus.level', focus));
                    return (
                      <td key={theme.code}>
                        <button
                          type="button"
                          className="focus__cell"
                          aria-label={`${category.name}, ${theme.name}: ${label}`}
                          aria-pressed={chosen?.category === category.code && chosen.theme === theme.code}
                          onClick={() => choose(category.code, theme.code)}
                        >
                          <Disc focus={focus} />
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <ul className="tags" aria-label={t('focus.legend')}>
        {[0, 1, 2, 3].map((each) => (
          <li key={each} className="web__legend">
            <Disc focus={each} /> {t(word('focus.level', each))}
          </li>
        ))}
      </ul>
      {chosen && (
        <section className="card stack stack--small" aria-labelledby="chosen" ref={dialog} tabIndex={-1}>
          <h2 id="chosen">{`${categories.name(chosen.category)} · ${names.theme(chosen.theme)}`}</h2>
          {editing ? (
            <Edit
              key={`${chosen.category}/${chosen.theme}`}
              chosen={chosen}
              now={now}
              proposal={proposal}
              done={() => setEditing(false)}
            />
          ) : (
            <>
              <p>
                <strong>{now ? t(word('focus.level', now.focus)) : t('focus.none')}</strong> {now?.reason}
              </p>
              {now?.examples && <p>{t('focus.examplesAre', { examples: now.examples })}</p>}
              {now?.contact && <p>{t('focus.ask', { name: now.contact })}</p>}
              {proposal && (
                <p className="soft">{`${t('focus.history', { asked: proposal.asked, count: proposal.procedures })} ${t('focus.proposed', { level: t(word('focus.level', proposal.focus)) })}`}</p>
              )}
              {mayKeep && (
                <div className="no-print">
                  <Button onClick={() => setEditing(true)}>{t('focus.change')}</Button>
                </div>
              )}
            </>
          )}
        </section>
      )}
    </div>
  );
}
