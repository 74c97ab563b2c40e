// Preparing a session: what it is about, who should be there, and per theme what each level means and which goals frame it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { useUnits } from '../../api/queries';
import { Button, ErrorNote, ErrorSummary, Field, Loading, PageTitle, Select, TextArea } from '../../ui/basics';
import { fieldValue } from '../../ui/form';
import { useNames } from '../../ui/names';
import { roles } from './Join';
import { levelNumbers } from './room';

const purposes = ['generic', 'department', 'impact_area', 'project', 'market'] as const;
type Theme = Schema['ThemeInput'] & { on: boolean; names: Record<string, string> };

const asInput = (theme: Schema['SessionTheme'], on: boolean): Theme => ({
  on,
  code: theme.code,
  title: theme.title,
  description: theme.description,
  levels: theme.levels,
  goals: theme.goals.map(({ id, level }) => ({ id, level })),
  names: Object.fromEntries(theme.goals.map((goal) => [goal.id, goal.title])),
});

function ThemeFields({
  theme,
  index,
  error,
  onChange,
}: {
  theme: Theme;
  index: number;
  error: unknown;
  onChange: (theme: Theme) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="card stack stack--small">
      <label className="row">
        <input
          type="checkbox"
          checked={theme.on}
          onChange={(event) => onChange({ ...theme, on: event.target.checked })}
        />
        <strong>{theme.title || t('prepare.ownTheme')}</strong>
        <span className="soft">{t('prepare.goalCount', { count: theme.goals.length })}</span>
      </label>
      <details className="stack stack--small" open={theme.title === ''}>
        <summary>
          {t('prepare.look')}
          <span className="visually-hidden">{`: ${theme.title}`}</span>
        </summary>
        {theme.code === '' && (
          <Field
            label={t('prepare.themeTitle')}
            value={theme.title}
            onChange={(event) => onChange({ ...theme, title: event.target.value })}
            pointer={`/themes/${index}/title`}
            error={error}
          />
        )}
        <TextArea
          label={t('prepare.description')}
          value={theme.description}
          onChange={(event) => onChange({ ...theme, description: event.target.value })}
          pointer={`/themes/${index}/description`}
          error={error}
        />
        {levelNumbers.map((level) => (
          <TextArea
            key={level}
            label={t('prepare.levelMeans', { level, name: t(`ambition.level.${level}`) })}
            value={theme.levels[level] ?? ''}
            rows={2}
            onChange={(event) =>
              onChange({
                ...theme,
                levels: levelNumbers.map((each) => (each === level ? event.target.value : (theme.levels[each] ?? ''))),
              })
            }
            pointer={`/themes/${index}/levels/${level}`}
            error={error}
          />
        ))}
        {theme.goals.length > 0 && <h3>{t('prepare.frame')}</h3>}
        {theme.goals.map((goal) => (
          <div key={goal.id} className="form__row">
            <Select
              label={theme.names[goal.id] ?? ''}
              value={String(goal.level)}
              options={[
                ...levelNumbers.map((level) => ({ value: String(level), label: t('ambition.asksLevel', { level }) })),
                { value: '', label: t('prepare.notInFrame') },
              ]}
              onChange={(value) =>
                onChange({
                  ...theme,
                  goals:
                    value === ''
                      ? theme.goals.filter((each) => each.id !== goal.id)
                      : theme.goals.map((each) => (each.id === goal.id ? { ...each, level: Number(value) } : each)),
                })
              }
            />
          </div>
        ))}
      </details>
    </div>
  );
}

const proposalsOf = (unitId: string) => ({
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

function Form({
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
  const units = useUnits().data?.items ?? [];
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
            label={t('ambition.unit')}
            value={unit}
            options={[
              { value: '', label: t('ambition.everyone') },
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
        <fieldset className="checks">
          <legend>{t('prepare.wanted')}</legend>
          {roles.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={wanted.includes(role)}
                onChange={(event) =>
                  setWanted(event.target.checked ? [...wanted, role] : wanted.filter((each) => each !== role))
                }
              />{' '}
              {t(`ambition.role.${role}`)}
            </label>
          ))}
        </fieldset>
        <label className="row">
          <input type="checkbox" checked={anonymous} onChange={(event) => setAnonymous(event.target.checked)} />
          {t('prepare.anonymous')}
        </label>
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

export function NewSession() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const proposals = useQuery(proposalsOf(''));
  const [today] = useState(() => new Date());
  const add = useMutation({
    mutationFn: (body: Schema['SessionInput']) => unwrap(api.POST('/ambition-sessions', { body })),
    onSuccess: ({ id }) => navigate(`/ambities/${id}`),
  });
  return (
    <div className="stack">
      <PageTitle title={t('prepare.new')} crumbs={[{ to: '/ambities', label: t('ambition.title') }]} />
      {proposals.error && <ErrorNote error={proposals.error} />}
      {!proposals.data ? (
        <Loading />
      ) : (
        <Form
          start={{
            title: '',
            question: '',
            purpose: 'department',
            unitId: null,
            cpv: null,
            project: null,
            year: today.getFullYear(),
            plannedOn: null,
            allowAnonymous: false,
            wantedRoles: ['commissioner', 'policy', 'procurement', 'contract'],
          }}
          themes={proposals.data.items.map((each) => asInput(each, true))}
          save={add.mutate}
          error={add.error}
          pending={add.isPending}
        />
      )}
    </div>
  );
}

export function EditSession() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const session = useQuery({
    queryKey: ['ambition', 'session', id],
    queryFn: () => unwrap(api.GET('/ambition-sessions/{id}', { params: { path: { id } } })),
    staleTime: 0,
  });
  const proposals = useQuery(proposalsOf(session.data?.unitId ?? ''));
  const save = useMutation({
    mutationFn: (body: Schema['SessionInput']) =>
      unwrap(
        api.PUT('/ambition-sessions/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${session.data?.version}"` } },
          body,
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['ambition'] });
      void navigate(`/ambities/${id}`);
    },
  });
  const error = session.error ?? proposals.error;
  if (error) return <ErrorNote error={error} />;
  if (!session.data || !proposals.data) return <Loading />;
  const chosen = session.data.themes;
  const others = proposals.data.items.filter((each) => !chosen.some((theme) => theme.code === each.code));
  return (
    <div className="stack">
      <PageTitle
        title={t('prepare.edit')}
        crumbs={[
          { to: '/ambities', label: t('ambition.title') },
          { to: `/ambities/${id}`, label: session.data.title },
        ]}
      />
      <Form
        start={{
          ...session.data,
          unitId: session.data.unitId ?? null,
          cpv: session.data.cpv ?? null,
          project: session.data.project ?? null,
          plannedOn: session.data.plannedOn ?? null,
        }}
        themes={[...chosen.map((each) => asInput(each, true)), ...others.map((each) => asInput(each, false))]}
        save={save.mutate}
        error={save.error}
        pending={save.isPending}
      />
    </div>
  );
}
