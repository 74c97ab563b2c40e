// One theme of a session: what its levels mean and which goals frame it.
import { useTranslation } from '../../i18n/say';
import { type Schema } from '../../api/client';
import { Check, Field, Select, TextArea } from '../../ui/fields';
import { levelNumbers } from './room';

export type Theme = Schema['ThemeInput'] & { on: boolean; names: Record<string, string> };

export const asInput = (theme: Schema['SessionTheme'], on: boolean): Theme => ({
  on,
  code: theme.code,
  title: theme.title,
  description: theme.description,
  levels: theme.levels,
  goals: theme.goals.map(({ id, level }) => ({ id, level })),
  names: Object.fromEntries(theme.goals.map((goal) => [goal.id, goal.title])),
});

export function ThemeFields({
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
      <Check checked={theme.on} onChange={(on) => onChange({ ...theme, on })}>
        <strong>{theme.title || t('prepare.ownTheme')}</strong>
        <span className="soft">{t('prepare.goalCount', { count: theme.goals.length })}</span>
      </Check>
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
                ...levelNumbers.map((level) => ({ value: String(level), label: t('level.asked', { level }) })),
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
