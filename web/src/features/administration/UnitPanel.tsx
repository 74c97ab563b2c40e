// One unit: another name or place, into another unit with what hangs on it, or its end.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { Changes } from '../../ui/Changes';
import { useRefreshPeople } from './accounts';
import { Held } from './HandOver';
import type { Undoable } from './Undo';
import type { Unit } from './Units';

interface Props {
  unit: Unit;
  units: Unit[];
  close: () => void;
  say: (done: Undoable) => void;
}

function Change({ unit, units, close }: Props) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [name, setName] = useState(unit.name);
  const [parent, setParent] = useState(unit.parentId ?? '');
  const path = { id: unit.id };
  const save = useMutation({
    mutationFn: async () => {
      const now = await unwrap(api.GET('/units/{id}', { params: { path } }));
      await unwrap(
        api.PUT('/units/{id}', {
          params: { path, header: { 'If-Match': `"${String(now.version)}"` } },
          body: { name, parentId: parent || null },
        }),
      );
    },
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  return (
    <form
      className="form form--wide"
      aria-label={t('beheer.changeUnit', { name: unit.name })}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <div className="form__row">
        <Field
          label={t('beheer.name')}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          pointer="/name"
          error={save.error}
        />
        <Select
          label={t('beheer.under')}
          value={parent}
          onChange={setParent}
          options={[
            { value: '', label: t('beheer.top') },
            ...units.filter((each) => each.id !== unit.id).map((each) => ({ value: each.id, label: each.name })),
          ]}
          pointer="/parentId"
          error={save.error}
        />
      </div>
      <div className="row">
        <Button type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={close}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Merge({ unit, units, say }: Props) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [into, setInto] = useState('');
  const path = { id: unit.id };
  const { data } = useQuery({
    queryKey: ['units', 'contents', unit.id],
    queryFn: () => unwrap(api.GET('/units/{id}/contents', { params: { path } })),
  });
  const name = units.find((each) => each.id === into)?.name ?? '';
  const merge = useMutation({
    mutationFn: () => unwrap(api.POST('/units/{id}/merge', { params: { path }, body: { intoId: into } })),
    onSuccess: async (moved) => {
      say({
        text: t('beheer.merged', { from: unit.name, name, count: moved.total }),
        back: async () => {
          await unwrap(api.POST('/moves/{id}/undo', { params: { path: { id: moved.id } } }));
          await refresh();
        },
      });
      await refresh();
    },
  });
  const end = useMutation({
    mutationFn: () => unwrap(api.POST('/units/{id}/end', { params: { path } })),
    onSuccess: async () => {
      say({
        text: t('beheer.ended', { name: unit.name }),
        back: async () => {
          await unwrap(api.POST('/units/{id}/reopen', { params: { path } }));
          await refresh();
        },
      });
      await refresh();
    },
  });
  return (
    <form
      className="form"
      aria-label={t('beheer.mergeUnit', { name: unit.name })}
      onSubmit={(event) => {
        event.preventDefault();
        merge.mutate();
      }}
    >
      <ErrorSummary error={merge.error ?? end.error} />
      {data && data.total > 0 && (
        <>
          <p>{t('beheer.mergeMoves')}</p>
          <Held items={data.items} />
        </>
      )}
      {data?.total === 0 && <p>{t('beheer.nothingHangs')}</p>}
      <Select
        label={t('beheer.mergeInto')}
        value={into}
        onChange={setInto}
        options={[
          { value: '', label: t('beheer.choose') },
          ...units.filter((each) => each.id !== unit.id).map((each) => ({ value: each.id, label: each.name })),
        ]}
        pointer="/intoId"
        error={merge.error}
      />
      <div className="row">
        <Button type="submit" disabled={merge.isPending || into === ''}>
          {t('beheer.merge')}
        </Button>
        <Button type="button" disabled={end.isPending} onClick={() => end.mutate()}>
          {t('beheer.endUnit')}
        </Button>
      </div>
    </form>
  );
}

export function UnitPanel(props: Props) {
  return (
    <div className="stack stack--small">
      <Change {...props} />
      <Merge {...props} />
      <Changes kind="unit" id={props.unit.id} />
    </div>
  );
}
