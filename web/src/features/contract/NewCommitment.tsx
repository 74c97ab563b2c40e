// Something that was promised and stands nowhere yet.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { useIndicators } from '../measure/measure';
import { useRefresh, type Contract } from './contract';
import { Adding } from './Forms';
import { bodyOf, HowMuch, type Promised } from './HowMuch';

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
  const [promised, setPromised] = useState<Promised>({ figure: null, unit: '', verifier: '' });
  const indicators = useIndicators();
  const [indicator, setIndicator] = useState('');
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
            ...bodyOf(promised),
            rhythm,
          },
        }),
      ),
    onSuccess: async () => {
      setTitle('');
      setText('');
      setIndicator('');
      setPromised({ ...promised, figure: null });
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
          if (found) setPromised({ ...promised, unit: indicators.unit(found.unit) });
        }}
        options={[
          { value: '', label: t('contract.noIndicator') },
          ...indicators.items
            .filter((each) => each.theme === theme && !each.retired)
            .map((each) => ({ value: each.nameNl, label: indicators.name(each) })),
        ]}
      />
      <HowMuch promised={promised} set={setPromised} error={add.error} />
    </Adding>
  );
}
