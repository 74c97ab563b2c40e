// One criterion as it stands in a list: its words, what it is, and how it is verified.
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { word } from '../../i18n';
import { useNames } from '../../ui/names';
import { pieces, useCategories } from '../../ui/criteria';

export function Words({ text, variables }: { text: string; variables: Schema['Variable'][] }) {
  return (
    <>
      {pieces(text, variables).map((piece, index) =>
        piece.filled ? <mark key={index}>{piece.text}</mark> : piece.text,
      )}
    </>
  );
}

export function Facts({
  item,
}: {
  item: Pick<Schema['Criterion'], 'themes' | 'instrument' | 'level' | 'open' | 'categories' | 'fresh'>;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const categories = useCategories();
  return (
    <ul className="tags">
      {item.themes.map((theme) => (
        <li key={theme} className="tag">
          {names.theme(theme)}
        </li>
      ))}
      <li className="tag tag--plain">{names.code('instrument', item.instrument)}</li>
      <li className="tag tag--plain">{`${item.level} ${t(word('ambition.level', item.level))}`}</li>
      {item.open && <li className="tag tag--sun">{t('criteria.open')}</li>}
      {item.fresh && <li className="tag tag--sun">{t('criteria.new')}</li>}
      {item.categories.map((each) => (
        <li key={each} className="tag tag--plain">
          {categories.name(each)}
        </li>
      ))}
    </ul>
  );
}

// How often it was asked, awarded and dropped again.
export function Used({ item }: { item: Pick<Schema['Criterion'], 'used' | 'awarded' | 'dropped' | 'status'> }) {
  const { t } = useTranslation();
  if (item.status === 'proposal') return null;
  const parts = [
    item.used === 0 ? t('criteria.neverUsed') : t('criteria.used', { count: item.used }),
    item.awarded > 0 ? t('criteria.awarded', { count: item.awarded }) : '',
    item.dropped > 0 ? t('criteria.droppedCount', { count: item.dropped }) : '',
  ];
  return <p className="soft small">{parts.filter(Boolean).join(' · ')}</p>;
}

export function CriterionCard({ item, children }: { item: Schema['Criterion']; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <article className="card stack stack--small">
      <div className="row row--between">
        <h2>
          <Link to={`/criteria/${item.id}`}>{item.title}</Link>
        </h2>
        {children}
      </div>
      <p>
        <Words text={item.text} variables={item.variables} />
      </p>
      <Facts item={item} />
      <p className="soft small">
        {t('criteria.verified')} <Words text={item.evidence} variables={item.variables} />
      </p>
      <Used item={item} />
    </article>
  );
}
