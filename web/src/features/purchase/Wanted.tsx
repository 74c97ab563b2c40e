// "Wat wij hier willen": what was agreed and adopted for this purchase, in its own sentences, and how far it is. What somebody said
// stands first; what a rule suggests is lighter.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { word } from '../../i18n';
import { ErrorNote } from '../../ui/basics';
import { useNames } from '../../ui/names';
import type { Purchase } from './purchase';

type Item = Schema['Wanted'];
type Source = Pick<
  Schema['Departure'],
  'kind' | 'id' | 'title' | 'sentence' | 'document' | 'documentId' | 'clauseId' | 'level'
>;

export function useWanted(id: string) {
  return useQuery({
    queryKey: ['purchase', id, 'wanted'],
    queryFn: () => unwrap(api.GET('/purchases/{id}/wanted', { params: { path: { id } } })),
  });
}

// The sentence itself, with where it stands.
export function Sentence({ of }: { of: Source }) {
  const { t } = useTranslation();
  const to = of.kind === 'ambition' ? `/ambities/afspraken?ambitie=${of.id}` : `/beleid/doelen/${of.id}`;
  return (
    <>
      {of.sentence && <q className="wanted__sentence">{of.sentence}</q>}{' '}
      <span className="small">
        {of.documentId && (
          <>
            <Link to={`/beleid/documenten/${of.documentId}${of.clauseId ? `#p-${of.clauseId}` : ''}`}>
              {of.document}
            </Link>
            {' · '}
          </>
        )}
        <Link to={to}>
          {of.kind === 'ambition'
            ? t('wanted.agreed', {
                level: of.level ?? 0,
                name: t(word('ambition.level', String(of.level ?? 0))),
                session: of.title,
              })
            : t('wanted.goal', { title: of.title })}
        </Link>
      </span>
    </>
  );
}

// Where it began, where it goes, and how many purchases ask for it.
function Far({ item }: { item: Item }) {
  const { t, i18n } = useTranslation();
  const shown = (value: number) =>
    `${new Intl.NumberFormat(i18n.language).format(value)} ${item.indicatorUnit ?? ''}`.trim();
  if (item.kind === 'ambition')
    return item.agreedAt ? (
      <p className="small soft">{t('wanted.on', { day: date(item.agreedAt.slice(0, 10)) })}</p>
    ) : null;
  return (
    <p className="small soft">
      {[
        item.target != null
          ? t('wanted.target', {
              indicator: item.indicator ?? '',
              target: shown(item.target),
              year: item.targetYear ?? '',
            })
          : t('wanted.noTarget'),
        item.baseline != null
          ? t('wanted.baseline', { value: shown(item.baseline), year: item.baselineYear ?? '' })
          : '',
        item.purchases > 0
          ? t('wanted.purchases', { count: item.purchases, asking: item.asking })
          : t('wanted.noPurchases'),
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}

export function Below({ asked, target, unit }: { asked: number; target: number; unit: string }) {
  const { t, i18n } = useTranslation();
  const shown = new Intl.NumberFormat(i18n.language);
  return (
    <strong className="tag tag--bad">
      {t('wanted.below', { asked: shown.format(asked), target: shown.format(target), unit })}
    </strong>
  );
}

function One({ purchase, item }: { purchase: Purchase; item: Item }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <li className={item.confirmed ? 'wanted__item' : 'wanted__item wanted__item--suggested'}>
      <div>
        <Sentence of={item} />
      </div>
      <Far item={item} />
      <p className="small">
        {!item.confirmed && <span className="tag tag--plain">{t('wanted.suggested')}</span>}{' '}
        {item.themes.map((each) => names.theme(each)).join(', ')}
        {!item.confirmed && item.why && <span className="soft">{` · ${t('wanted.because', { why: item.why })}`}</span>}
        {!item.adopted && <span className="soft">{` · ${t('wanted.notAdopted')}`}</span>}
      </p>
      {item.below.map((each) => (
        <p key={each.requirementId} className="small">
          <Below asked={each.asked} target={item.target ?? 0} unit={item.indicatorUnit ?? ''} />{' '}
          <Link to={`/inkopen/${purchase.id}/eisen#eis-${each.requirementId}`}>{each.requirement}</Link>
        </p>
      ))}
    </li>
  );
}

const most = 5;

export function WantedHere({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const { data, error } = useWanted(purchase.id);
  if (error) return <ErrorNote error={error} />;
  if (!data) return null;
  // What is asked for less first; then the sentences of policy, then what was agreed in between.
  const rank = (each: Item) => (each.below.length > 0 ? 0 : each.kind === 'goal' ? 1 : 2);
  const confirmed = data.items.filter((each) => each.confirmed).sort((a, b) => rank(a) - rank(b));
  const suggested = data.items.filter((each) => !each.confirmed);
  const first = confirmed.slice(0, most);
  const rest = confirmed.slice(most);
  return (
    <section className="card stack stack--small wanted" aria-labelledby="wanted">
      <h2 id="wanted">{t('wanted.title')}</h2>
      {data.items.length === 0 && (
        <p>
          {t('wanted.none')} <Link to="/beleid/doelen">{t('wanted.toGoals')}</Link>
        </p>
      )}
      <ul className="list">
        {first.map((each) => (
          <One key={each.kind + each.id} purchase={purchase} item={each} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary>{t('wanted.more', { count: rest.length })}</summary>
          <ul className="list">
            {rest.map((each) => (
              <One key={each.kind + each.id} purchase={purchase} item={each} />
            ))}
          </ul>
        </details>
      )}
      {suggested.length > 0 && (
        <details open={confirmed.length === 0}>
          <summary>{t('wanted.moreSuggested', { count: suggested.length })}</summary>
          <ul className="list">
            {suggested.map((each) => (
              <One key={each.kind + each.id} purchase={purchase} item={each} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

// What an unless here goes below, in the sentences themselves.
export function Departs({ from }: { from: Schema['Departure'][] }) {
  const { t } = useTranslation();
  if (from.length === 0) return null;
  return (
    <div className="stack stack--small">
      <strong>{t('wanted.departs')}</strong>
      <ul className="list list--tight">
        {from.map((each) => (
          <li key={each.kind + each.id}>
            <Sentence of={each} />
          </li>
        ))}
      </ul>
    </div>
  );
}
