// The findings of a document in columns: on screen and as the annex on paper.
import { useTranslation } from '../../i18n/say';
import { number } from '../../format';
import { word } from '../../i18n';
import { Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import type { Finding } from './check';

const columns = ['page', 'theme', 'instrument', 'strength', 'figure', 'quote'] as const;

export function FindingTable({ findings }: { findings: Finding[] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <Scroll label={t('check.tableLabel')}>
      <table className="table">
        <caption>{t('check.tableLabel')}</caption>
        <thead>
          <tr>
            {columns.map((each) => (
              <th key={each} scope="col">
                {t(`check.column.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {findings.map((each) => (
            <tr key={each.position}>
              <td>{each.page > 0 ? each.page : '–'}</td>
              <td>{names.theme(each.theme)}</td>
              <td>{names.code('instrument', each.instrument)}</td>
              <td>{names.code('strength', each.strength)}</td>
              <td>
                {each.figure
                  ? `${number(each.figure.value)} ${t(word('check.unit', each.figure.unit), each.figure.unit)}`
                  : '–'}
              </td>
              <td className="check__quote">{each.quote}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
