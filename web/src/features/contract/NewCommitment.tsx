// Something that was promised and stands nowhere yet.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { NumberField } from '../../ui/values';
import { useIndicators } from '../measure/measure';
import { useRefresh, type Contract } from './contract';
import { Adding } from './Forms';

const rhythms = ['once', 'quarter', 'half_year', 'year'] as const;
const kinds = ['asked', 'offered'] as const;

export function NewCommitment({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const names = useNames();
  const refresh = useRefresh();
  const mayEdit = useMay('contract.edit');
  const [kind, setKind] = useState<(typeof kinds)[number]>('asked');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [theme, setTheme] = useState('climate');
  const indicators = useIndicators();
  const [indicator, setIndicator] = useState('');
  const [figure, setFigure] = useState<number | null>(null);
  const [unit, setUnit] = useState('');
  const [verifier, setVerifier] = useState('');
  const [rhythm, setRhythm] = useState<(typeof rhythms)[number]>('year');
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/contracts/{id}/commitments', {
          params: { path: { id: contract.id } },
          body: {
            kind,
            title,
            text,
            theme,
            indicator: indicator || null,
            figure,
            indicatorUnit: unit || null,
            verifier: verifier || null,
            rhythm,
          },
        }),
      ),
    onSuccess: async () => {
      setTitle('');
      setText('');
      setIndicator('');
      setFigure(null);
      await refresh();
    },
  });
  if (!mayEdit) return null;
  return (
    <Adding title={t('contract.addCommitment')} send={add}>
      <div className="form__row">
        <Select
          label={t('contract.kindLabel')}
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
          options={kinds.map((each) => ({ value: each, label: t(`contract.kind.${each}`) }))}
        />
        <Select
          label={t('app.theme')}
          value={theme}
          onChange={setTheme}
          options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
          pointer="/theme"
          error={add.error}
        />
        <Select
          label={t('contract.rhythmLabel')}
          value={rhythm}
          onChange={(value) => setRhythm(value as typeof rhythm)}
          options={rhythms.map((each) => ({ value: each, label: t(`contract.rhythm.${each}`) }))}
        />
      </div>
      <Field
        label={t('contract.commitmentTitle')}
        required
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        pointer="/title"
        error={add.error}
      />
      <TextArea
        label={t('contract.fullText')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        pointer="/text"
        error={add.error}
      />
      <Select
        label={t('contract.indicatorLabel')}
        hint={t('contract.indicatorHint')}
        value={indicator}
        onChange={(name) => {
          setIndicator(name);
          const found = indicators.items.find((each) => each.nameNl === name);
          if (found) setUnit(indicators.unit(found.unit));
        }}
        options={[
          { value: '', label: t('contract.noIndicator') },
          ...indicators.items
            .filter((each) => each.theme === theme && !each.retired)
            .map((each) => ({ value: each.nameNl, label: indicators.name(each) })),
        ]}
      />
      <div className="form__row">
        <NumberField
          label={t('contract.figure')}
          value={figure}
          onValue={setFigure}
          min={0}
          step="any"
          pointer="/figure"
          error={add.error}
        />
        <Field
          label={t('contract.indicatorUnit')}
          value={unit}
          onChange={(event) => setUnit(event.target.value)}
          pointer="/indicatorUnit"
          error={add.error}
        />
        <Field
          label={t('contract.verifier')}
          value={verifier}
          onChange={(event) => setVerifier(event.target.value)}
          pointer="/verifier"
          error={add.error}
        />
      </div>
    </Adding>
  );
}
