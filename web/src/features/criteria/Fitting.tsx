// What fits what you buy: from category, value, unit and what was agreed there, with the reason for each.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useOpenUnits } from '../../api/queries';
import { word } from '../../i18n';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { Select } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { CriteriaNav } from './CriteriaNav';

const values = [10_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];

export function Fitting() {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const units = useOpenUnits();
  const [category, setCategory] = useState('green');
  const [unitId, setUnit] = useState('');
  const [value, setValue] = useState('250000');
  const cpv = categories.items.find((each) => each.code === category)?.cpv[0] ?? '';
  const scope = { ...(unitId ? { unitId } : {}), ...(cpv ? { cpv } : {}) };
  const agreed = useQuery({
    queryKey: ['ambition', 'applicable', scope],
    queryFn: () => unwrap(api.GET('/applicable-ambitions', { params: { query: scope } })),
  });
  const levels = (agreed.data?.items ?? []).filter((each) => each.theme).map((each) => `${each.theme}:${each.level}`);
  const query = { cpv, valueCents: Number(value) * 100, levels };
  const found = useQuery({
    queryKey: ['criteria', 'fitting', query],
    queryFn: () => unwrap(api.GET('/criterion-suggestions', { params: { query } })),
    enabled: cpv !== '' && agreed.isSuccess,
    placeholderData: (before) => before,
  });
  const error = agreed.error ?? found.error;
  const money = (amount: number) =>
    new Intl.NumberFormat(i18n.language === 'en' ? 'en-GB' : 'nl-NL', {
      style: 'currency',
      currency: 'EUR',
      maximumFractionDigits: 0,
    }).format(amount);
  return (
    <div className="stack">
      <PageTitle title={t('criteria.fitting')} />
      <CriteriaNav />
      <p className="lead">{t('criteria.fittingIntro')}</p>
      <div className="filters no-print">
        <Select
          label={t('criteria.buying')}
          value={category}
          options={categories.items.map((each) => ({ value: each.code, label: each.name }))}
          onChange={setCategory}
        />
        <Select
          label={t('app.unit')}
          value={unitId}
          options={[
            { value: '', label: t('app.everyone') },
            ...units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={setUnit}
        />
        <Select
          label={t('criteria.value')}
          value={value}
          options={values.map((each) => ({ value: String(each), label: money(each) }))}
          onChange={setValue}
        />
      </div>
      {error && <ErrorNote error={error} />}
      {!found.data && !error && <Loading />}
      {found.data &&
        names.themes.map((theme) => {
          const ambition = agreed.data?.items.find((each) => each.theme === theme.code);
          return (
            <section key={theme.code} className="card stack stack--small" aria-labelledby={`theme-${theme.code}`}>
              <h2 id={`theme-${theme.code}`}>{theme.name}</h2>
              <p className="soft">
                {ambition
                  ? t('criteria.agreed', {
                      level: ambition.level,
                      name: t(word('ambition.level', ambition.level)),
                      title: ambition.title,
                    })
                  : t('criteria.notAgreed')}
              </p>
              <ul className="list">
                {found.data.items
                  .filter((each) => each.theme === theme.code)
                  .map((each) => (
                    <li key={each.id}>
                      <Link to={`/criteria/${each.id}`}>{each.title}</Link>{' '}
                      <span className="soft small">
                        {`${names.code('instrument', each.instrument)} · ${t('level.asked', { level: each.level })} · ${each.reasons.map((reason) => t(word('criteria.reason', reason))).join(', ')}`}
                      </span>
                    </li>
                  ))}
              </ul>
            </section>
          );
        })}
    </div>
  );
}
