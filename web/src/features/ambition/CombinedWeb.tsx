// A web of several sessions: overlay, merged levels with visible weights, differences, the market, and policy.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, useOpenUnits } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Scroll } from '../../ui/list';
import { Confirmed } from '../../ui/Confirmed';
import { Web } from './Web';
import { type Combined, level, Weights } from './WebWeights';

function Figures({ web }: { web: Combined }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('webs.figures')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('app.theme')}</th>
            <th scope="col">{t('webs.merged')}</th>
            {web.parts.map((part) => (
              <th key={part.sessionId} scope="col">
                {part.title}
              </th>
            ))}
            <th scope="col">{t('webs.difference')}</th>
            <th scope="col">{t('webs.market')}</th>
            <th scope="col">{t('results.policy')}</th>
          </tr>
        </thead>
        <tbody>
          {web.themes.map((theme) => (
            <tr key={theme.theme + theme.themeTitle}>
              <th scope="row">{theme.themeTitle}</th>
              <td>
                <strong>{level(theme.merged)}</strong>
              </td>
              {web.parts.map((part) => {
                const corner = theme.corners.find((each) => each.sessionId === part.sessionId);
                return (
                  <td key={part.sessionId}>
                    {corner ? (corner.agreedLevel ?? t(word('ambition.state', corner.state))) : '–'}
                  </td>
                );
              })}
              <td>{theme.difference}</td>
              <td>
                {theme.readiness
                  ? t(word('webs.readiness', theme.readiness), {
                      organisation: theme.organisation,
                      market: theme.market,
                    })
                  : '–'}
              </td>
              <td>
                {level(theme.policyLevel)}{' '}
                {theme.againstPolicy && (
                  <span className={theme.againstPolicy === 'at' ? 'tag' : 'tag tag--sun'}>
                    {t(word('ambition.against', theme.againstPolicy))}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Adopt({ web }: { web: Combined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const units = useOpenUnits();
  const [unit, setUnit] = useState('');
  const [year] = useState(() => new Date().getFullYear());
  const adopt = useMutation({
    mutationFn: (body: Schema['AdoptionInput']) =>
      unwrap(api.POST('/ambition-webs/{id}/adoption', { params: { path: { id: web.id } }, body })),
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
  return (
    <form
      className="card form form--wide no-print"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        adopt.mutate({
          unitId: unit || null,
          validFrom: fieldValue(form, 'validFrom'),
          validTo: fieldValue(form, 'validTo'),
        });
      }}
    >
      <h2>{t('webs.adopt')}</h2>
      <p>{t('webs.adoptHint')}</p>
      <ErrorSummary error={adopt.error} />
      <div className="form__row">
        <Select
          label={t('webs.for')}
          value={unit}
          options={[
            { value: '', label: t('app.everyone') },
            ...units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={setUnit}
        />
        <Field
          label={t('lead.validFrom')}
          name="validFrom"
          type="date"
          required
          defaultValue={`${year + 1}-01-01`}
          pointer="/validFrom"
          error={adopt.error}
        />
        <Field
          label={t('lead.validTo')}
          name="validTo"
          type="date"
          required
          defaultValue={`${year + 2}-12-31`}
          pointer="/validTo"
          error={adopt.error}
        />
      </div>
      <div>
        <Button type="submit" disabled={adopt.isPending}>
          {t('webs.adoptNow')}
        </Button>
      </div>
    </form>
  );
}

export function CombinedWeb() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayEdit = useMay('ambition.edit');
  const { data, error } = useQuery({
    queryKey: ['ambition', 'web', id],
    queryFn: () => unwrap(api.GET('/ambition-webs/{id}', { params: { path: { id } } })),
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/ambition-webs/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      void navigate('/ambities/webben');
      await client.invalidateQueries({ queryKey: ['ambition', 'webs'] });
    },
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const differ = [...data.themes].filter((each) => each.difference > 0).sort((a, b) => b.difference - a.difference);
  const market = data.themes.filter((each) => each.readiness && each.readiness !== 'level');
  return (
    <div className="stack">
      <PageTitle title={data.title} crumbs={[{ to: '/ambities/webben', label: t('webs.title') }]}>
        {mayEdit && !data.adoptedAt && (
          <Confirmed
            className="plain no-print"
            label={t('webs.remove')}
            name={data.title}
            question={t('webs.removeQuestion', { title: data.title, count: data.parts.length })}
            act={() => remove.mutate()}
            pending={remove.isPending}
          />
        )}
      </PageTitle>
      {remove.error && <ErrorNote error={remove.error} />}
      {data.adoptedAt && <p className="alert alert--note">{t('webs.adoptedOn', { date: date(data.adoptedAt) })}</p>}
      <section className="card stack" aria-labelledby="web">
        <h2 id="web">{t('webs.together')}</h2>
        <Web
          label={t('webs.together')}
          corners={data.themes.map((theme) => ({
            label: theme.themeTitle,
            level: theme.merged ?? null,
            policy: theme.policyLevel ?? null,
          }))}
          lines={[
            { label: t('webs.merged'), levels: data.themes.map((theme) => theme.merged ?? null) },
            ...data.parts.map((part) => ({
              label: part.title,
              levels: data.themes.map(
                (theme) => theme.corners.find((each) => each.sessionId === part.sessionId)?.agreedLevel ?? null,
              ),
            })),
          ]}
        />
        <Figures web={data} />
      </section>
      <section className="card stack stack--small" aria-labelledby="differ">
        <h2 id="differ">{t('webs.differ')}</h2>
        {differ.length === 0 && <p className="soft">{t('webs.noDifference')}</p>}
        <ul>
          {differ.map((theme) => (
            <li key={theme.theme + theme.themeTitle}>
              {t('webs.differBy', { theme: theme.themeTitle, count: theme.difference })}
            </li>
          ))}
        </ul>
        <h3>{t('webs.ready')}</h3>
        {market.length === 0 && <p className="soft">{t('webs.marketLevel')}</p>}
        <ul>
          {market.map((theme) => (
            <li key={theme.theme + theme.themeTitle}>
              {theme.themeTitle}:{' '}
              {t(word('webs.readiness', theme.readiness), { organisation: theme.organisation, market: theme.market })}
            </li>
          ))}
        </ul>
      </section>
      <Weights web={data} />
      {mayEdit && !data.adoptedAt && <Adopt web={data} />}
    </div>
  );
}
