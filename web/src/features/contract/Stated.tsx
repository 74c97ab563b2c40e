// Figures that the supplier states because the rule asks of them: turnover per calendar year, or a wage sum from a day on.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros } from '../../format';
import { ErrorNote } from '../../ui/basics';
import { Field } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { DayField, MoneyField, NumberField } from '../../ui/values';
import { useRefresh, type Contract } from './contract';
import { Adding, LineActs } from './Forms';

type Stated = Schema['Stated'];

function NewStated({ contract, kind }: { contract: Contract; kind: Stated['kind'] }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [year, setYear] = useState<number | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const [cents, setCents] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const from = kind === 'turnover' ? (year === null ? null : `${String(year).padStart(4, '0')}-01-01`) : day;
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/contracts/{id}/stated', {
          params: { path: { id: contract.id } },
          body: { kind, fromOn: from ?? '', cents: cents ?? 0, words },
        }),
      ),
    onSuccess: async () => {
      setYear(null);
      setDay(null);
      setCents(null);
      await refresh();
    },
  });
  return (
    <Adding title={t(`contract.addStated.${kind}`)} send={add} disabled={from === null || cents === null}>
      <div className="form__row">
        {kind === 'turnover' ? (
          <NumberField
            label={t('contract.year')}
            value={year}
            onValue={setYear}
            min={1900}
            max={2199}
            required
            pointer="/fromOn"
            error={add.error}
          />
        ) : (
          <DayField
            label={t('contract.changeFrom')}
            day={day}
            onDay={setDay}
            required
            pointer="/fromOn"
            error={add.error}
          />
        )}
        <MoneyField
          label={t('contract.amount')}
          cents={cents}
          onCents={setCents}
          required
          pointer="/cents"
          error={add.error}
        />
      </div>
      <Field
        label={t('contract.statedWords')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/words"
        error={add.error}
      />
    </Adding>
  );
}

function StatedLine({ stated, contract, mayEdit }: { stated: Stated; contract: Contract; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const name =
    stated.kind === 'turnover'
      ? t('contract.turnoverOf', { year: stated.fromOn.slice(0, 4), amount: euros(stated.cents) })
      : t('contract.wageSumFrom', { day: date(stated.fromOn), amount: euros(stated.cents) });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/stated/{id}', { params: { path: { id: stated.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.lineRemoved', { name }), async () => {
        const { kind, fromOn, cents, words } = stated;
        await unwrap(
          api.POST('/contracts/{id}/stated', {
            params: { path: { id: contract.id } },
            body: { kind, fromOn, cents, words },
          }),
        );
        await refresh();
      });
    },
  });
  return (
    <li>
      {name}
      <span className="soft small">{` ${stated.words} ${stated.personName}`}</span>
      <LineActs name={name} remove={remove} mayEdit={mayEdit} />
    </li>
  );
}

export function StatedFigures({ contract, kind }: { contract: Contract; kind: Stated['kind'] }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'stated'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/stated', { params: { path: { id: contract.id } } })),
  });
  const items = (data?.items ?? []).filter((each) => each.kind === kind);
  return (
    <>
      <h3>{t(`contract.stated.${kind}`)}</h3>
      {error && <ErrorNote error={error} />}
      {data && items.length === 0 && <p>{t('contract.nothingStated')}</p>}
      {items.length > 0 && (
        <ul className="list">
          {items.map((each) => (
            <StatedLine key={each.id} stated={each} contract={contract} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
      {mayEdit && <NewStated contract={contract} kind={kind} />}
    </>
  );
}
