// The tree of units: add, rename, move, merge, end; what ended stands below, readable.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useUnits } from '../../api/queries';
import { date } from '../../format';
import { Act, Button, ErrorNote, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { Awaited } from '../../ui/list';
import { useRefreshPeople } from './accounts';
import { UnitPanel } from './UnitPanel';
import { Undo, type Undoable } from './Undo';

export type Unit = Schema['Unit'];

function Tree({ units, parent, open, toggle }: { units: Unit[]; parent: string | null; open: string; toggle: Toggle }) {
  const { t } = useTranslation();
  const ids = new Set(units.map((each) => each.id));
  // Whose parent ended stands on top.
  const children = units.filter((each) => (each.parentId && ids.has(each.parentId) ? each.parentId : null) === parent);
  if (children.length === 0) return null;
  return (
    <ul className="tree">
      {children.map((unit) => (
        <li key={unit.id}>
          {unit.name}{' '}
          <Act of={unit.name} aria-expanded={open === unit.id} onClick={() => toggle(open === unit.id ? '' : unit.id)}>
            {t('beheer.change')}
          </Act>
          {open === unit.id && <UnitPanel key={unit.id} unit={unit} units={units} {...toggle.panel} />}
          <Tree units={units} parent={unit.id} open={open} toggle={toggle} />
        </li>
      ))}
    </ul>
  );
}

interface Toggle {
  (id: string): void;
  panel: { close: () => void; say: (done: Undoable) => void };
}

function AddUnit({ units }: { units: Unit[] }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [name, setName] = useState('');
  const [parent, setParent] = useState('');
  const add = useMutation({
    mutationFn: () => unwrap(api.POST('/units', { body: { name, parentId: parent || null } })),
    onSuccess: async () => {
      setName('');
      await refresh();
    },
  });
  return (
    <section className="card stack stack--small" aria-labelledby="add-unit">
      <h2 id="add-unit" className="h3">
        {t('beheer.addUnit')}
      </h2>
      <form
        className="form form--wide"
        aria-labelledby="add-unit"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <ErrorSummary error={add.error} />
        <div className="form__row">
          <Field
            label={t('beheer.name')}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
            pointer="/name"
            error={add.error}
          />
          <Select
            label={t('beheer.under')}
            value={parent}
            onChange={setParent}
            options={[
              { value: '', label: t('beheer.top') },
              ...units.map((each) => ({ value: each.id, label: each.name })),
            ]}
            pointer="/parentId"
            error={add.error}
          />
        </div>
        <div>
          <Button type="submit" disabled={add.isPending}>
            {t('beheer.addUnit')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Ended({ units, say }: { units: Unit[]; say: (done: Undoable) => void }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const call = async (id: string, way: 'reopen' | 'end') => {
    await unwrap(
      way === 'reopen'
        ? api.POST('/units/{id}/reopen', { params: { path: { id } } })
        : api.POST('/units/{id}/end', { params: { path: { id } } }),
    );
    await refresh();
  };
  const reopen = useMutation({
    mutationFn: (unit: Unit) => call(unit.id, 'reopen'),
    onSuccess: (_, unit) => say({ text: t('beheer.reopened', { name: unit.name }), back: () => call(unit.id, 'end') }),
  });
  const ended = units.filter((each) => each.endedOn);
  if (ended.length === 0) return null;
  const into = (unit: Unit) => units.find((each) => each.id === unit.mergedInto)?.name;
  return (
    <section className="card stack stack--small" aria-labelledby="ended">
      <h2 id="ended" className="h3">
        {t('beheer.endedUnits')}
      </h2>
      {reopen.error && <ErrorNote error={reopen.error} />}
      <ul className="list">
        {ended.map((unit) => (
          <li key={unit.id}>
            {unit.name}, {t('beheer.endedOn', { day: date(unit.endedOn) })}
            {into(unit) && `, ${t('beheer.mergedInto', { name: into(unit) })}`}{' '}
            <Act of={unit.name} onClick={() => reopen.mutate(unit)}>
              {t('beheer.reopen')}
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Units() {
  const { t } = useTranslation();
  const { data, error } = useUnits();
  const [open, setOpen] = useState('');
  const [done, setDone] = useState<Undoable | null>(null);
  const units = data?.items.filter((each) => !each.endedOn) ?? [];
  const panel = {
    close: () => setOpen(''),
    say: (what: Undoable) => {
      setOpen('');
      setDone(what);
    },
  };
  return (
    <div className="stack">
      <PageTitle title={t('beheer.units')} />
      <Undo done={done} />
      <Awaited data={data} error={error} />
      {data && (
        <section className="card stack stack--small" aria-labelledby="tree">
          <h2 id="tree" className="h3">
            {t('beheer.unitCount', { count: units.length })}
          </h2>
          {units.length === 0 && <p>{t('beheer.noUnits')}</p>}
          <Tree
            units={units}
            parent={null}
            open={open}
            toggle={Object.assign((id: string) => setOpen(id), { panel })}
          />
          <p className="no-print">
            <Link to="/inlezen/units">{t('imports.title.units')}</Link>
          </p>
        </section>
      )}
      {data && <AddUnit units={units} />}
      {data && <Ended units={data.items} say={setDone} />}
    </div>
  );
}
