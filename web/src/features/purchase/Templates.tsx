// Who does what when, per procedure: Tenzij brings a way, the municipality makes it its own.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Act, Button } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { useProcedureName, useRefresh } from './purchase';
import { taskRoles } from './TaskLine';

type TemplateData = Schema['Template'];
const anchors = ['start', 'publish', 'award', 'contract'] as const;

function Edit({ template, done }: { template: TemplateData; done: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const draft = useDraft(`task-template/${template.procedure}/${String(template.version)}`, t('template.title'), {
    tasks: template.tasks,
  });
  const { tasks } = draft.value;
  const setTasks = (next: TemplateData['tasks']) => draft.set({ tasks: next });
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/task-templates/{procedure}', {
          params: { path: { procedure: template.procedure }, header: { 'If-Match': `"${template.version}"` } },
          body: { tasks },
        }),
      ),
    onSuccess: async () => {
      await draft.done();
      await refresh();
      done();
    },
  });
  const change = (index: number, part: Partial<TemplateData['tasks'][number]>) =>
    setTasks(tasks.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      {draft.note}
      {tasks.map((each, index) => (
        <fieldset key={index} className="form__row rule">
          <legend>{t('template.task', { number: index + 1 })}</legend>
          <Field
            label={t('task.what')}
            value={each.title}
            onChange={(event) => change(index, { title: event.target.value })}
            required
            pointer={`/tasks/${index}/title`}
            error={save.error}
          />
          <Select
            label={t('task.who')}
            value={each.role}
            options={taskRoles.map((one) => ({ value: one, label: t(`role.${one}`) }))}
            onChange={(role) => change(index, { role })}
          />
          <Field
            label={t('template.days')}
            type="number"
            value={each.offsetDays}
            onChange={(event) => change(index, { offsetDays: Math.trunc(Number(event.target.value)) })}
            pointer={`/tasks/${index}/offsetDays`}
            error={save.error}
          />
          <Select
            label={t('template.anchor')}
            value={each.anchor}
            options={anchors.map((one) => ({ value: one, label: t(`template.anchors.${one}`) }))}
            onChange={(anchor) => change(index, { anchor })}
          />
          <Act
            of={t('template.task', { number: index + 1 })}
            onClick={() => setTasks(tasks.filter((_, at) => at !== index))}
          >
            {t('app.remove')}
          </Act>
        </fieldset>
      ))}
      <div className="row">
        <Button
          type="button"
          onClick={() =>
            setTasks([...tasks, { title: '', role: 'procurement_advisor', anchor: 'publish', offsetDays: -14 }])
          }
        >
          {t('template.add')}
        </Button>
        <Button primary type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <Button type="button" onClick={done}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

export function Templates({ all }: { all: TemplateData[] }) {
  const { t } = useTranslation();
  const name = useProcedureName();
  const [chosen, setChosen] = useState(all[0]?.procedure ?? '');
  const [editing, setEditing] = useState(false);
  const template = all.find((each) => each.procedure === chosen);
  return (
    <section className="card stack stack--small" aria-labelledby="templates">
      <h2 id="templates">{t('template.title')}</h2>
      <p>{t('template.intro')}</p>
      <Select
        label={t('purchase.procedure')}
        value={chosen}
        options={all.map((each) => ({ value: each.procedure, label: name(each.procedure) }))}
        onChange={(next) => {
          setChosen(next);
          setEditing(false);
        }}
      />
      {template && !editing && (
        <>
          <p className="soft">{t(template.own ? 'template.own' : 'template.brought')}</p>
          <ol>
            {template.tasks.map((each, index) => (
              <li key={index}>
                {each.title}{' '}
                <span className="soft small">{`${t(word('role', each.role))} · ${t(each.offsetDays < 0 ? 'template.before' : 'template.after', { count: Math.abs(each.offsetDays), anchor: t(word('template.anchors', each.anchor)) })}`}</span>
              </li>
            ))}
          </ol>
          <div>
            <Button onClick={() => setEditing(true)}>{t('template.edit')}</Button>
          </div>
        </>
      )}
      {template && editing && <Edit key={template.procedure} template={template} done={() => setEditing(false)} />}
    </section>
  );
}
