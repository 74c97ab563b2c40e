// What the contract is worth as it changed: each change with its ground, and what the law asks attention for. A warning, no block.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros } from '../../format';
import { percentOf } from '../../ui/amounts';
import { Act, ErrorNote } from '../../ui/basics';
import { Check, fieldError, Select, TextArea } from '../../ui/fields';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { DayField, MoneyField } from '../../ui/values';
import { seen, useRefresh, type Contract } from './contract';
import { Adding, Asking } from './Forms';

type Change = Schema['ContractChange'];
const grounds = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;
const announced = (ground: string | null | undefined) => ground === 'd' || ground === 'e';

function NewChange({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [from, setFrom] = useState<string | null>(null);
  const [cents, setCents] = useState<number | null>(null);
  const [ground, setGround] = useState('');
  const [indexation, setIndexation] = useState(false);
  const [announcedOn, setAnnouncedOn] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [afterEnd, setAfterEnd] = useState(false);
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/contracts/{id}/value', {
          params: { path: { id: contract.id }, header: seen(contract.version) },
          body: {
            fromOn: from ?? '',
            valueCents: cents ?? 0,
            ground: ground || null,
            indexation,
            announcedOn: announced(ground) ? announcedOn : null,
            words,
            afterEnd,
          },
        }),
      ),
    onSuccess: async () => {
      setFrom(null);
      setCents(null);
      setWords('');
      setAfterEnd(false);
      await refresh();
    },
  });
  const error = add.error;
  return (
    <Adding title={t('contract.addChange')} send={add} disabled={from === null || cents === null}>
      <div className="form__row">
        <DayField
          label={t('contract.changeFrom')}
          day={from}
          onDay={setFrom}
          required
          pointer="/fromOn"
          error={error}
        />
        <MoneyField
          label={t('contract.newValue')}
          hint={t('contract.newValueHint')}
          cents={cents}
          onCents={setCents}
          required
          pointer="/valueCents"
          error={error}
        />
      </div>
      <Select
        label={t('contract.groundLabel')}
        value={ground}
        onChange={setGround}
        options={[
          { value: '', label: t('contract.noGround') },
          ...grounds.map((each) => ({ value: each, label: t(`contract.ground.${each}`) })),
        ]}
        pointer="/ground"
        error={error}
      />
      {contract.indexClause && (
        <Check checked={indexation} onChange={setIndexation}>
          {t('contract.isIndexation')}
        </Check>
      )}
      {announced(ground) && (
        <DayField
          label={t('contract.announcedOn')}
          day={announcedOn}
          onDay={setAnnouncedOn}
          pointer="/announcedOn"
          error={error}
        />
      )}
      <TextArea
        label={t('contract.reason')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={error}
      />
      {(afterEnd || fieldError(error, '/afterEnd')) && (
        <Check data-pointer="/afterEnd" checked={afterEnd} onChange={setAfterEnd}>
          {t('contract.afterEnd')}
        </Check>
      )}
    </Adding>
  );
}

function Announce({ change, name, close }: { change: Change; name: string; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [day, setDay] = useState(change.announcedOn ?? null);
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/contract-changes/{id}/announcement', {
          params: { path: { id: change.id }, header: seen(change.version) },
          body: { announcedOn: day },
        }),
      ),
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  return (
    <Asking act={t('contract.announce')} name={name} close={close} send={save}>
      <DayField label={t('contract.announcedOn')} day={day} onDay={setDay} pointer="/announcedOn" error={save.error} />
    </Asking>
  );
}

function ChangeLine({ change, mayEdit }: { change: Change; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [announcing, setAnnouncing] = useState(false);
  const params = { path: { id: change.id } };
  const name = date(change.fromOn);
  const withdraw = useMutation({
    mutationFn: () => unwrap(api.PUT('/contract-changes/{id}/withdrawal', { params })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.changeWithdrawn', { day: name }), async () => {
        await unwrap(api.DELETE('/contract-changes/{id}/withdrawal', { params }));
        await refresh();
      });
    },
  });
  const away = Boolean(change.withdrawnAt);
  const before = change.beforeCents ?? null;
  return (
    <li>
      <div>
        {away && <Status kind="unless">{t('contract.takenBack')}</Status>}{' '}
        {before === null
          ? t('contract.changeTo', { day: name, value: euros(change.valueCents) })
          : t('contract.changeFromTo', { day: name, before: euros(before), value: euros(change.valueCents) })}
      </div>
      <div className="small">
        {[
          change.indexation ? t('contract.indexed') : change.ground ? t(`contract.ground.${change.ground as 'a'}`) : '',
          change.words,
          change.announcedOn ? t('contract.wasAnnounced', { day: date(change.announcedOn) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
        <span className="soft">{` ${change.withdrawnName ?? change.personName}`}</span>
      </div>
      {change.notes.map((note) => (
        <p key={note.code}>
          <Status kind="late">
            {t(`contract.warning.${note.code}`, {
              article: note.article,
              percent: note.percentBp === null || note.percentBp === undefined ? '' : percentOf(note.percentBp),
              amount: euros(note.cents ?? 0),
              of: euros(note.ofCents ?? 0),
              most: euros(note.mostCents ?? 0),
            })}
          </Status>
        </p>
      ))}
      {withdraw.error && <ErrorNote error={withdraw.error} />}
      {mayEdit && !away && !change.ofOption && !announcing && (
        <div className="row no-print">
          {announced(change.ground) && (
            <Act of={name} onClick={() => setAnnouncing(true)}>
              {t('contract.announce')}
            </Act>
          )}
          <Act of={name} disabled={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t('contract.takeBack')}
          </Act>
        </div>
      )}
      {announcing && <Announce change={change} name={name} close={() => setAnnouncing(false)} />}
    </li>
  );
}

export function ValueChanges({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'changes'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/changes', { params: { path: { id: contract.id } } })),
  });
  const warned = data?.changes.some((each) => each.notes.length > 0) ?? false;
  return (
    <>
      <h3>{t('contract.changes')}</h3>
      {error && <ErrorNote error={error} />}
      {data?.changes.length === 0 && <p>{t('contract.noChanges')}</p>}
      {data && data.changes.length > 0 && (
        <ul className="list">
          {data.changes.map((each) => (
            <ChangeLine key={each.id} change={each} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {warned && <p className="soft small">{t('contract.lookUp', { source: data?.source ?? '' })}</p>}
      {mayEdit && contract.state !== 'draft' && contract.valueCents !== null && contract.valueCents !== undefined && (
        <NewChange contract={contract} />
      )}
    </>
  );
}
