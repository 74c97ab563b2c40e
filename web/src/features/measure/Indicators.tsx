// What can be measured: by theme and level, each with its question, its unit and how it is made up.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { number } from '../../format';
import { Act, Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { useCategories } from '../../ui/criteria';
import { FilterBar } from '../../ui/FilterBar';
import { useCategoryFilter, useThemeFilter } from '../../ui/kinds';
import { Empty, ListHead, Print } from '../../ui/list';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { IndicatorForm, useRefreshIndicators } from './IndicatorForm';
import { levels, seen, useIndicators, type Indicator } from './measure';
import { MeasureNav } from './MeasureNav';

// An own one is changed, goes out of use, and comes back; what was measured with it stays.
function Own({ indicator }: { indicator: Indicator }) {
  const { t } = useTranslation();
  const refresh = useRefreshIndicators();
  const offer = useUndo();
  const [changing, setChanging] = useState(false);
  const name = indicator.nameNl;
  const put = (away: boolean, version: number) => {
    const params = { path: { code: indicator.code }, header: seen(version) };
    return unwrap(
      away ? api.PUT('/indicators/{code}/retirement', { params }) : api.PUT('/indicators/{code}/return', { params }),
    );
  };
  const move = useMutation({
    mutationFn: () => put(!indicator.retired, indicator.version),
    onSuccess: async (moved) => {
      await refresh();
      offer(t(moved.retired ? 'measure.ownIndicator.retired' : 'measure.ownIndicator.returned', { name }), async () => {
        await put(!moved.retired, moved.version);
        await refresh();
      });
    },
  });
  if (changing) return <IndicatorForm indicator={indicator} close={() => setChanging(false)} />;
  return (
    <>
      {move.error && <ErrorNote error={move.error} />}
      <div className="row no-print">
        {!indicator.retired && (
          <Act of={name} onClick={() => setChanging(true)}>
            {t('app.edit')}
          </Act>
        )}
        <Act of={name} disabled={move.isPending} onClick={() => move.mutate()}>
          {t(indicator.retired ? 'measure.ownIndicator.return' : 'measure.ownIndicator.retire')}
        </Act>
      </div>
    </>
  );
}

function One({ indicator, mayChange }: { indicator: Indicator; mayChange: boolean }) {
  const { t } = useTranslation();
  const indicators = useIndicators();
  const names = useNames();
  const categories = useCategories();
  const { pick } = indicators;
  const name = indicators.name(indicator);
  return (
    <li>
      <details id={indicator.code}>
        <summary>
          {name} <span className="soft small">{indicators.unit(indicator.unit)}</span>
          {indicator.own && <span className="soft small">{` · ${t('measure.ownIndicator.own')}`}</span>}
          {indicator.retired && <span className="soft small">{` · ${t('measure.ownIndicator.isRetired')}`}</span>}
        </summary>
        <div className="stack stack--small">
          <p>{pick(indicator.definitionNl, indicator.definitionEn)}</p>
          <dl className="facts">
            <dt>{t('measure.question')}</dt>
            <dd>{pick(indicator.questionNl, indicator.questionEn)}</dd>
            <dt>{t('measure.formula')}</dt>
            <dd>{pick(indicator.formulaNl, indicator.formulaEn)}</dd>
            <dt>{t('app.theme')}</dt>
            <dd>{names.theme(indicator.theme)}</dd>
            <dt>{t('measure.levelLabel')}</dt>
            <dd>{t(`measure.level.${indicator.level}`)}</dd>
            <dt>{t('measure.usualFor')}</dt>
            <dd>
              {indicator.categories.length === 0
                ? t('measure.usualForAll')
                : indicator.categories
                    .map((code) => categories.items.find((each) => each.code === code)?.name ?? code)
                    .join(', ')}
            </dd>
            {indicator.vsme && (
              <>
                <dt>{t('measure.vsme')}</dt>
                <dd>{indicator.vsme}</dd>
              </>
            )}
            <dt>{t('measure.source')}</dt>
            <dd>{indicator.source}</dd>
          </dl>
          <p className="no-print">
            <Link to={`/metingen?indicator=${indicator.code}`}>{t('measure.toMeasurements', { name })}</Link>
          </p>
          {indicator.own && mayChange && <Own indicator={indicator} />}
        </div>
      </details>
    </li>
  );
}

export function Indicators() {
  const { t } = useTranslation();
  const names = useNames();
  const indicators = useIndicators();
  const [params] = useSearchParams();
  const theme = useThemeFilter(t('app.theme'));
  const category = useCategoryFilter(t('measure.category'));
  const mayChange = useMay('measure.verify');
  const [adding, setAdding] = useState(false);
  const value = (name: string) => params.get(name) ?? '';
  const words = value('zoek').toLowerCase();
  const shown = indicators.items.filter(
    (each) =>
      (!each.retired || (each.own && value('uit') !== '')) &&
      (each.own || value('eigen') === '') &&
      (!value('thema') || each.theme === value('thema')) &&
      (!value('niveau') || each.level === value('niveau')) &&
      (!value('categorie') || each.categories.length === 0 || each.categories.includes(value('categorie'))) &&
      (!words || `${indicators.name(each)} ${each.definitionNl} ${each.definitionEn}`.toLowerCase().includes(words)),
  );
  if (indicators.error) return <PageError error={indicators.error} />;
  if (!indicators.known) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={t('measure.indicators')}>
        {mayChange && !adding && (
          <span className="no-print">
            <Button onClick={() => setAdding(true)}>{t('measure.ownIndicator.add')}</Button>
          </span>
        )}
      </PageTitle>
      <MeasureNav />
      <FilterBar
        search={{ name: 'zoek', label: t('measure.searchIndicators') }}
        filters={[
          theme,
          {
            name: 'niveau',
            label: t('measure.levelLabel'),
            options: levels.map((each) => ({ value: each, label: t(`measure.level.${each}`) })),
          },
          category,
          { name: 'eigen', label: t('measure.ownIndicator.only') },
          { name: 'uit', label: t('measure.ownIndicator.alsoRetired') },
        ]}
      />
      {adding && <IndicatorForm close={() => setAdding(false)} />}
      <ListHead
        total={shown.length}
        text={t('measure.indicatorCount', { count: shown.length, formatted: number(shown.length) })}
      >
        <Print />
      </ListHead>
      {shown.length === 0 && <Empty none={t('measure.noIndicators')} />}
      {names.themes
        .map((each) => ({ ...each, items: shown.filter((one) => one.theme === each.code) }))
        .filter((each) => each.items.length > 0)
        .map((each) => (
          <section key={each.code} className="card stack stack--small" aria-labelledby={`theme-${each.code}`}>
            <h2 id={`theme-${each.code}`}>{each.name}</h2>
            <ul className="list">
              {each.items.map((one) => (
                <One key={one.code} indicator={one} mayChange={mayChange} />
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}
