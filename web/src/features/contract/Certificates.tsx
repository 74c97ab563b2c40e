// PSO certificates of a supplier: a period each. What they count for is in the rule of a contract.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { word } from '../../i18n';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { Field, Select } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { DayField } from '../../ui/values';
import { psoSteps, useRefreshParties } from './contract';
import { Adding, LineActs } from './Forms';

type Certificate = Schema['PsoCertificate'];

function CertificateLine({
  certificate,
  partyId,
  mayEdit,
}: {
  certificate: Certificate;
  partyId: string;
  mayEdit: boolean;
}) {
  const { t } = useTranslation();
  const refresh = useRefreshParties();
  const offer = useUndo();
  const { step, fromOn, toOn, words } = certificate;
  const name = t('contract.certificate.one', {
    step: t(word('contract.psoStep', step)),
    from: date(fromOn),
    to: date(toOn),
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/certificates/{id}', { params: { path: { id: certificate.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.lineRemoved', { name }), async () => {
        const body = { step, fromOn, toOn, words };
        await unwrap(api.POST('/parties/{id}/certificates', { params: { path: { id: partyId } }, body }));
        await refresh();
      });
    },
  });
  return (
    <li>
      {name}
      <span className="soft small">{` ${words} · ${certificate.personName}`}</span>
      <LineActs name={name} remove={remove} mayEdit={mayEdit} />
    </li>
  );
}

function NewCertificate({ partyId, party }: { partyId: string; party: string }) {
  const { t } = useTranslation();
  const refresh = useRefreshParties();
  const [step, setStep] = useState<string>('1');
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/parties/{id}/certificates', {
          params: { path: { id: partyId } },
          body: { step, fromOn: from ?? '', toOn: to ?? '', words },
        }),
      ),
    onSuccess: async () => {
      setFrom(null);
      setTo(null);
      setWords('');
      await refresh();
    },
  });
  return (
    <Adding title={t('contract.certificate.add', { party })} send={add} disabled={from === null || to === null}>
      <div className="form__row">
        <Select
          label={t('contract.certificate.step')}
          value={step}
          onChange={setStep}
          options={psoSteps.map((each) => ({ value: each, label: t(`contract.psoStep.${each}`) }))}
          pointer="/step"
          error={add.error}
        />
        <DayField
          label={t('contract.certificate.from')}
          day={from}
          onDay={setFrom}
          required
          pointer="/fromOn"
          error={add.error}
        />
        <DayField
          label={t('contract.certificate.to')}
          day={to}
          onDay={setTo}
          required
          pointer="/toOn"
          error={add.error}
        />
      </div>
      <Field
        label={t('contract.certificate.words')}
        required
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={add.error}
      />
    </Adding>
  );
}

export function Certificates({ partyId, party, mayEdit }: { partyId: string; party: string; mayEdit: boolean }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['parties', partyId, 'certificates'],
    queryFn: () => unwrap(api.GET('/parties/{id}/certificates', { params: { path: { id: partyId } } })),
  });
  return (
    <div className="stack stack--small">
      {error && <ErrorNote error={error} />}
      {data?.items.length === 0 && <p>{t('contract.certificate.none')}</p>}
      {data && data.items.length > 0 && (
        <ul className="list">
          {data.items.map((each) => (
            <CertificateLine key={each.id} certificate={each} partyId={partyId} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {mayEdit && <NewCertificate partyId={partyId} party={party} />}
    </div>
  );
}
