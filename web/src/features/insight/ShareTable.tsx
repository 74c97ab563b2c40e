// A table of shares: key, count, value, share with impact as number and bar. Each number opens its rows.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { euros, percent, share } from '../../format';
import { Bar } from '../../ui/basics';
import { CountLink, Scroll } from '../../ui/list';

interface Props {
  caption: string;
  head: string;
  rows: Schema['Share'][];
  name: (key: string) => string;
  link: (key: string, status?: string) => string;
}

export function ShareTable({ caption, head, rows, name, link }: Props) {
  const { t } = useTranslation();
  return (
    <Scroll label={caption}>
      <table className="table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="num">
              {t('standing.count')}
            </th>
            <th scope="col" className="num">
              {t('standing.value')}
            </th>
            <th scope="col" className="num">
              {t('standing.share')}
            </th>
            <td aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const fraction = share(row.withImpact, row.count);
            return (
              <tr key={row.key}>
                <th scope="row">{name(row.key)}</th>
                <td className="num">
                  <CountLink to={link(row.key)} count={row.count} />
                </td>
                <td className="num">{euros(row.valueCents)}</td>
                <td className="num">
                  <CountLink to={link(row.key, 'asks')} count={row.withImpact}>
                    {percent(fraction)}
                  </CountLink>
                </td>
                <td>
                  <Bar fraction={fraction} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
