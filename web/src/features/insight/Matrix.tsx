import { useTranslation } from '../../i18n/say';
import { useSearchParams } from 'react-router';
import type { Schema } from '../../api/client';
import { CountLink, Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { rowsLink } from './filters';

export function Matrix({ cells }: { cells: Schema['MatrixCell'][] }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const names = useNames();
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  return (
    <Scroll label={t('standing.matrix')}>
      <table className="table matrix">
        <thead>
          <tr>
            <th scope="col">{t('app.theme')}</th>
            {names.instruments.map((instrument) => (
              <th scope="col" key={instrument.code}>
                {instrument.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.themes.map((theme) => (
            <tr key={theme.code}>
              <th scope="row">{theme.name}</th>
              {names.instruments.map((instrument) => {
                const count =
                  cells.find((cell) => cell.theme === theme.code && cell.instrument === instrument.code)?.count ?? 0;
                return (
                  <td key={instrument.code}>
                    {count === 0 ? (
                      <span>0</span>
                    ) : (
                      <CountLink
                        count={count}
                        className={`heat-${Math.ceil((count / most) * 4)}`}
                        to={rowsLink(params, { theme: theme.code, instrument: instrument.code, status: 'asks' })}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
