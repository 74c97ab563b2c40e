// Everything that answers a question: by kind, or all of one kind with filters and pages.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { useSession, useOpenUnits } from '../../api/queries';
import { number } from '../../format';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useList } from '../../ui/filters';
import { Pages } from '../../ui/list';
import { fieldValue } from '../../ui/form';
import { noteOf, useKinds, useSearch, type Asked, type Hit } from './calls';
import { HitLines, Marked, Shape } from './Parts';
import { keepRecent } from './recent';

const pageSize = 25;
const lastPage = 40; // of what is weighed one by one

function HitItem({ hit, person }: { hit: Hit; person: string }) {
  const kinds = useKinds();
  const path = kinds.path(hit);
  return (
    <li className="search__hit">
      <span className="search__title">
        <Shape name={kinds.shape(hit.kind)} />
        <Link
          to={path}
          onClick={() => keepRecent(person, { kind: hit.kind, id: hit.id, title: hit.title, note: noteOf(hit), path })}
        >
          <Marked text={hit.title} marks={hit.titleMarks} />
        </Link>
      </span>
      <HitLines hit={hit} />
    </li>
  );
}

export function SearchPage() {
  const { t } = useTranslation();
  const kinds = useKinds();
  const units = useOpenUnits();
  const person = useSession().data?.person.id ?? '';
  const { params, value, change: set } = useList();
  const [q, kind, unit, year] = [value('q').trim(), value('soort'), value('onderdeel'), value('jaar')];
  const page = Math.max(1, Number(value('page')) || 1);
  const asked: Asked = {
    q,
    ...(kind ? { kind, limit: pageSize, page } : { limit: 5 }),
    ...(unit ? { unitId: unit } : {}),
    ...(/^\d{4}$/.test(year) ? { year: Number(year) } : {}),
  };
  const asks = Array.from(q).length >= 2;
  const { data, error, refetch } = useSearch(asked, asks);
  const all = { value: '', label: t('app.all') };
  const group = kind ? data?.groups.find((each) => each.kind === kind) : undefined;
  const pages = group ? Math.min(lastPage, Math.max(1, Math.ceil(group.count / pageSize))) : 1;
  return (
    <div className="stack">
      <PageTitle title={t('search.title')} />
      <form
        className="filters no-print"
        aria-label={t('search.title')}
        onSubmit={(event) => {
          event.preventDefault();
          set({ q: fieldValue(event.currentTarget, 'q'), jaar: fieldValue(event.currentTarget, 'jaar') });
        }}
      >
        <div className="field">
          <label htmlFor="zoek-q">{t('search.what')}</label>
          <input
            id="zoek-q"
            name="q"
            type="search"
            maxLength={200}
            className="utrecht-textbox utrecht-textbox--html-input input"
            defaultValue={q}
            key={q}
          />
        </div>
        <Select
          label={t('search.kind')}
          value={kind}
          options={[all, ...kinds.items.map((each) => ({ value: each.kind, label: kinds.name(each.kind) }))]}
          onChange={(soort) => set({ soort })}
        />
        <Select
          label={t('search.unit')}
          value={unit}
          options={[all, ...units.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={(onderdeel) => set({ onderdeel })}
        />
        <div className="field">
          <label htmlFor="zoek-jaar">{t('search.year')}</label>
          <input
            id="zoek-jaar"
            name="jaar"
            inputMode="numeric"
            pattern="\d{4}"
            className="utrecht-textbox utrecht-textbox--html-input input"
            defaultValue={year}
            key={year}
          />
        </div>
        <Button type="submit">{t('search.label')}</Button>
      </form>
      {!asks && <p>{t('search.tooShort')}</p>}
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {asks && !data && !error && <Loading />}
      {asks && data && (
        <>
          <p role="status">
            <strong>
              {data.more
                ? t('search.statusMore', { formatted: number(data.count) })
                : t('search.status', { count: data.count, formatted: number(data.count) })}
            </strong>
          </p>
          {data.count === 0 && <p>{t('search.nothing')}</p>}
          {data.groups.map((each) => (
            <section key={each.kind} className="card stack stack--small" aria-labelledby={`soort-${each.kind}`}>
              <h2 id={`soort-${each.kind}`}>
                {kinds.name(each.kind)} <span className="soft">({number(each.count)})</span>
              </h2>
              <ul className="list">
                {each.items.map((hit) => (
                  <HitItem key={hit.id} hit={hit} person={person} />
                ))}
              </ul>
              {!kind && each.count > each.items.length && (
                <Link
                  className="no-print"
                  to={`/zoeken?${new URLSearchParams([...[...params].filter(([name]) => name !== 'page'), ['soort', each.kind]]).toString()}`}
                >
                  {t('search.allOfKind', {
                    kind: kinds.name(each.kind).toLowerCase(),
                    count: each.count,
                    formatted: number(each.count),
                  })}
                </Link>
              )}
            </section>
          ))}
          <Pages page={page} pages={pages} />
        </>
      )}
    </div>
  );
}
