// How the award criteria count, and what else counts beside them: together a hundred percent.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { number } from '../../format';
import { percentOf } from '../../ui/amounts';
import { Bar, Button } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { inputOf, isAwarded, type Purchase, useRefresh } from './purchase';

export function Weights({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit') && !isAwarded(purchase.status);
  const weighted = purchase.requirements.filter(
    (each) => each.state === 'chosen' && each.instrument === 'award_criterion',
  );
  const [others, setOthers] = useState<Schema['OtherAward'][]>(purchase.otherAward);
  const [editing, setEditing] = useState(false);
  const sum =
    weighted.reduce((total, each) => total + (each.weightBp ?? 0), 0) +
    others.reduce((total, each) => total + each.weightBp, 0);
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/purchases/{id}', {
          params: { path: { id: purchase.id }, header: { 'If-Match': `"${purchase.version}"` } },
          body: { ...inputOf(purchase), otherAward: others.filter((each) => each.name.trim() !== '') },
        }),
      ),
    onSuccess: refresh,
  });
  if (weighted.length === 0 && others.length === 0) return null;
  const rows = [...weighted.map((each) => ({ name: each.title, weightBp: each.weightBp ?? 0 })), ...others];
  return (
    <section className="card stack stack--small" aria-labelledby="weights">
      <h2 id="weights">{t('purchase.weights')}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('purchase.criterion')}</th>
            <th scope="col" className="num">
              {t('purchase.weight')}
            </th>
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {rows.map((each, index) => (
            <tr key={`${each.name}-${String(index)}`}>
              <th scope="row">{each.name}</th>
              <td className="num">{`${number(percentOf(each.weightBp))} %`}</td>
              <td>
                <Bar fraction={each.weightBp / 10_000} />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('purchase.total')}</th>
            <td className="num">
              <strong>{`${number(percentOf(sum))} %`}</strong>
            </td>
            <td />
          </tr>
        </tbody>
      </table>
      {mayEdit && !editing && (
        <div className="no-print">
          <Button onClick={() => setEditing(true)}>{t('purchase.editOthers')}</Button>
        </div>
      )}
      {editing && (
        <form
          className="form form--wide no-print"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <ErrorSummary error={save.error} />
          {others.map((each, index) => (
            <div key={index} className="form__row">
              <Field
                label={t('purchase.otherName', { number: index + 1 })}
                value={each.name}
                onChange={(event) =>
                  setOthers(others.map((one, at) => (at === index ? { ...one, name: event.target.value } : one)))
                }
                pointer={`/otherAward/${index}/name`}
                error={save.error}
              />
              <Field
                label={t('purchase.otherWeight', { number: index + 1 })}
                type="number"
                min={0}
                max={100}
                step="0.01"
                value={percentOf(each.weightBp)}
                onChange={(event) =>
                  setOthers(
                    others.map((one, at) =>
                      at === index ? { ...one, weightBp: Math.round(Number(event.target.value) * 100) } : one,
                    ),
                  )
                }
                pointer={`/otherAward/${index}/weightBp`}
                error={save.error}
              />
            </div>
          ))}
          <div className="row">
            <Button
              type="button"
              onClick={() =>
                setOthers([
                  ...others,
                  { name: others.length === 0 ? t('purchase.price') : '', weightBp: Math.max(0, 10_000 - sum) },
                ])
              }
            >
              {t('purchase.addOther')}
            </Button>
            <Button primary type="submit" disabled={save.isPending}>
              {t('app.save')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
