// The form of a session.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useOpenUnits } from '../../api/queries';
import { Button } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { Check, Checks, ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
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
  of,
  start,
  themes: given,
  save,
  error,
  pending,
}: {
  of: string; // the session, or "new"
  start: Basics;
  themes: Theme[];
  save: (input: Schema['SessionInput']) => Promise<unknown>;
  error: unknown;
  pending: boolean;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const units = useOpenUnits();
  const draft = useDraft(`session/${of}`, t(of === 'new' ? 'prepare.new' : 'prepare.edit'), {
    ...start,
    project: start.project ?? '',
    year: String(start.year),
    plannedOn: start.plannedOn ?? '',
    unit: start.unitId ?? '',
    cpv: start.cpv ?? '',
    wanted: start.wantedRoles,
    themes: given,
  });
  const { value } = draft;
  const { purpose, unit, cpv, wanted, themes } = value;
  const set = (some: Partial<typeof value>) => draft.set({ ...value, ...some });
  const setThemes = (next: Theme[]) => set({ themes: next });
  const client = useQueryClient();
  // Another unit has other goals: the frame follows, what was written stays.
  const chooseUnit = async (chosen: string) => {
    set({ unit: chosen });
    const proposals = await client.fetchQuery(proposalsOf(chosen));
    set({
      unit: chosen,
      themes: themes.map((theme) => {
        const found = proposals.items.find((each) => each.code === theme.code);
        return found ? { ...theme, goals: asInput(found, true).goals, names: asInput(found, true).names } : theme;
      }),
    });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save({
          title: value.title,
          question: value.question,
          purpose,
          unitId: unit || null,
          cpv: cpv || null,
          project: value.project || null,
          year: Number(value.year),
          plannedOn: value.plannedOn || null,
          allowAnonymous: value.allowAnonymous,
          wantedRoles: roles.filter((role) => wanted.includes(role)),
          themes: themes
            .filter((each) => each.on)
            .map(({ code, title, description, levels, goals }) => ({ code, title, description, levels, goals })),
        }).then(draft.done, () => undefined);
      }}
    >
      <ErrorSummary error={error} />
      {draft.note}
      <div className="card form form--wide">
        <Field
          label={t('prepare.title')}
          value={value.title}
          onChange={(event) => set({ title: event.target.value })}
          required
          pointer="/title"
          error={error}
        />
        <TextArea
          label={t('prepare.question')}
          value={value.question}
          onChange={(event) => set({ question: event.target.value })}
          pointer="/question"
          error={error}
        />
        <div className="form__row">
          <Select
            label={t('ambition.purpose')}
            value={purpose}
            options={purposes.map((each) => ({ value: each, label: t(`ambition.purposes.${each}`) }))}
            onChange={(next) => set({ purpose: next as typeof purpose })}
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
            onChange={(next) => set({ cpv: next })}
            pointer="/cpv"
            error={error}
          />
        </div>
        {purpose === 'project' && (
          <Field
            label={t('prepare.project')}
            value={value.project}
            onChange={(event) => set({ project: event.target.value })}
            required
            pointer="/project"
            error={error}
          />
        )}
        <div className="form__row">
          <Field
            label={t('prepare.year')}
            type="number"
            value={value.year}
            onChange={(event) => set({ year: event.target.value })}
            required
            pointer="/year"
            error={error}
          />
          <Field
            label={t('prepare.plannedOn')}
            type="date"
            value={value.plannedOn}
            onChange={(event) => set({ plannedOn: event.target.value })}
            pointer="/plannedOn"
            error={error}
          />
        </div>
        <Checks
          legend={t('prepare.wanted')}
          options={roles.map((each) => ({ value: each, label: t(`ambition.role.${each}`) }))}
          chosen={wanted}
          onChange={(next) => set({ wanted: roles.filter((role) => next.includes(role)) })}
        />
        <Check checked={value.allowAnonymous} onChange={(on) => set({ allowAnonymous: on })}>
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
