// What was agreed: by scope and validity, with policy beside it, and the question which one holds for a purchase.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay, useOpenUnits } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Act, ErrorNote, PageTitle } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { FilterBar } from '../../ui/FilterBar';
import { useSlice } from '../../ui/filters';
import { useThemeFilter } from '../../ui/kinds';
import { Awaited, Empty, ListHead, Pages, Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { AmbitionNav } from './AmbitionNav';
import { Terms } from '../../ui/Term';

function Which() {
  const { t } = useTranslation();
  const names = useNames();
  const units = useOpenUnits();
  const [unit, setUnit] = useState('');
  const [cpv, setCpv] = useState('');
  const { data, error } = useQuery({
    queryKey: ['ambition', 'applicable', unit, cpv],
    queryFn: () =>
      unwrap(
        api.GET('/applicable-ambitions', {
          params: { query: { ...(unit ? { unitId: unit } : {}), ...(cpv ? { cpv } : {}) } },
        }),
      ),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="which">
      <h2 id="which">{t('agreed.which')}</h2>
      <div className="filters no-print">
        <Select
          label={t('app.unit')}
          value={unit}
          options={[
            { value: '', label: t('app.everyone') },
            ...units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={setUnit}
        />
        <Select
          label={t('ambition.category')}
          value={cpv}
          options={[
            { value: '', label: t('ambition.allCategories') },
            ...names.cpvDivisions.map((each) => ({ value: each.code, label: `${each.code} ${each.name}` })),
          ]}
          onChange={setCpv}
        />
      </div>
      {error && <ErrorNote error={error} />}
      {data?.items.length === 0 && <p>{t('agreed.noneHolds')}</p>}
      <ul className="list">
        {data?.items.map((each) => (
          <li key={each.id}>
            <strong>{`${each.themeTitle}: ${each.level} ${t(word('ambition.level', each.level))}`}</strong>{' '}
            <span className="soft">{`${t(word('agreed.why', each.why))} · ${each.title}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ ambition }: { ambition: Schema['Ambition'] }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const client = useQueryClient();
  const mayEdit = useMay('ambition.edit');
  const again = () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  const change = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/ambitions/{id}', {
          params: { path: { id: ambition.id }, header: { 'If-Match': `"${ambition.version}"` } },
          body: { validFrom: ambition.validFrom, validTo: ambition.validTo, withdrawn: !ambition.withdrawn },
        }),
      ),
    onSuccess: async (now) => {
      await again();
      offer(
        t(now.withdrawn ? 'agreed.wasWithdrawn' : 'agreed.wasRestored', { title: ambition.themeTitle }),
        async () => {
          await unwrap(
            api.PUT('/ambitions/{id}', {
              params: { path: { id: ambition.id }, header: { 'If-Match': `"${now.version}"` } },
              body: { validFrom: now.validFrom, validTo: now.validTo, withdrawn: !now.withdrawn },
            }),
          );
          await again();
        },
      );
    },
    onError: () => void again(),
  });
  const confirm = useMutation({
    mutationFn: () => unwrap(api.POST('/ambitions/{id}/confirmation', { params: { path: { id: ambition.id } } })),
    onSettled: again,
  });
  return (
    <tr id={ambition.id}>
      <th scope="row">
        {ambition.themeTitle} {ambition.withdrawn && <span className="tag tag--plain">{t('agreed.withdrawn')}</span>}{' '}
        {ambition.toReview && <span className="tag tag--bad">{t('goals.toReview')}</span>}
        <div className="soft small">
          {ambition.sessionId ? (
            <Link to={`/ambities/${ambition.sessionId}`}>{ambition.title}</Link>
          ) : (
            <Link to={`/ambities/webben/${ambition.webId}`}>{ambition.title}</Link>
          )}
        </div>
        {change.error && <ErrorNote error={change.error} />}
      </th>
      <td>{`${ambition.level} ${t(word('ambition.level', ambition.level))}`}</td>
      <td>
        <span className={ambition.againstPolicy === 'at' ? 'tag' : 'tag tag--sun'}>
          {t(word('ambition.against', ambition.againstPolicy))}
        </span>
      </td>
      <td>{[ambition.unit ?? t('app.everyone'), ambition.cpv, ambition.project].filter(Boolean).join(' · ')}</td>
      <td>{`${date(ambition.validFrom)} – ${date(ambition.validTo)}`}</td>
      <td>
        {ambition.goals.length > 0 && (
          <details>
            <summary>
              {t('prepare.goalCount', { count: ambition.goals.length })}
              <span className="visually-hidden">{`: ${ambition.themeTitle}`}</span>
            </summary>
            <ul className="links">
              {ambition.goals.map((goal) => (
                <li key={goal.id}>
                  <Link to={`/beleid/doelen/${goal.id}`}>{goal.title}</Link>
                </li>
              ))}
            </ul>
          </details>
        )}
        <Link to={`/beleid/rode-draad?van=ambition:${ambition.id}`}>{t('agreed.thread')}</Link>
        {mayEdit && (
          <div className="row no-print">
            {(ambition.againstPolicy === 'above' || ambition.againstPolicy === 'none') && !ambition.withdrawn && (
              <Link to={`/beleid/doelen/nieuw?ambitie=${ambition.id}`}>
                {t('agreed.makeGoal')}
                <span className="visually-hidden">{` ${ambition.themeTitle}`}</span>
              </Link>
            )}
            {ambition.toReview && (
              <Act of={ambition.themeTitle} onClick={() => confirm.mutate()}>
                {t('agreed.confirm')}
              </Act>
            )}
            <Act of={ambition.themeTitle} onClick={() => change.mutate()}>
              {t(ambition.withdrawn ? 'agreed.restore' : 'agreed.withdraw')}
            </Act>
          </div>
        )}
      </td>
    </tr>
  );
}

export function Agreed() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const theme = useThemeFilter(t('app.theme'));
  const of = params.get('thema') ?? '';
  const one = params.get('ambitie');
  const session = params.get('sessie');
  const all = params.get('alle') === 'ja' || one !== null;
  const { data, error } = useQuery({
    queryKey: ['ambition', 'agreed', of, session, all],
    queryFn: () =>
      unwrap(
        api.GET('/ambitions', {
          params: {
            query: { ...(of ? { theme: of } : {}), ...(session ? { sessionId: session } : {}), current: !all },
          },
        }),
      ),
  });
  const items = (data?.items ?? []).filter((each) => one === null || each.id === one);
  const { shown, ...paged } = useSlice(items);
  return (
    <div className="stack">
      <PageTitle title={t('agreed.title')} />
      <AmbitionNav />
      <p className="lead">{t('agreed.intro')}</p>
      <Terms of={['ambition', 'theme']} />
      <Which />
      <FilterBar filters={[theme, { name: 'alle', label: t('agreed.showAll') }]} />
      {(one ?? session) && (
        <p>
          <Link to="/ambities/afspraken">{t('agreed.showEverything')}</Link>
        </p>
      )}
      <Awaited data={data} error={error} />
      {data && <ListHead total={items.length} text={t('agreed.count', { count: items.length })} />}
      {data && items.length === 0 && <Empty none={t('agreed.empty')} />}
      {items.length > 0 && (
        <Scroll label={t('agreed.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('app.theme')}</th>
                <th scope="col">{t('results.agreed')}</th>
                <th scope="col">{t('results.policy')}</th>
                <th scope="col">{t('agreed.scope')}</th>
                <th scope="col">{t('agreed.valid')}</th>
                <th scope="col">{t('agreed.goals')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((ambition) => (
                <Row key={ambition.id} ambition={ambition} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <Pages {...paged} />
    </div>
  );
}
