// Suppliers: which there are, which look alike, and which were said to be one. People say so, and can take it back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Act, ErrorNote, PageTitle } from '../../ui/basics';
import { Field } from '../../ui/fields';
import { Awaited } from '../../ui/list';
import { useLater } from '../../ui/reading';
import { useUndo } from '../../ui/Undo';
import { Certificates } from './Certificates';
import { seen, useRefreshParties } from './contract';

type Pair = Schema['AlikePair'];
type Party = Schema['PartyDetail'];

function Alike({ pair, mayEdit }: { pair: Pair; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefreshParties();
  const offer = useUndo();
  const path = { id: pair.oneId };
  const label = (name: string, kvk?: string | null, place?: string | null) =>
    [name, place ?? '', kvk ?? ''].filter(Boolean).join(', ');
  const one = label(pair.one, pair.oneKvk, pair.onePlace);
  const other = label(pair.other, pair.otherKvk, pair.otherPlace);
  const join = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/parties/{id}/join', {
          params: { path, header: seen(pair.oneVersion) },
          body: { intoId: pair.otherId },
        }),
      ),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.joined', { one: pair.one, other: pair.other }), async () => {
        await unwrap(api.DELETE('/parties/{id}/join', { params: { path } }));
        await refresh();
      });
    },
  });
  const apart = useMutation({
    mutationFn: () => unwrap(api.PUT('/parties/{id}/apart', { params: { path }, body: { otherId: pair.otherId } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.saidApart', { one: pair.one, other: pair.other }), async () => {
        await unwrap(
          api.DELETE('/parties/{id}/apart/{other}', { params: { path: { id: pair.oneId, other: pair.otherId } } }),
        );
        await refresh();
      });
    },
  });
  const error = join.error ?? apart.error;
  const name = `${pair.one}, ${pair.other}`;
  return (
    <li>
      {t('contract.alike', { one, other })}
      <span className="soft small">{` ${t(`contract.alikeBy.${pair.by}`)}`}</span>
      {error && <ErrorNote error={error} />}
      {mayEdit && (
        <div className="row no-print">
          <Act of={name} disabled={join.isPending} onClick={() => join.mutate()}>
            {t('contract.isSame')}
          </Act>
          <Act of={name} disabled={apart.isPending} onClick={() => apart.mutate()}>
            {t('contract.isOther')}
          </Act>
        </div>
      )}
    </li>
  );
}

function PartyLine({ party, mayEdit }: { party: Party; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefreshParties();
  const offer = useUndo();
  const path = { id: party.id };
  const part = useMutation({
    mutationFn: () => unwrap(api.DELETE('/parties/{id}/join', { params: { path } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.parted', { name: party.name }), async () => {
        await unwrap(
          api.PUT('/parties/{id}/join', {
            params: { path, header: seen(party.version + 1) },
            body: { intoId: party.mergedInto ?? '' },
          }),
        );
        await refresh();
      });
    },
  });
  const [open, setOpen] = useState(false);
  return (
    <li>
      <strong>
        <Link to={`/contracten?leverancier=${party.mergedInto ?? party.id}`}>{party.name}</Link>
      </strong>
      <span className="soft small">
        {` ${[party.place ?? '', party.kvk ?? '', ...party.otherNames].filter(Boolean).join(' · ')}`}
      </span>
      {party.mergedName && <div>{t('contract.sameAs', { name: party.mergedName })}</div>}
      {part.error && <ErrorNote error={part.error} />}
      {mayEdit && party.mergedInto && (
        <div className="row no-print">
          <Act of={party.name} disabled={part.isPending} onClick={() => part.mutate()}>
            {t('contract.part')}
          </Act>
        </div>
      )}
      {!party.mergedInto && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            {t('contract.certificate.title')}
            <span className="visually-hidden">{`, ${party.name}`}</span>
          </summary>
          {open && <Certificates partyId={party.id} party={party.name} mayEdit={mayEdit} />}
        </details>
      )}
    </li>
  );
}

export function Parties() {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit');
  const [words, setWords] = useState('');
  const later = useLater(words.trim(), 300);
  const alike = useQuery({
    queryKey: ['parties', 'alike'],
    queryFn: () => unwrap(api.GET('/party-lookalikes')),
  });
  const list = useQuery({
    queryKey: ['parties', 'all', later],
    queryFn: () =>
      unwrap(
        api.GET('/parties', { params: { query: { merged: true, pageSize: 50, ...(later ? { search: later } : {}) } } }),
      ),
    placeholderData: (before) => before,
  });
  return (
    <div className="stack">
      <PageTitle title={t('contract.parties')} crumbs={[{ to: '/contracten', label: t('contract.title') }]} />
      {alike.data && alike.data.items.length > 0 && (
        <section className="card stack stack--small" aria-labelledby="alike">
          <h2 id="alike">{t('contract.alikeTitle')}</h2>
          <ul className="list">
            {alike.data.items.map((each) => (
              <Alike key={each.oneId + each.otherId} pair={each} mayEdit={mayEdit} />
            ))}
          </ul>
        </section>
      )}
      <section className="card stack stack--small" aria-labelledby="all-parties">
        <h2 id="all-parties">{t('contract.allParties')}</h2>
        <Field
          label={t('contract.findParty')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          pointer="?search"
          error={list.error}
        />
        <Awaited data={list.data} error={list.error} />
        {list.data && (
          <>
            <p role="status">
              {t('contract.partyCount', { count: list.data.total })}
              {list.data.total > list.data.items.length &&
                ` ${t('contract.partiesFirst', { shown: list.data.items.length })}`}
            </p>
            <ul className="list">
              {list.data.items.map((each) => (
                <PartyLine key={each.id} party={each} mayEdit={mayEdit} />
              ))}
            </ul>
          </>
        )}
        <p>
          <Link to="/contracten">{t('contract.title')}</Link>
        </p>
      </section>
    </div>
  );
}
