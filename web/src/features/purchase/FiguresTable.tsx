// Counts of purchases per whatever, with the state of their themes as a bar.
import { useTranslation } from '../../i18n/say';
import { useSearchParams } from 'react-router';
import { type Schema } from '../../api/client';
import { euros, number, percent, share } from '../../format';
import { CountLink } from '../../ui/list';

type Count = Schema['PurchaseCount'];

// Applied, unless and undecided as one bar: filled, hatched, empty; the numbers stand beside it.
function StateBar({ row }: { row: Count }) {
  const all = Math.max(1, row.applied + row.unless + row.undecided);
  const applied = (row.applied / all) * 100;
  const unless = (row.unless / all) * 100;
  return (
    <svg className="statebar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <defs>
        <pattern id="hatch" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.4" height="3" className="statebar__unless" />
        </pattern>
      </defs>
      <rect width={applied} height="10" className="statebar__applied" />
      <rect x={applied} width={unless} height="10" fill="url(#hatch)" />
    </svg>
  );
}

interface TableProps {
  caption: string;
  head: string;
  rows: Count[];
  name: (row: Count) => string;
  filter: string;
}

export function Table({ caption, head, rows, name, filter }: TableProps) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const to = (row: Count, more: Record<string, string> = {}) => {
    const next = new URLSearchParams(params);
    next.set(filter, row.key || '-');
    next.set('geteld', 'ja');
    if (filter === 'onderdeel') next.set('alleen', 'ja');
    for (const [key, value] of Object.entries(more)) next.set(key, value);
    return `/inkopen?${next.toString()}`;
  };
  return (
    <div className="card scroll" tabIndex={0} role="group" aria-label={caption}>
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="num">
              {t('figures.purchases')}
            </th>
            <th scope="col" className="num">
              {t('figures.value')}
            </th>
            <th scope="col" className="num">
              {t('figures.applied')}
            </th>
            <th scope="col" className="num">
              {t('figures.unless')}
            </th>
            <th scope="col" className="num">
              {t('figures.undecided')}
            </th>
            <th scope="col" className="num">
              {t('figures.share')}
            </th>
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{name(row)}</th>
              <td className="num">
                <CountLink to={to(row)} count={row.purchases} />
              </td>
              <td className="num">{euros(row.valueCents)}</td>
              <td className="num">
                <CountLink to={to(row, { besluit: 'applied' })} count={row.applied} />
              </td>
              <td className="num">
                <CountLink to={to(row, { besluit: 'unless' })} count={row.unless} />
              </td>
              <td className="num">
                <CountLink to={to(row, { onbeslist: 'ja' })} count={row.undecided} />
              </td>
              <td className="num">{percent(share(row.applied, row.applied + row.unless + row.undecided))}</td>
              <td>
                <StateBar row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Named({
  title,
  rows,
  name,
  to,
}: {
  title: string;
  rows: Schema['CountedName'][];
  name: (key: string) => string;
  to?: (key: string) => string;
}) {
  const { t } = useTranslation();
  return (
    <section className="card stack stack--small" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 && <p>{t('figures.nothing')}</p>}
      <table className="table">
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{name(row.key)}</th>
              <td className="num">{to ? <CountLink to={to(row.key)} count={row.count} /> : number(row.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
