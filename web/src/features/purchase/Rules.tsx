// From which value which procedure and which social return, each with its period and source.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap, type Schema } from '../../api/client';
import { date, euros, number } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorSummary, Field, Select } from '../../ui/basics';
import { percentOf, useProcedureName, useProcedures, useRefresh } from './purchase';

type RulesData = Schema['PurchaseRules'];
const natures = ['works', 'supplies', 'services', 'social'] as const;

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
        <div className="scroll" tabIndex={0} role="group" aria-label={t('rules.title')}>
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
        </div>
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
            <fieldset key={index} className="form__row rule">
              <legend>{t('rules.rule', { number: index + 1 })}</legend>
              <Select
                label={t('rules.natureLabel')}
                value={each.nature}
                options={natures.map((one) => ({ value: one, label: nature(one) }))}
                onChange={(next) => change('procedures', index, { nature: next })}
              />
              <Field
                label={t('rules.fromEuro')}
                type="number"
                min={0}
                value={each.fromCents / 100}
                onChange={(event) =>
                  change('procedures', index, { fromCents: Math.round(Number(event.target.value) * 100) })
                }
                pointer={`/procedures/${index}/fromCents`}
                error={save.error}
              />
              <Select
                label={t('rules.what')}
                value={each.procedure}
                options={procedures}
                onChange={(next) => change('procedures', index, { procedure: next })}
              />
              <Field
                label={t('rules.validFrom')}
                type="date"
                value={each.validFrom}
                onChange={(event) => change('procedures', index, { validFrom: event.target.value })}
                pointer={`/procedures/${index}/validFrom`}
                error={save.error}
              />
              <Field
                label={t('rules.validTo')}
                type="date"
                value={each.validTo}
                onChange={(event) => change('procedures', index, { validTo: event.target.value })}
                pointer={`/procedures/${index}/validTo`}
                error={save.error}
              />
              <Field
                label={t('rules.source')}
                value={each.source}
                onChange={(event) => change('procedures', index, { source: event.target.value, verified: true })}
                pointer={`/procedures/${index}/source`}
                error={save.error}
              />
              <button type="button" className="plain" onClick={() => drop('procedures', index)}>
                {t('app.remove')}
                <span className="visually-hidden">{` ${t('rules.rule', { number: index + 1 })}`}</span>
              </button>
            </fieldset>
          ))}
          {value.socialReturn.map((each, index) => (
            <fieldset key={`s${index}`} className="form__row rule">
              <legend>{t('rules.sroiRule', { number: index + 1 })}</legend>
              <Select
                label={t('rules.natureLabel')}
                value={each.nature}
                options={natures.map((one) => ({ value: one, label: nature(one) }))}
                onChange={(next) => change('socialReturn', index, { nature: next })}
              />
              <Field
                label={t('rules.fromEuro')}
                type="number"
                min={0}
                value={each.fromCents / 100}
                onChange={(event) =>
                  change('socialReturn', index, { fromCents: Math.round(Number(event.target.value) * 100) })
                }
                pointer={`/socialReturn/${index}/fromCents`}
                error={save.error}
              />
              <Field
                label={t('rules.percent')}
                type="number"
                min={0}
                max={100}
                step="0.01"
                value={percentOf(each.percentBp)}
                onChange={(event) =>
                  change('socialReturn', index, { percentBp: Math.round(Number(event.target.value) * 100) })
                }
                pointer={`/socialReturn/${index}/percentBp`}
                error={save.error}
              />
              <Field
                label={t('rules.validFrom')}
                type="date"
                value={each.validFrom}
                onChange={(event) => change('socialReturn', index, { validFrom: event.target.value })}
                pointer={`/socialReturn/${index}/validFrom`}
                error={save.error}
              />
              <Field
                label={t('rules.validTo')}
                type="date"
                value={each.validTo}
                onChange={(event) => change('socialReturn', index, { validTo: event.target.value })}
                pointer={`/socialReturn/${index}/validTo`}
                error={save.error}
              />
              <Field
                label={t('rules.source')}
                value={each.source}
                onChange={(event) => change('socialReturn', index, { source: event.target.value, verified: true })}
                pointer={`/socialReturn/${index}/source`}
                error={save.error}
              />
              <button type="button" className="plain" onClick={() => drop('socialReturn', index)}>
                {t('app.remove')}
                <span className="visually-hidden">{` ${t('rules.sroiRule', { number: index + 1 })}`}</span>
              </button>
            </fieldset>
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
