import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { number } from '../../format';
import { word } from '../../i18n';

export interface RereadReport {
  notices: number;
  changed: number;
  keptApart: number;
  fields: Record<string, number>;
  examples: { notice: string; file: string; fields: string[] }[];
  failed: { file: string; code: string }[];
}

// What reading again changed: how many notices, in which fields, and which ones.
export function Reread({ report }: { report: RereadReport }) {
  const { t } = useTranslation();
  const name = (field: string) => t(word('reread.field', field), field);
  const fields = Object.entries(report.fields).sort((a, b) => b[1] - a[1]);
  return (
    <section className="card stack" aria-labelledby="report">
      <h2 id="report">{t('jobs.report')}</h2>
      <p>{t('reread.done', { notices: number(report.notices), changed: number(report.changed) })}</p>
      {report.keptApart > 0 && (
        <p>
          <Link to="/aankondigingen?whose=other">{t('jobs.keptApart', { count: report.keptApart })}</Link>
        </p>
      )}
      {fields.length > 0 && (
        <table className="table">
          <caption>{t('reread.fields')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reread.what')}</th>
              <th scope="col">{t('reread.notices')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(([field, count]) => (
              <tr key={field}>
                <th scope="row">{name(field)}</th>
                <td>{number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {report.examples.length > 0 && (
        <>
          <h3>{t('reread.which')}</h3>
          <ul className="list">
            {report.examples.map((each) => (
              <li key={each.notice}>
                <Link to={`/aankondigingen/${each.notice}`}>{each.file}</Link>
                <div className="soft small">{each.fields.map(name).join(', ')}</div>
              </li>
            ))}
          </ul>
        </>
      )}
      {report.failed.length > 0 && (
        <>
          <h3>{t('reread.failed')}</h3>
          <ul>
            {report.failed.map((each) => (
              <li key={each.file}>{each.file}</li>
            ))}
          </ul>
        </>
      )}
      <Link to="/waar-staan-we">{t('jobs.toStanding')}</Link>
    </section>
  );
}
