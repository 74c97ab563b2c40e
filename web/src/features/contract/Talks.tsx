// Talks with the supplier: the level, what was decided, and who does what by when.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, usePeople } from '../../api/queries';
import { date } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { Field, Select, TextArea } from '../../ui/fields';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { DayField } from '../../ui/values';
import { useRefresh, type Contract } from './contract';
import { Adding, LineActs } from './Forms';

type Talk = Schema['Talk'];
type Action = Schema['TalkAction'];
const levels = ['operational', 'tactical', 'strategic'] as const;

function NewTalk({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const people = usePeople().data?.items ?? [];
  const [heldOn, setHeldOn] = useState<string | null>(null);
  const [level, setLevel] = useState<(typeof levels)[number]>('operational');
  const [words, setWords] = useState('');
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState('');
  const [due, setDue] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/contracts/{id}/talks', {
          params: { path: { id: contract.id } },
          body: {
            heldOn: heldOn ?? '',
            level,
            words,
            actions: title.trim() ? [{ title, ownerId: owner || null, dueOn: due ?? '' }] : [],
          },
        }),
      ),
    onSuccess: async () => {
      setWords('');
      setTitle('');
      setDue(null);
      await refresh();
    },
  });
  return (
    <Adding
      title={t('contract.addTalk')}
      send={add}
      disabled={heldOn === null || (title.trim() !== '' && due === null)}
    >
      <div className="form__row">
        <DayField
          label={t('contract.heldOn')}
          day={heldOn}
          onDay={setHeldOn}
          required
          pointer="/heldOn"
          error={add.error}
        />
        <Select
          label={t('contract.talkLevelLabel')}
          value={level}
          onChange={(value) => setLevel(value as typeof level)}
          options={levels.map((each) => ({ value: each, label: t(`contract.talkLevel.${each}`) }))}
        />
      </div>
      <TextArea
        label={t('contract.decisions')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={add.error}
      />
      <div className="form__row">
        <Field
          label={t('contract.action')}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          pointer="/actions/0/title"
          error={add.error}
        />
        <Select
          label={t('contract.owner')}
          value={owner}
          onChange={setOwner}
          options={[
            { value: '', label: t('contract.party') },
            ...people.map((each) => ({ value: each.id, label: each.name })),
          ]}
          pointer="/actions/0/ownerId"
          error={add.error}
        />
        <DayField
          label={t('contract.actionDue')}
          day={due}
          onDay={setDue}
          pointer="/actions/0/dueOn"
          error={add.error}
        />
      </div>
    </Adding>
  );
}

function ActionLine({ action, mayEdit }: { action: Action; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const params = { path: { id: action.id } };
  const done = useMutation({
    mutationFn: () =>
      unwrap(
        action.doneOn
          ? api.DELETE('/contract-actions/{id}/completion', { params })
          : api.PUT('/contract-actions/{id}/completion', { params }),
      ),
    onSettled: () => refresh(),
  });
  const kind = action.doneOn ? 'done' : action.late ? 'late' : 'open';
  return (
    <li>
      <Status kind={kind}>
        {action.doneOn
          ? t('contract.actionDone', { day: date(action.doneOn) })
          : t('contract.actionBy', { day: date(action.dueOn) })}
      </Status>{' '}
      {action.title}
      <span className="soft small">{` ${action.owner ?? t('contract.party')}`}</span>
      {done.error && <ErrorNote error={done.error} />}
      {mayEdit && (
        <div className="row no-print">
          <Act of={action.title} disabled={done.isPending} onClick={() => done.mutate()}>
            {t(action.doneOn ? 'contract.takeBack' : 'contract.actionIsDone')}
          </Act>
        </div>
      )}
    </li>
  );
}

function TalkPart({ talk, contract, mayEdit }: { talk: Talk; contract: Contract; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const name = `${date(talk.heldOn)} · ${t(`contract.talkLevel.${talk.level}`)}`;
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contract-talks/{id}', { params: { path: { id: talk.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.talkRemoved', { name }), async () => {
        const { heldOn, level, words } = talk;
        const actions = talk.actions.map(({ title, ownerId, dueOn }) => ({ title, ownerId: ownerId ?? null, dueOn }));
        await unwrap(
          api.POST('/contracts/{id}/talks', {
            params: { path: { id: contract.id } },
            body: { heldOn, level, words, actions },
          }),
        );
        await refresh();
      });
    },
  });
  return (
    <li>
      <strong>{name}</strong>
      <span className="soft small">{` ${talk.personName}`}</span>
      <p className="source-text">{talk.words}</p>
      {talk.actions.length > 0 && (
        <ul className="list">
          {talk.actions.map((each) => (
            <ActionLine key={each.id} action={each} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      <LineActs name={name} remove={remove} mayEdit={mayEdit} />
    </li>
  );
}

export function Talks({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit');
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'talks'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/talks', { params: { path: { id: contract.id } } })),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="talks">
      <h2 id="talks">{t('contract.talks')}</h2>
      {error && <ErrorNote error={error} />}
      {data?.items.length === 0 && <p>{t('contract.noTalks')}</p>}
      {data && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((each) => (
            <TalkPart key={each.id} talk={each} contract={contract} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {mayEdit && <NewTalk contract={contract} />}
    </section>
  );
}
