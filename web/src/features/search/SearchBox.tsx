// The search in the header: results as one types, by keyboard, with what was opened before. A combobox with a list
// (WAI-ARIA authoring practices); the focus stays in the field.
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate } from 'react-router';
import { number } from '../../format';
import { useLater } from '../../ui/reading';
import { noteOf, useKinds, useSearch, type Hit } from './calls';
import { useSaid, useShortcut } from './keys';
import { HitLines, Marked, Shape } from './Parts';
import { forgetRecent, keepRecent, recentOf, type Recent } from './recent';

interface Option {
  id: string;
  group: string;
  content: ReactNode;
  act: () => void;
}

export function SearchBox({ person }: { person: string }) {
  const { t } = useTranslation();
  const said = useSaid();
  const id = useId();
  const navigate = useNavigate();
  const kinds = useKinds();
  const field = () => document.getElementById(id) as HTMLInputElement | null;
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState(false); // on a phone the field is behind a button
  const [chosen, setChosen] = useState({ of: '', index: -1 }); // of another answer it is none
  const [recent, setRecent] = useState<Recent[]>([]);
  const q = useLater(typed.trim());
  const asks = Array.from(typed.trim()).length >= 2;
  const search = useSearch({ q, limit: 4 }, open && asks && Array.from(q).length >= 2);
  const result = asks ? search.data : undefined;
  const answer = `${q} ${String(open)}`;
  const active = chosen.of === answer ? chosen.index : -1;
  const setActive = (index: number) => setChosen({ of: answer, index });

  const start = () => {
    setShown(true);
    setRecent(recentOf(person));
    setOpen(true);
    // At once, so that the first letter is not lost; on a phone the field has to be shown first.
    field()?.focus();
    field()?.select();
    requestAnimationFrame(() => field()?.focus());
  };
  useShortcut(start);
  const close = () => {
    setOpen(false);
    setShown(false);
  };
  const go = (path: string) => {
    close();
    setTyped('');
    field()?.blur();
    void navigate(path);
  };
  const openHit = (hit: Hit) => {
    const path = kinds.path(hit);
    keepRecent(person, { kind: hit.kind, id: hit.id, title: hit.title, note: noteOf(hit), path });
    go(path);
  };
  const all = (kind?: string) => go(`/zoeken?q=${encodeURIComponent(typed.trim())}${kind ? `&soort=${kind}` : ''}`);

  const options: Option[] = [];
  const groups: { id: string; name: string }[] = [];
  if (asks) {
    for (const group of result?.groups ?? []) {
      const name = `${kinds.name(group.kind)} (${number(group.count)})`;
      groups.push({ id: group.kind, name });
      for (const hit of group.items)
        options.push({
          id: `${id}-${hit.id}`,
          group: group.kind,
          act: () => openHit(hit),
          content: (
            <>
              <span className="search__title">
                <Shape name={kinds.shape(hit.kind)} />
                <Marked text={hit.title} marks={hit.titleMarks} />
              </span>
              <HitLines hit={hit} />
            </>
          ),
        });
      if (group.count > group.items.length)
        options.push({
          id: `${id}-all-${group.kind}`,
          group: group.kind,
          act: () => all(group.kind),
          content: (
            <span className="search__all">
              {t('search.allOfKind', {
                kind: kinds.name(group.kind).toLowerCase(),
                count: group.count,
                formatted: number(group.count),
              })}
            </span>
          ),
        });
    }
  } else if (typed.trim() === '' && recent.length > 0) {
    groups.push({ id: 'recent', name: t('search.recent') });
    for (const each of recent)
      options.push({
        id: `${id}-r-${each.id}`,
        group: 'recent',
        act: () => {
          keepRecent(person, each);
          go(each.path);
        },
        content: (
          <>
            <span className="search__title">
              <Shape name={kinds.shape(each.kind)} />
              {each.title}
            </span>
            <span className="soft small">{[kinds.name(each.kind), each.note].filter(Boolean).join(' · ')}</span>
          </>
        ),
      });
    options.push({
      id: `${id}-forget`,
      group: 'recent',
      act: () => {
        forgetRecent(person);
        setRecent([]);
        field()?.focus();
      },
      content: <span className="search__all">{t('search.forget')}</span>,
    });
  }

  const listed = open && options.length > 0;
  const nothing = open && asks && q === typed.trim() && result?.count === 0 && !search.isFetching;
  const current = listed ? options[active] : undefined;
  useEffect(() => {
    if (current) document.getElementById(current.id)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setOpen(true);
      else if (options.length > 0)
        setActive(
          event.key === 'ArrowDown' ? (active + 1) % options.length : (active <= 0 ? options.length : active) - 1,
        );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (current) current.act();
      else if (asks) all();
    } else if (event.key === 'Escape') {
      if (open && (listed || nothing)) setOpen(false);
      else if (typed) setTyped('');
      else close();
    }
  };
  const status = open && asks && q === typed.trim() ? said(search.error, result) : '';

  return (
    <div
      className={shown ? 'search search--open no-print' : 'search no-print'}
      role="search"
      aria-label={t('search.everything')}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close();
      }}
    >
      <button type="button" className="plain search__button" aria-expanded={shown} onClick={start}>
        {t('search.label')}
      </button>
      <div className="search__field">
        <label htmlFor={id}>
          {t('search.label')} <kbd aria-hidden="true">/</kbd>
        </label>
        <input
          id={id}
          className="utrecht-textbox utrecht-textbox--html-input input"
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={listed}
          aria-controls={`${id}-list`}
          aria-activedescendant={current?.id}
          aria-describedby={`${id}-keys`}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
          }}
          onFocus={() => {
            setRecent(recentOf(person));
            setOpen(true);
          }}
          onKeyDown={onKey}
        />
        <span id={`${id}-keys`} className="visually-hidden">
          {t('search.keys')}
        </span>
        <button type="button" className="plain search__close" onClick={close}>
          {t('search.close')}
        </button>
      </div>
      <div
        className="search__panel"
        role="group"
        aria-label={t('search.results')}
        tabIndex={0}
        hidden={!listed && !nothing && !(open && search.error)}
      >
        <div id={`${id}-list`} role="listbox" aria-label={t('search.results')}>
          {listed &&
            groups.map((group) => (
              <div key={group.id} role="group" aria-labelledby={`${id}-g-${group.id}`}>
                <div id={`${id}-g-${group.id}`} className="search__group" role="presentation">
                  {group.name}
                </div>
                {options
                  .filter((each) => each.group === group.id)
                  .map((each) => (
                    <div
                      key={each.id}
                      id={each.id}
                      role="option"
                      aria-selected={each === current}
                      className="search__option"
                      onMouseDown={(event) => event.preventDefault()}
                      onClick={each.act}
                    >
                      {each.content}
                    </div>
                  ))}
              </div>
            ))}
        </div>
        {nothing && <p className="search__nothing">{t('search.nothing')}</p>}
        {open && search.error && <p className="search__nothing">{t('search.failed')}</p>}
      </div>
      <div role="status" className="visually-hidden">
        {status}
      </div>
    </div>
  );
}
