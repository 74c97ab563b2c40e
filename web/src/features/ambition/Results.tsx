// What a session led to: the web, its figures, what was said and who does what.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, number } from '../../format';
import { word } from '../../i18n';
import { ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { Actions } from './Actions';
import { Decide } from './Decide';
import { Frame } from './Frame';
import { Notes } from './Notes';
import { Scores } from './Scores';
import { Web } from './Web';

type Theme = Schema['ThemeResult'];
const last = (theme: Theme) => (theme.second.votes + theme.second.dontKnow > 0 ? theme.second : theme.first);

// The median per role, for the lines that lie over the web.
function roleLines(themes: Theme[], say: (role: string) => string) {
  const all = [...new Set(themes.flatMap((theme) => last(theme).roles.map((role) => role.role)))].sort();
  return all.map((role) => ({
    label: say(role),
    levels: themes.map((theme) => last(theme).roles.find((each) => each.role === role)?.median ?? null),
  }));
}

function Table({ themes }: { themes: Theme[] }) {
  const { t } = useTranslation();
  return (
    <Scroll label={t('results.table')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('app.theme')}</th>
            <th scope="col">{t('results.agreed')}</th>
            <th scope="col">{t('ambition.firstRound')}</th>
            <th scope="col">{t('ambition.secondRound')}</th>
            <th scope="col">{t('ambition.spread')}</th>
            <th scope="col">{t('results.policy')}</th>
          </tr>
        </thead>
        <tbody>
          {themes.map((theme) => (
            <tr key={theme.position}>
              <th scope="row">
                <a href={`#thema-${theme.position}`}>{theme.title}</a>
              </th>
              <td>
                {theme.agreedLevel === null || theme.agreedLevel === undefined
                  ? t(`ambition.state.${theme.state}`)
                  : `${theme.agreedLevel} ${t(word('ambition.level', theme.agreedLevel))}`}
              </td>
              <td>
                {theme.first.median === null || theme.first.median === undefined ? '–' : number(theme.first.median)}
              </td>
              <td>
                {theme.second.median === null || theme.second.median === undefined ? '–' : number(theme.second.median)}
              </td>
              <td>
                {last(theme).lowest === null || last(theme).lowest === undefined
                  ? '–'
                  : `${last(theme).lowest}–${last(theme).highest}`}
              </td>
              <td>
                {theme.policyLevel ?? '–'}{' '}
                {theme.againstPolicy && (
                  <span className={theme.againstPolicy === 'at' ? 'tag' : 'tag tag--sun'}>
                    {t(word('ambition.against', theme.againstPolicy))}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export function Results({ id }: { id: string }) {
  const { t } = useTranslation();
  const mayEdit = useMay('ambition.edit');
  const { data, error } = useQuery({
    queryKey: ['ambition', 'results', id],
    queryFn: () => unwrap(api.GET('/ambition-sessions/{id}/results', { params: { path: { id } } })),
  });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  const report = (format: string) => `/api/v1/ambition-sessions/${id}/report?format=${format}`;
  return (
    <div className="stack">
      <PageTitle title={data.title} crumbs={[{ to: '/ambities', label: t('ambition.title') }]}>
        <span className="row no-print">
          {['html', 'odt', 'pdf'].map((format) => (
            <a key={format} href={report(format)} download>
              {t('results.report', { format: format.toUpperCase() })}
            </a>
          ))}
        </span>
      </PageTitle>
      <p className="lead">{data.question}</p>
      <p>
        {[t(`ambition.purposes.${data.purpose}`), data.unit, data.project, date(data.closedAt), data.facilitator]
          .filter(Boolean)
          .join(' · ')}
        {data.roles.length > 0 &&
          ` · ${data.roles.map((role) => `${role.count} ${t(word('ambition.role', role.role)).toLowerCase()}`).join(', ')}`}
      </p>
      <p>
        <Link to={`/ambities/afspraken?sessie=${id}&alle=ja`}>{t('results.agreements')}</Link>
      </p>
      <section className="card stack" aria-labelledby="web">
        <h2 id="web">{t('ambition.web')}</h2>
        <Web
          label={t('results.webLabel')}
          corners={data.themes.map((theme) => ({
            label: theme.title,
            level: theme.agreedLevel ?? null,
            lowest: last(theme).lowest ?? null,
            highest: last(theme).highest ?? null,
            policy: theme.policyLevel ?? null,
          }))}
          lines={[{ label: t('ambition.agreedLevels'), levels: data.themes.map((theme) => theme.agreedLevel ?? null) }]}
        />
        <Table themes={data.themes} />
        <details>
          <summary>{t('results.perRole')}</summary>
          <Web
            label={t('results.perRole')}
            corners={data.themes.map((theme) => ({ label: theme.title, level: null }))}
            lines={roleLines(data.themes, (role) => t(word('ambition.role', role)))}
          />
        </details>
      </section>
      {data.themes.map((theme) => (
        <section
          key={theme.position}
          id={`thema-${theme.position}`}
          className="card stack stack--small"
          aria-labelledby={`theme-${theme.position}`}
        >
          <h2 id={`theme-${theme.position}`}>{theme.title}</h2>
          {theme.state === 'agreed' && (
            <p>
              <strong>
                {t('seat.agreed', {
                  level: theme.agreedLevel,
                  name: t(word('ambition.level', theme.agreedLevel ?? 0)),
                })}
              </strong>{' '}
              {theme.reason}
            </p>
          )}
          {theme.state === 'disagreed' && (
            <p>
              <strong>{t('results.disagreed')}</strong> {theme.reason}{' '}
              {t('results.decider', { name: theme.decider ?? '–' })}
            </p>
          )}
          {theme.state === 'disagreed' && mayEdit && <Decide sessionId={id} theme={theme} />}
          <details>
            <summary>{t('results.more')}</summary>
            <div className="stack">
              {theme.first.votes + theme.first.dontKnow > 0 && (
                <Scores heading="h3" tally={theme.first} policy={theme.policyLevel} title={t('ambition.firstRound')} />
              )}
              {theme.second.votes + theme.second.dontKnow > 0 && (
                <Scores
                  heading="h3"
                  tally={theme.second}
                  policy={theme.policyLevel}
                  title={t('ambition.secondRound')}
                />
              )}
              <Notes heading="h3" notes={theme.notes} />
              <Frame heading="h3" theme={theme} />
            </div>
          </details>
        </section>
      ))}
      <Actions sessionId={id} actions={data.actions} themes={data.themes} />
    </div>
  );
}
