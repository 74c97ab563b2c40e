// What each session weighs in a combined web.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';
import { Scroll } from '../../ui/list';

export type Combined = Schema['Web'];

export const level = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : String(value);

export function Weights({ web }: { web: Combined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayEdit = useMay('ambition.edit');
  const [weights, setWeights] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/ambition-webs/{id}', {
          params: { path: { id: web.id }, header: { 'If-Match': `"${web.version}"` } },
          body: {
            title: web.title,
            parts: web.parts.map((part) => ({
              sessionId: part.sessionId,
              weight: Number(weights[part.sessionId] ?? part.weight),
            })),
          },
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(['ambition', 'web', web.id], changed);
      setWeights({});
    },
  });
  return (
    <form
      className="card stack stack--small"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t('webs.sessions')}</h2>
      <ErrorSummary error={save.error} />
      <p>{t('webs.rule')}</p>
      <Scroll label={t('webs.sessions')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('ambition.session')}</th>
              <th scope="col">{t('ambition.purpose')}</th>
              <th scope="col">{t('ambition.people')}</th>
              <th scope="col">{t('webs.weight')}</th>
            </tr>
          </thead>
          <tbody>
            {web.parts.map((part, index) => (
              <tr key={part.sessionId}>
                <th scope="row">
                  <Link to={`/ambities/${part.sessionId}`}>{part.title}</Link>
                </th>
                <td>
                  {[t(word('ambition.purposes', part.purpose)), part.unit, part.year].filter(Boolean).join(' · ')}
                </td>
                <td>{part.participants}</td>
                <td>
                  {mayEdit ? (
                    <input
                      className="input input--short"
                      type="number"
                      min={0}
                      max={100}
                      aria-label={t('webs.weightOf', { session: part.title })}
                      data-pointer={`/parts/${index}/weight`}
                      value={weights[part.sessionId] ?? String(part.weight)}
                      onChange={(event) => setWeights({ ...weights, [part.sessionId]: event.target.value })}
                    />
                  ) : (
                    part.weight
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {mayEdit && (
        <div className="no-print">
          <Button type="submit" disabled={save.isPending || Object.keys(weights).length === 0}>
            {t('webs.reweigh')}
          </Button>
        </div>
      )}
    </form>
  );
}
