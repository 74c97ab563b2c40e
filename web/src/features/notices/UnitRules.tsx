// "All notices of ... to ...": rules for notices that have no unit yet, when they come in and when somebody asks.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, useUnits } from '../../api/queries';
import { Act, Button, ErrorNote, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { Awaited } from '../../ui/list';
import { useSettled } from './Owner';

type Rule = Schema['UnitRule'];
const fields = ['title', 'buyer', 'cpv'] as const;

function Rules({ kept, mayEdit }: { kept: Rule[]; mayEdit: boolean }) {
  const { t } = useTranslation();
  const settled = useSettled();
  const units = useUnits().data?.items ?? [];
  const [rules, setRules] = useState(kept);
  const save = useMutation({
    mutationFn: () => unwrap(api.PUT('/notice-unit-rules', { body: { rules } })),
    onSuccess: settled,
  });
  const apply = useMutation({
    mutationFn: () => unwrap(api.POST('/notice-unit-rule-applications')),
    onSuccess: settled,
  });
  const change = (at: number, part: Partial<Rule>) =>
    setRules(rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule)));
  const add = () => setRules([...rules, { field: 'title', value: '', unitId: units[0]?.id ?? '' }]);
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      {rules.length === 0 && <p>{t('unitRules.none')}</p>}
      {rules.map((rule, i) => (
        <fieldset key={i} className="rule form__row" disabled={!mayEdit}>
          <legend>{t('unitRules.one', { number: i + 1 })}</legend>
          <Select
            label={t('unitRules.when')}
            value={rule.field}
            options={fields.map((value) => ({ value, label: t(`unitRules.field.${value}`) }))}
            onChange={(value) => change(i, { field: value as Rule['field'] })}
          />
          <Field
            label={t('unitRules.value')}
            value={rule.value}
            pointer={`/rules/${String(i)}/value`}
            error={save.error}
            maxLength={200}
            onChange={(event) => change(i, { value: event.target.value })}
          />
          <Select
            label={t('unitRules.unit')}
            value={rule.unitId}
            options={units.map((each) => ({ value: each.id, label: each.name }))}
            pointer={`/rules/${String(i)}/unitId`}
            error={save.error}
            onChange={(unitId) => change(i, { unitId })}
          />
          {mayEdit && (
            <Act of={t('unitRules.one', { number: i + 1 })} onClick={() => setRules(rules.filter((_, at) => at !== i))}>
              {t('unitRules.remove')}
            </Act>
          )}
        </fieldset>
      ))}
      {mayEdit && (
        <div className="row">
          <Button type="button" onClick={add}>
            {t('unitRules.add')}
          </Button>
          <Button primary type="submit" disabled={save.isPending}>
            {t('app.save')}
          </Button>
          <Button type="button" disabled={apply.isPending || rules.length === 0} onClick={() => apply.mutate()}>
            {t('unitRules.apply')}
          </Button>
        </div>
      )}
      {apply.error && <ErrorNote error={apply.error} />}
      <p role="status">
        {apply.data
          ? t('unitRules.applied', { count: apply.data.procedures })
          : save.isSuccess
            ? t('unitRules.saved')
            : ''}
      </p>
    </form>
  );
}

export function UnitRules() {
  const { t } = useTranslation();
  const mayEdit = useMay('notices.import');
  const { data, error } = useQuery({
    queryKey: ['notice-unit-rules'],
    queryFn: () => unwrap(api.GET('/notice-unit-rules')),
  });
  return (
    <div className="stack">
      <PageTitle title={t('unitRules.title')} crumbs={[{ to: '/aankondigingen', label: t('notices.title') }]} />
      <p className="lead">{t('unitRules.intro')}</p>
      <p>
        <Link to="/aankondigingen?onderdeel=-">{t('unitRules.without')}</Link>
      </p>
      <Awaited data={data} error={error} />
      {data && <Rules key={JSON.stringify(data.rules)} kept={data.rules} mayEdit={mayEdit} />}
    </div>
  );
}
