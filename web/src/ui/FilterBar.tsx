// What stands above a list: searching, one button that opens the filters and says how many are set, those as chips with a cross, and
// the views that were kept.
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { Button } from './basics';
import { Check, Select } from './fields';
import { isFilter, useList } from './filters';
import { fieldValue } from './form';

// A filter in the address under `name`. With options one of them, `standard` when nothing is chosen (or `none` says what that means); without options yes ("ja") or
// nothing. A quiet one is set by a link only and can be taken away. `say` names a value that is in no option.
export interface Filter {
  name: string;
  label: string;
  options?: { value: string; label: string }[];
  standard?: string;
  none?: string;
  quiet?: boolean;
  say?: (value: string) => string;
}

function chipText(filter: Filter, value: string) {
  if (filter.options) {
    const found = filter.options.find((each) => each.value === value)?.label;
    return `${filter.label}: ${found ?? filter.say?.(value) ?? value}`;
  }
  return filter.say ? `${filter.label}: ${filter.say(value)}` : filter.label;
}

function One({ filter }: { filter: Filter }) {
  const { value, set } = useList();
  const { t } = useTranslation();
  if (!filter.options)
    return (
      <Check checked={value(filter.name) !== ''} onChange={(on) => set(filter.name, on ? 'ja' : '')}>
        {filter.label}
      </Check>
    );
  const standard = filter.standard ?? '';
  const options = standard ? filter.options : [{ value: '', label: filter.none ?? t('app.all') }, ...filter.options];
  return (
    <Select
      label={filter.label}
      value={value(filter.name) || standard}
      options={options}
      onChange={(next) => set(filter.name, next === standard ? '' : next)}
    />
  );
}

function Chips({ filters, search }: { filters: Filter[]; search?: Search }) {
  const { t } = useTranslation();
  const { params, set, change } = useList();
  const known = new Map(filters.map((each) => [each.name, each]));
  const chips = [...new Set(params.keys())]
    .filter((name) => isFilter(name) && params.get(name) && (known.has(name) || name === search?.name))
    .map((name) => {
      const filter = known.get(name);
      const value = params.get(name) ?? '';
      return { name, text: filter ? chipText(filter, value) : t('list.searched', { words: value }) };
    });
  if (chips.length === 0) return null;
  return (
    <div className="row no-print">
      <ul className="chips" aria-label={t('list.chosen')}>
        {chips.map((chip) => (
          <li key={chip.name}>
            <button type="button" className="chip" onClick={() => set(chip.name, '')}>
              <span className="visually-hidden">{`${t('list.takeAway')} `}</span>
              {chip.text} <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
      {chips.length > 1 && (
        <button
          type="button"
          className="plain"
          onClick={() => change(Object.fromEntries(chips.map((chip) => [chip.name, ''])))}
        >
          {t('app.clearFilters')}
        </button>
      )}
    </div>
  );
}

interface Search {
  name: string;
  label: string;
  hint?: string;
}

// The columns that a list can be sorted by: here for a phone, where no column heads are.
export interface SortChoice {
  by: string;
  label: string;
}

export function FilterBar({
  search,
  filters,
  sorts = [],
  children,
}: {
  search?: Search;
  filters: Filter[];
  sorts?: SortChoice[];
  children?: ReactNode; // the views
}) {
  const { t } = useTranslation();
  const id = useId();
  const { value, set } = useList();
  const [open, setOpen] = useState(false);
  const count = filters.filter((each) => isFilter(each.name) && value(each.name)).length;
  const shown = filters.filter((each) => !each.quiet);
  return (
    <div className="stack stack--small no-print">
      {children}
      <div className="listbar">
        {search && (
          <form
            role="search"
            className="listbar__search"
            onSubmit={(event) => {
              event.preventDefault();
              set(search.name, fieldValue(event.currentTarget, search.name));
            }}
          >
            <div className="field">
              <label htmlFor={search.name}>{search.label}</label>
              {search.hint && (
                <span className="field__hint" id={`${id}-hint`}>
                  {search.hint}
                </span>
              )}
              <input
                id={search.name}
                name={search.name}
                type="search"
                aria-describedby={search.hint ? `${id}-hint` : undefined}
                className="utrecht-textbox utrecht-textbox--html-input input"
                defaultValue={value(search.name)}
                key={value(search.name)}
              />
            </div>
            <Button type="submit">{t('app.search')}</Button>
          </form>
        )}
        {(shown.length > 0 || sorts.length > 0) && (
          <Button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {t('app.filter')}
            {count > 0 && ` (${String(count)})`}
          </Button>
        )}
      </div>
      <div id={id} className="filters card" role="group" aria-label={t('app.filter')} hidden={!open}>
        {shown.map((filter) => (
          <One key={filter.name} filter={filter} />
        ))}
        {sorts.length > 0 && (
          <Select
            label={t('list.sortBy')}
            value={value('sorteer')}
            options={[
              { value: '', label: t('list.ownOrder') },
              ...sorts.flatMap(({ by, label }) => [
                { value: by, label: t('list.up', { label }) },
                { value: `-${by}`, label: t('list.down', { label }) },
              ]),
            ]}
            onChange={(next) => set('sorteer', next)}
          />
        )}
      </div>
      <Chips filters={filters} search={search} />
    </div>
  );
}
