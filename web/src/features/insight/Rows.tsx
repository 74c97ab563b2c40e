import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { date, euros, money } from '../../format';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { useList } from '../../ui/filters';
import { Awaited, Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { readQuery, rowNames } from './filters';

function Selection() {
  const { t } = useTranslation();
  const names = useNames();
  const { params, set } = useList();
  const say = (name: string, value: string): string => {
    if (name === 'theme') return names.theme(value);
    if (name === 'instrument') return names.code('instrument', value);
    if (name === 'unitId') return names.unit(value);
    if (name === 'unassigned') return t('app.noUnit');
    if (name === 'cpv') return names.cpv(value);
    if (name === 'status' || name === 'band' || name === 'threshold') return t(word(name, value));
    if (name === 'nature' || name === 'procedure') return names.code(name, value);
    return `${t(name === 'from' ? 'standing.from' : 'standing.to')} ${value}`;
  };
  const chosen = rowNames.flatMap((name) => (params.get(name) ? [{ name, value: params.get(name) as string }] : []));
  if (chosen.length === 0) return null;
  return (
    <ul className="tags" aria-label={t('rows.selection')}>
      {chosen.map(({ name, value }) => (
        <li key={name}>
          <button type="button" className="tag plain" onClick={() => set(name, '')}>
            {say(name, value)} ✕
          </button>
        </li>
      ))}
    </ul>
  );
}

export function Rows() {
  const { t } = useTranslation();
  const names = useNames();
  const [params] = useSearchParams();
  const query = readQuery(params);
  const { data, error, refetch } = useQuery({
    queryKey: ['procedures', query],
    queryFn: () => unwrap(api.GET('/insight/procedures', { params: { query } })),
  });
  const back = new URLSearchParams(
    [...params].filter(([name]) => !['theme', 'instrument', 'status', 'unassigned'].includes(name)),
  ).toString();
  const download = (format: string) =>
    `/api/v1/insight/procedures/export?${new URLSearchParams([...params, ['format', format]]).toString()}`;
  return (
    <div className="stack">
      <PageTitle
        title={t('rows.title')}
        crumbs={[{ to: `/waar-staan-we${back ? `?${back}` : ''}`, label: t('standing.title') }]}
      />
      <Selection />
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack">
          <div className="row row--between">
            <strong role="status">{t('rows.count', { count: data.items.length })}</strong>
            <span className="row no-print">
              <a href={download('csv')}>{t('rows.csv')}</a>
              <a href={download('xlsx')}>{t('rows.xlsx')}</a>
            </span>
          </div>
          {data.truncated && <p className="alert alert--note">{t('rows.truncated')}</p>}
          {data.items.length === 0 && <p>{t('standing.empty')}</p>}
          {data.items.length > 0 && (
            <Scroll label={t('rows.title')}>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t('rows.titleColumn')}</th>
                    <th scope="col">{t('rows.published')}</th>
                    <th scope="col" className="num">
                      {t('rows.value')}
                    </th>
                    <th scope="col">{t('rows.themes')}</th>
                    <th scope="col">{t('rows.declared')}</th>
                  </tr>
                </thead>
                <tbody>
                  {data.items.map((row) => (
                    <tr key={row.procedureKey}>
                      <th scope="row">
                        <Link to={`/aankondigingen/${row.noticeId}`}>{row.title}</Link>
                        <div className="soft small">
                          {names.unit(row.unitId)} · {names.code('nature', row.nature)}
                          {row.whose === 'joint' && ` · ${t('whose.joint')}`}
                          {row.outcome &&
                            row.outcome !== 'awarded' &&
                            ` · ${t(word('outcome', row.outcome), row.outcome)}`}
                        </div>
                      </th>
                      <td>{date(row.publishedOn)}</td>
                      <td className="num">
                        {row.foreignCents !== null && row.foreignCents !== undefined
                          ? money(row.foreignCents, row.foreignCurrency)
                          : row.valueCents === null || row.valueCents === undefined
                            ? '–'
                            : euros(row.valueCents)}
                        {row.maximumCents !== null && row.maximumCents !== undefined && (
                          <div className="soft small">
                            {t('notice.maximum')} {euros(row.maximumCents)}
                          </div>
                        )}
                      </td>
                      <td>
                        {row.themes.length > 0 ? (
                          <Themes codes={row.themes} />
                        ) : (
                          <span className="soft">{t(row.ambitionOnly ? 'rows.onlyAmbition' : 'rows.asksNothing')}</span>
                        )}
                      </td>
                      <td>
                        {row.declaredThemes.length > 0 ? (
                          <Themes codes={row.declaredThemes} />
                        ) : (
                          <span className="soft">{t('rows.none')}</span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </div>
      )}
    </div>
  );
}

function Themes({ codes }: { codes: string[] }) {
  const names = useNames();
  return (
    <ul className="tags">
      {codes.map((code) => (
        <li key={code} className="tag">
          {names.theme(code)}
        </li>
      ))}
    </ul>
  );
}
