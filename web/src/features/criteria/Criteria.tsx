// The library: by what you buy, by theme, by level, by words; choose some to compare.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { instruments, useCategories } from '../../ui/criteria';
import { Check, Select } from '../../ui/fields';
import { FilterPanel } from '../../ui/FilterPanel';
import { useList, useSlice } from '../../ui/filters';
import { fieldValue } from '../../ui/form';
import { Awaited, Downloads, Pages } from '../../ui/list';
import { useNames } from '../../ui/names';
import { ForPurchase, IntoBasket } from './Basket';
import { CriteriaNav } from './CriteriaNav';
import { CriterionCard } from './CriterionCard';

export function Criteria() {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  const mayPropose = useMay('criteria.propose');
  const mayBuy = useMay('purchase.edit');
  const { value, set } = useList();
  const query = {
    ...(value('zoek') ? { search: value('zoek') } : {}),
    ...(value('categorie') ? { category: value('categorie') } : {}),
    ...(value('thema') ? { theme: value('thema') } : {}),
    ...(value('niveau') ? { level: Number(value('niveau')) } : {}),
    ...(value('plek') ? { instrument: value('plek') } : {}),
    ...(value('open') ? { open: true } : {}),
    ...(value('nieuw') ? { fresh: true } : {}),
    ...(value('gebruik') ? { usage: value('gebruik') as 'never' | 'dropped' } : {}),
  };
  const { data, error } = useQuery({
    queryKey: ['criteria', 'list', query],
    queryFn: () => unwrap(api.GET('/criteria', { params: { query } })),
    placeholderData: (before) => before,
  });
  const { shown, ...paged } = useSlice(data?.items, 10);
  const [chosen, setChosen] = useState<string[]>([]);
  const choose = (id: string, on: boolean) =>
    setChosen(on ? [...chosen, id].slice(-4) : chosen.filter((each) => each !== id));
  const all = (label: string) => ({ value: '', label });
  return (
    <div className="stack">
      <PageTitle title={t('criteria.title')}>
        {mayPropose && <Link to="/criteria/nieuw">{t('criteria.propose')}</Link>}
      </PageTitle>
      <CriteriaNav />
      <p className="lead">{t('criteria.intro')}</p>
      {value('inkoop') && <ForPurchase id={value('inkoop')} />}
      <FilterPanel
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          set('zoek', fieldValue(event.currentTarget, 'zoek'));
        }}
      >
        <Select
          label={t('criteria.buying')}
          value={value('categorie')}
          options={[
            all(t('criteria.anything')),
            ...categories.items.map((each) => ({ value: each.code, label: each.name })),
          ]}
          onChange={(next) => set('categorie', next)}
        />
        <Select
          label={t('app.theme')}
          value={value('thema')}
          options={[all(t('app.allThemes')), ...names.themes.map((each) => ({ value: each.code, label: each.name }))]}
          onChange={(next) => set('thema', next)}
        />
        <Select
          label={t('criteria.level')}
          value={value('niveau')}
          options={[
            all(t('criteria.allLevels')),
            ...[1, 2, 3].map((each) => ({ value: String(each), label: `${each} ${t(word('ambition.level', each))}` })),
          ]}
          onChange={(next) => set('niveau', next)}
        />
        <Select
          label={t('criteria.instrument')}
          value={value('plek')}
          options={[
            all(t('criteria.allInstruments')),
            ...instruments.map((each) => ({ value: each, label: names.code('instrument', each) })),
          ]}
          onChange={(next) => set('plek', next)}
        />
        <div className="field">
          <label htmlFor="zoek">{t('criteria.words')}</label>
          <input
            id="zoek"
            name="zoek"
            type="search"
            className="utrecht-textbox utrecht-textbox--html-input input"
            defaultValue={value('zoek')}
            key={value('zoek')}
          />
        </div>
        <Select
          label={t('criteria.usage')}
          value={value('gebruik')}
          options={[
            all(t('criteria.usageAll')),
            { value: 'never', label: t('criteria.usageNever') },
            { value: 'dropped', label: t('criteria.usageDropped') },
          ]}
          onChange={(next) => set('gebruik', next)}
        />
        <Check checked={value('nieuw') === 'ja'} onChange={(on) => set('nieuw', on ? 'ja' : '')}>
          {t('criteria.freshOnly')}
        </Check>
        <Check checked={value('open') === 'ja'} onChange={(on) => set('open', on ? 'ja' : '')}>
          {t('criteria.openOnly')}
        </Check>
      </FilterPanel>
      <Awaited data={data} error={error} />
      {data && (
        <div className="row row--between">
          <p role="status">{t('criteria.count', { count: data.items.length })}</p>
          <p className="row no-print">
            {chosen.length > 1 && (
              <Link to={`/criteria/vergelijken?kies=${chosen.join(',')}`}>
                {t('criteria.compare', { count: chosen.length })}
              </Link>
            )}
            <Downloads address="/api/v1/criteria-exports" formats={['csv', 'xlsx', 'json']} />
          </p>
        </div>
      )}
      {data?.items.length === 0 && <p>{t('criteria.empty')}</p>}
      {shown.map((item) => (
        <CriterionCard key={item.id} item={item}>
          {value('inkoop') && mayBuy && <IntoBasket purchase={value('inkoop')} theme={value('thema')} item={item} />}
          <label className="row small no-print">
            <input
              type="checkbox"
              checked={chosen.includes(item.id)}
              onChange={(event) => choose(item.id, event.target.checked)}
            />
            {t('criteria.choose')}
            <span className="visually-hidden">{` ${item.title}`}</span>
          </label>
        </CriterionCard>
      ))}
      <Pages {...paged} />
    </div>
  );
}
