// The form of a session.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, unwrap } from '../../api/client';
import { useOpenUnits } from '../../api/queries';
import { Button } from '../../ui/basics';
import { Check, Checks, ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { useNames } from '../../ui/names';
import { roles } from './Join';
import { asInput, type Theme, ThemeFields } from './PrepareTheme';

const purposes = ['generic', 'department', 'impact_area', 'project', 'market'] as const;

export const proposalsOf = (unitId: string) => ({
  queryKey: ['ambition', 'proposals', unitId],
  queryFn: () => unwrap(api.GET('/ambition-theme-proposals', { params: { query: unitId ? { unitId } : {} } })),
  staleTime: Infinity,
});

interface Basics {
  title: string;
  question: string;
  purpose: (typeof purposes)[number];
  unitId: string | null;
  cpv: string | null;
  project: string | null;
  year: number;
  plannedOn: string | null;
  allowAnonymous: boolean;
  wantedRoles: Schema['SessionInput']['wantedRoles'];
}

export function Form({
  start,
  themes: given,
  save,
  error,
  pending,
}: {
  start: Basics;
  themes: Theme[];
  save: (input: Schema['SessionInput']) => void;
  error: unknown;
  pending: boolean;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const units = useOpenUnits();
  const [purpose, setPurpose] = useState(start.purpose);
  const [unit, setUnit] = useState(start.unitId ?? '');
  const [cpv, setCpv] = useState(start.cpv ?? '');
  const [wanted, setWanted] = useState<string[]>(start.wantedRoles);
  const [anonymous, setAnonymous] = useState(start.allowAnonymous);
  const [themes, setThemes] = useState(given);
  const client = useQueryClient();
  // Another unit has other goals: the frame follows, what was written stays.
  const chooseUnit = async (chosen: string) => {
    setUnit(chosen);
    const proposals = await client.fetchQuery(proposalsOf(chosen));
    setThemes((before) =>
      before.map((theme) => {
        const found = proposals.items.find((each) => each.code === theme.code);
        return found ? { ...theme, goals: asInput(found, true).goals, names: asInput(found, true).names } : theme;
      }),
    );
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        save({
          title: fieldValue(form, 'title'),
          question: fieldValue(form, 'question'),
          purpose,
          unitId: unit || null,
          cpv: cpv || null,
          project: fieldValue(form, 'project') || null,
          year: Number(fieldValue(form, 'year')),
          plannedOn: fieldValue(form, 'plannedOn') || null,
          allowAnonymous: anonymous,
          wantedRoles: roles.filter((role) => wanted.includes(role)),
          themes: themes
            .filter((each) => each.on)
            .map(({ code, title, description, levels, goals }) => ({ code, title, description, levels, goals })),
        });
      }}
    >
      <ErrorSummary error={error} />
      <div className="card form form--wide">
        <Field
          label={t('prepare.title')}
          name="title"
          defaultValue={start.title}
          required
          pointer="/title"
          error={error}
        />
        <TextArea
          label={t('prepare.question')}
          name="question"
          defaultValue={start.question}
          pointer="/question"
          error={error}
        />
        <div className="form__row">
          <Select
            label={t('ambition.purpose')}
            value={purpose}
            options={purposes.map((each) => ({ value: each, label: t(`ambition.purposes.${each}`) }))}
            onChange={(value) => setPurpose(value as typeof purpose)}
            pointer="/purpose"
            error={error}
          />
          <Select
            label={t('app.unit')}
            value={unit}
            options={[
              { value: '', label: t('app.everyone') },
              ...units.map((each) => ({ value: each.id, label: each.name })),
            ]}
            onChange={(chosen) => void chooseUnit(chosen)}
            pointer="/unitId"
            error={error}
          />
          <Select
            label={t('ambition.category')}
            value={cpv}
            options={[
              { value: '', label: t('ambition.allCategories') },
              ...names.cpvDivisions.map((each) => ({ value: each.code, label: `${each.code} ${each.name}` })),
            ]}
            onChange={setCpv}
            pointer="/cpv"
            error={error}
          />
        </div>
        {purpose === 'project' && (
          <Field
            label={t('prepare.project')}
            name="project"
            defaultValue={start.project ?? ''}
            required
            pointer="/project"
            error={error}
          />
        )}
        <div className="form__row">
          <Field
            label={t('prepare.year')}
            name="year"
            type="number"
            defaultValue={start.year}
            required
            pointer="/year"
            error={error}
          />
          <Field
            label={t('prepare.plannedOn')}
            name="plannedOn"
            type="date"
            defaultValue={start.plannedOn ?? ''}
            pointer="/plannedOn"
            error={error}
          />
        </div>
        <Checks
          legend={t('prepare.wanted')}
          options={roles.map((each) => ({ value: each, label: t(`ambition.role.${each}`) }))}
          chosen={wanted}
          onChange={setWanted}
        />
        <Check checked={anonymous} onChange={(on) => setAnonymous(on)}>
          {t('prepare.anonymous')}
        </Check>
      </div>
      <h2>{t('prepare.themes')}</h2>
      <p>{t('prepare.themesHint')}</p>
      {themes.map((theme, index) => (
        <ThemeFields
          key={index}
          theme={theme}
          index={index}
          error={error}
          onChange={(changed) => setThemes(themes.map((each, at) => (at === index ? changed : each)))}
        />
      ))}
      <div className="row">
        <Button
          onClick={() =>
            setThemes([...themes, { on: true, code: '', title: '', description: '', levels: [], goals: [], names: {} }])
          }
          type="button"
        >
          {t('prepare.addTheme')}
        </Button>
        <Button primary type="submit" disabled={pending}>
          {t('prepare.save')}
        </Button>
      </div>
    </form>
  );
}
