// Who works on it: the main party, others in combination with it, and those that work for it; each with what it does of the contract.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { exactEuros } from '../../format';
import { percentOf } from '../../ui/amounts';
import { Act, ErrorNote } from '../../ui/basics';
import { Field, Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { PercentField } from '../../ui/values';
import { seen, useRefresh, type Contract } from './contract';
import { Adding, Asking, LineActs } from './Forms';
import { usePartners, type Partner } from './partner';
import { PartyField } from './PartyField';

type Input = Schema['PartnerInput'];
const roles = ['combination', 'sub'] as const;

function Fields({
  input,
  set,
  name,
  error,
}: {
  input: Input;
  set: (part: Partial<Input>) => void;
  name: string;
  error: unknown;
}) {
  const { t } = useTranslation();
  return (
    <>
      <PartyField id={input.partyId} name={name} onParty={(id) => set({ partyId: id ?? '' })} error={error} />
      <div className="form__row">
        <Select
          label={t('contract.partner.role')}
          value={input.role}
          onChange={(value) => set({ role: value as Input['role'] })}
          options={roles.map((each) => ({ value: each, label: t(`contract.partner.is.${each}`) }))}
        />
        <PercentField
          label={t('contract.partner.share')}
          basisPoints={input.shareBp}
          onBasisPoints={(shareBp) => set({ shareBp })}
          pointer="/shareBp"
          error={error}
        />
      </div>
      <Field
        label={t('contract.partner.words')}
        required
        value={input.words}
        onChange={(event) => set({ words: event.target.value })}
        pointer="/words"
        error={error}
      />
    </>
  );
}

const empty: Input = { partyId: '', role: 'sub', shareBp: null, words: '' };

function NewPartner({ contract, alone }: { contract: Contract; alone: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [input, setInput] = useState(empty);
  const add = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/contracts/{id}/partners', { params: { path: { id: contract.id } }, body: input })),
    onSuccess: async () => {
      setInput(empty);
      await refresh();
    },
  });
  return (
    <Adding title={t('contract.partner.add')} send={add} disabled={input.partyId === ''}>
      {alone && <p>{t('contract.partner.none')}</p>}
      <Fields input={input} set={(part) => setInput({ ...input, ...part })} name="" error={add.error} />
    </Adding>
  );
}

function Change({ partner, id, close }: { partner: Partner; id: string; close: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [input, setInput] = useState<Input>({
    partyId: partner.partyId ?? '',
    role: partner.role ?? 'sub',
    shareBp: partner.shareBp ?? null,
    words: partner.words,
  });
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/contract-partners/{id}', { params: { path: { id }, header: seen(partner.version) }, body: input }),
      ),
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  return (
    <Asking act={t('app.save')} name={partner.name ?? ''} close={close} send={save} disabled={input.partyId === ''}>
      <Fields
        input={input}
        set={(part) => setInput({ ...input, ...part })}
        name={partner.name ?? ''}
        error={save.error}
      />
    </Asking>
  );
}

function PartnerLine({ partner, contract, mayEdit }: { partner: Partner; contract: Contract; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const [changing, setChanging] = useState(false);
  const name = partner.name ?? t('contract.noParty');
  const id = partner.id ?? '';
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/contract-partners/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.lineRemoved', { name }), async () => {
        const body = {
          partyId: partner.partyId ?? '',
          role: partner.role ?? 'sub',
          shareBp: partner.shareBp ?? null,
          words: partner.words,
        };
        await unwrap(api.POST('/contracts/{id}/partners', { params: { path: { id: contract.id } }, body }));
        await refresh();
      });
    },
  });
  const does = [
    partner.shareBp === null || partner.shareBp === undefined
      ? ''
      : t('contract.partner.ofValue', { percent: percentOf(partner.shareBp) }),
    t('contract.partner.promises', { count: partner.commitments }),
    partner.verified > 0 ? t('contract.partner.verified', { count: partner.verified }) : '',
    partner.placements ? t('contract.partner.placements', { count: partner.placements }) : '',
    partner.placementCents ? t('contract.partner.worth', { amount: exactEuros(partner.placementCents / 100) }) : '',
  ];
  return (
    <li>
      <strong>{name}</strong>
      {` · ${partner.role ? t(`contract.partner.is.${partner.role}`) : t('contract.partner.main')}`}
      {partner.words && <div>{partner.words}</div>}
      <div className="soft small">{does.filter(Boolean).join(' · ')}</div>
      {partner.id && !changing && (
        <LineActs name={name} remove={remove} mayEdit={mayEdit}>
          <Act of={name} onClick={() => setChanging(true)}>
            {t('app.edit')}
          </Act>
        </LineActs>
      )}
      {changing && <Change partner={partner} id={id} close={() => setChanging(false)} />}
    </li>
  );
}

export function Partners({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const { data, error } = usePartners(contract.id);
  const others = (data?.items ?? []).filter((each) => each.id);
  if (!mayEdit && others.length === 0) return error ? <ErrorNote error={error} /> : null;
  return (
    <section className="card stack stack--small" aria-labelledby="partners">
      <h2 id="partners">{t('contract.partner.title')}</h2>
      {error && <ErrorNote error={error} />}
      {data && others.length > 0 && (
        <ul className="list">
          {data.items.map((each) => (
            <PartnerLine key={each.id ?? 'main'} partner={each} contract={contract} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {mayEdit && data && <NewPartner contract={contract} alone={others.length === 0} />}
    </section>
  );
}
