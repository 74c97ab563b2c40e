// The start of who works nowhere here. A citizen: goals with what came of them, what is coming, whom to ask, the data. An entrepreneur:
// first what is coming that fits.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { number } from '../../format';
import { CountLink } from '../../ui/list';
import { Interests, useInterest } from './Interests';
import { openPage, useComing, usePublication, type Coming, type Goal } from './publication';
import { Whom } from './Whom';

const shown = 5;
type Publication = Schema['Published'];

export function Purchases({ rows }: { rows: Coming[] }) {
  const say = useComing();
  return (
    <ul className="list">
      {rows.map((each) => (
        <li key={each.id}>
          <strong>{each.title}</strong>
          <div className="soft small">
            {[say.expected(each, each.exactness === 'day'), each.unit ?? '', say.category(each), say.band(each.band)]
              .filter(Boolean)
              .join(' · ')}
          </div>
        </li>
      ))}
    </ul>
  );
}

// What came of a goal in words: what is not known is never a nought.
export function useOutcome() {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  return {
    wanted: (goal: Goal) => {
      const unit = (goal.result ? (english ? goal.result.unitEn : goal.result.unitNl) : goal.indicatorUnit) ?? '';
      if (typeof goal.target !== 'number' || !goal.targetYear) return t('publication.noTarget');
      const target = `${number(goal.target)} ${unit}`.trim();
      return typeof goal.baseline === 'number' && goal.baselineYear
        ? t('publication.fromTo', {
            from: number(goal.baseline),
            fromYear: String(goal.baselineYear),
            target,
            year: String(goal.targetYear),
          })
        : t('publication.target', { target, year: String(goal.targetYear) });
    },
    result: (goal: Goal) => {
      const newest = goal.result?.years.filter((each) => typeof each.verified === 'number').at(-1);
      if (!goal.result || !newest || typeof newest.verified !== 'number') return t('publication.unknown');
      const value = number(Math.round(newest.verified * 100) / 100);
      return t(newest.certainty === 'calculated' ? 'publication.calculated' : 'publication.measured', {
        year: String(newest.year),
        value: `${value} ${english ? goal.result.unitEn : goal.result.unitNl}`,
      });
    },
  };
}

export function Goals({ goals, code, results }: { goals: Goal[]; code?: string; results: boolean }) {
  const { i18n } = useTranslation();
  const say = useOutcome();
  return (
    <ul className="list">
      {goals.map((each) => (
        <li key={each.id}>
          {code ? (
            <a href={openPage(code, `doelen/${each.id}`, i18n.language)}>{each.title}</a>
          ) : (
            <strong>{each.title}</strong>
          )}
          <div>{say.wanted(each)}</div>
          {results && <div className="soft">{say.result(each)}</div>}
        </li>
      ))}
    </ul>
  );
}

function GoalsPart({ of }: { of: Publication }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({ queryKey: ['published-goals'], queryFn: () => unwrap(api.GET('/published-goals')) });
  if (!data) return null;
  // What has a result says most.
  const known = (goal: Goal) => Number(goal.result?.years.some((each) => typeof each.verified === 'number') ?? false);
  const goals = [...data.items].sort((a, b) => known(b) - known(a)).slice(0, shown);
  return (
    <section className="card stack stack--small" aria-labelledby="goals">
      <h2 id="goals">{t('publication.goals')}</h2>
      {goals.length === 0 ? (
        <p>{t('publication.noGoals')}</p>
      ) : (
        <>
          <Goals goals={goals} code={of.code} results={data.results} />
          <p>
            <a href={openPage(of.code, 'doelen', i18n.language)}>
              {t('publication.allGoals', { count: data.total, formatted: number(data.total) })}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function ComingPart() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['coming', 'start'],
    queryFn: () => unwrap(api.GET('/coming-purchases', { params: { query: { pageSize: shown } } })),
  });
  if (!data) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="coming">
      <h2 id="coming">{t('publication.comingHead')}</h2>
      {data.items.length === 0 ? (
        <p>{t('publication.none')}</p>
      ) : (
        <>
          <Purchases rows={data.items} />
          <p>
            <CountLink to="/komende-inkopen" count={data.all}>
              {t('publication.allComing', { count: data.all, formatted: number(data.all) })}
            </CountLink>
          </p>
        </>
      )}
    </section>
  );
}

function FittingPart() {
  const { t } = useTranslation();
  const interest = useInterest().data;
  const chosen = interest && interest.categories.length + interest.themes.length > 0;
  const { data } = useQuery({
    queryKey: ['coming', 'fitting'],
    queryFn: () => unwrap(api.GET('/coming-purchases', { params: { query: { fitting: true, pageSize: shown } } })),
  });
  if (!data || !interest) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="fitting">
      <h2 id="fitting">{t('publication.fitting')}</h2>
      {chosen && data.items.length === 0 && <p>{t('publication.nothingFits')}</p>}
      {!chosen && <p>{t('publication.chooseFirst')}</p>}
      {data.items.length > 0 && (
        <>
          <Purchases rows={data.items} />
          <p>
            <CountLink to="/komende-inkopen?passend=ja" count={data.fitting}>
              {t('publication.allFitting', { count: data.fitting, formatted: number(data.fitting) })}
            </CountLink>
          </p>
        </>
      )}
      <Interests />
    </section>
  );
}

export function GuestStart({ entrepreneur }: { entrepreneur: boolean }) {
  const { t, i18n } = useTranslation();
  const { data } = usePublication();
  if (!data) return null;
  if (!data.coming && !data.goals) return <p>{t('publication.nothing', { name: data.name })}</p>;
  return (
    <>
      {entrepreneur && data.coming && <FittingPart />}
      {!entrepreneur && data.goals && <GoalsPart of={data} />}
      {data.coming && <ComingPart />}
      {entrepreneur && data.goals && <GoalsPart of={data} />}
      <Whom />
      <p>
        <a href={openPage(data.code, '', i18n.language)}>{t('publication.openData')}</a>
      </p>
    </>
  );
}
