// From which value which procedure and which social return, each with its period and source.
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Schema, unwrap } from '../../api/client';
import { date, euros, number } from '../../format';
import { word } from '../../i18n';
import { percentOf } from '../../ui/amounts';
import { Act, Button } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { Scroll } from '../../ui/list';
import { DayField, MoneyField, PercentField } from '../../ui/values';
import { useProcedureName, useProcedures, useRefresh } from './purchase';

type RulesData = Schema['PurchaseRules'];
const natures = ['works', 'supplies', 'services', 'social'] as const;

interface Rule {
  nature: string;
  fromCents: number;
  validFrom: string;
  validTo: string;
  source: string;
  verified: boolean;
}

// One rule: for which nature, from which amount, in which period, by which source; what it says stands between.
function RuleRow({
  name,
  pointer,
  rule,
  error,
  change,
  drop,
  children,
}: {
  name: string;
  pointer: string;
  rule: Rule;
  error: unknown;
  change: (part: Partial<Rule>) => void;
  drop: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className="form__row rule">
      <legend>{name}</legend>
      <Select
        label={t('rules.natureLabel')}
        value={rule.nature}
        options={natures.map((one) => ({ value: one, label: t(`rules.nature.${one}`) }))}
        onChange={(nature) => change({ nature })}
      />
      <MoneyField
        label={t('rules.fromEuro')}
        cents={rule.fromCents}
        onCents={(cents) => change({ fromCents: cents ?? 0 })}
        pointer={`${pointer}/fromCents`}
        error={error}
      />
      {children}
      <DayField
        label={t('rules.validFrom')}
        day={rule.validFrom}
        onDay={(day) => change({ validFrom: day ?? '' })}
        pointer={`${pointer}/validFrom`}
        error={error}
      />
      <DayField
        label={t('rules.validTo')}
        day={rule.validTo}
        onDay={(day) => change({ validTo: day ?? '' })}
        pointer={`${pointer}/validTo`}
        error={error}
      />
      <Field
        label={t('rules.source')}
        value={rule.source}
        onChange={(event) => change({ source: event.target.value, verified: true })}
        pointer={`${pointer}/source`}
        error={error}
      />
      <Act of={name} onClick={drop}>
        {t('app.remove')}
      </Act>
    </fieldset>
  );
}

export function Rules({ rules }: { rules: RulesData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const name = useProcedureName();
  const procedures = useProcedures();
  const [editing, setEditing] = useState(false);
  const [value, setValue] = useState({ procedures: rules.procedures, socialReturn: rules.socialReturn });
  const save = useMutation({
    mutationFn: () =>
      unwrap(api.PUT('/purchase-rules', { params: { header: { 'If-Match': `"${rules.version}"` } }, body: value })),
    onSuccess: async () => {
      setEditing(false);
      await refresh();
    },
  });
  const nature = (code: string) => t(word('rules.nature', code));
  const change = <K extends keyof typeof value>(list: K, index: number, part: Partial<(typeof value)[K][number]>) =>
    setValue({ ...value, [list]: value[list].map((each, at) => (at === index ? { ...each, ...part } : each)) });
  const drop = (list: keyof typeof value, index: number) =>
    setValue({ ...value, [list]: value[list].filter((_, at) => at !== index) });
  const year = new Date().getUTCFullYear();
  const period = { validFrom: `${year}-01-01`, validTo: `${year + 3}-12-31`, verified: true, source: '' };
  return (
    <section className="card stack stack--small" aria-labelledby="rules">
      <div className="row row--between">
        <h2 id="rules">{t('rules.title')}</h2>
        {!editing && <Button onClick={() => setEditing(true)}>{t('rules.edit')}</Button>}
      </div>
      <p>{t(rules.own ? 'rules.own' : 'rules.brought')}</p>
      {!editing && (
        <Scroll label={t('rules.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('rules.natureLabel')}</th>
                <th scope="col" className="num">
                  {t('rules.from')}
                </th>
                <th scope="col">{t('rules.what')}</th>
                <th scope="col">{t('rules.period')}</th>
                <th scope="col">{t('rules.source')}</th>
              </tr>
            </thead>
            <tbody>
              {rules.procedures.map((each, index) => (
                <tr key={`p${index}`}>
                  <th scope="row">{nature(each.nature)}</th>
                  <td className="num">{euros(each.fromCents)}</td>
                  <td>{name(each.procedure)}</td>
                  <td>{`${date(each.validFrom)} – ${date(each.validTo)}`}</td>
                  <td>{`${each.source}${each.verified ? '' : ` (${t('rules.unverified')})`}`}</td>
                </tr>
              ))}
              {rules.socialReturn.map((each, index) => (
                <tr key={`s${index}`}>
                  <th scope="row">{nature(each.nature)}</th>
                  <td className="num">{euros(each.fromCents)}</td>
                  <td>{t('rules.socialReturn', { percent: number(percentOf(each.percentBp)) })}</td>
                  <td>{`${date(each.validFrom)} – ${date(each.validTo)}`}</td>
                  <td>{`${each.source}${each.verified ? '' : ` (${t('rules.unverified')})`}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {editing && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <ErrorSummary error={save.error} />
          {value.procedures.map((each, index) => (
            <RuleRow
              key={index}
              name={t('rules.rule', { number: index + 1 })}
              pointer={`/procedures/${index}`}
              rule={each}
              error={save.error}
              change={(part) => change('procedures', index, part)}
              drop={() => drop('procedures', index)}
            >
              <Select
                label={t('rules.what')}
                value={each.procedure}
                options={procedures}
                onChange={(next) => change('procedures', index, { procedure: next })}
              />
            </RuleRow>
          ))}
          {value.socialReturn.map((each, index) => (
            <RuleRow
              key={`s${index}`}
              name={t('rules.sroiRule', { number: index + 1 })}
              pointer={`/socialReturn/${index}`}
              rule={each}
              error={save.error}
              change={(part) => change('socialReturn', index, part)}
              drop={() => drop('socialReturn', index)}
            >
              <PercentField
                label={t('rules.percent')}
                basisPoints={each.percentBp}
                onBasisPoints={(percentBp) => change('socialReturn', index, { percentBp: percentBp ?? 0 })}
                pointer={`/socialReturn/${index}/percentBp`}
                error={save.error}
              />
            </RuleRow>
          ))}
          <div className="row">
            <Button
              type="button"
              onClick={() =>
                setValue({
                  ...value,
                  procedures: [
                    ...value.procedures,
                    {
                      ...period,
                      level: 'municipal',
                      nature: 'services',
                      fromCents: 5_000_000,
                      procedure: 'multiple_private',
                    },
                  ],
                })
              }
            >
              {t('rules.addProcedure')}
            </Button>
            <Button
              type="button"
              onClick={() =>
                setValue({
                  ...value,
                  socialReturn: [
                    ...value.socialReturn,
                    { ...period, nature: 'services', fromCents: 25_000_000, percentBp: 500 },
                  ],
                })
              }
            >
              {t('rules.addSroi')}
            </Button>
            <Button primary type="submit" disabled={save.isPending}>
              {t('app.save')}
            </Button>
            <Button type="button" onClick={() => setEditing(false)}>
              {t('app.cancel')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
