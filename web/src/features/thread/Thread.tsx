// The red thread: one picture of what policy wants and what came of it, with the same rows as a table and on paper.
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useThemeFilter, useUnitFilter } from '../../ui/kinds';
import { useNames } from '../../ui/names';
import { useNarrow } from '../../ui/narrow';
import { PolicyNav } from '../policy/PolicyNav';
import { useAsked, usePages, usePicture, type Asked, type Picture } from './asked';
import { Council } from './Council';
import { Drawing } from './Drawing';
import { FigureLine } from './Figures';
import { Levels, PictureTable } from './PictureTable';
import { Legend } from './Shape';
import { Terms } from '../../ui/Term';

function Filters({ picture, asked }: { picture: Picture | undefined; asked: Asked }) {
  const { t } = useTranslation();
  const theme = useThemeFilter(t('app.theme'));
  const unit = useUnitFilter(t('app.unit'));
  const years = picture?.years ?? (asked.query.year ? [asked.query.year] : []);
  return (
    <FilterBar
      filters={[
        theme,
        unit,
        {
          name: 'jaar',
          label: t('thread.year'),
          options: years.map((each) => ({ value: String(each), label: String(each) })),
        },
        {
          name: 'breedte',
          label: t('thread.by.label'),
          standard: 'aantal',
          options: [
            { value: 'aantal', label: t('thread.by.count') },
            { value: 'euro', label: t('thread.by.euro') },
          ],
        },
      ]}
    />
  );
}

// What is asked for, with the way back to the whole and to its own page.
function Focus({ picture, asked }: { picture: Picture; asked: Asked }) {
  const { t } = useTranslation();
  const { page } = usePages();
  const focus = picture.focus;
  if (!focus) return null;
  const own = page(focus);
  const confirmable = picture.columns.some((column) => column.suggested > 0);
  return (
    <div className="stack stack--small">
      <h2 className="wrap-anywhere">{focus.title || t('thread.noTitle')}</h2>
      {focus.wholeTitle && <p className="soft">{focus.wholeTitle}</p>}
      <p className="row no-print">
        <Link to={asked.focus(null)}>{t('thread.clear')}</Link>
        {own && <Link to={own}>{t('thread.open')}</Link>}
        {confirmable && <Link to={`/beleid/koppelingen?van=${focus.key}`}>{t('thread.confirm')}</Link>}
      </p>
    </div>
  );
}

export function Thread() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const asked = useAsked();
  const names = useNames();
  const narrow = useNarrow();
  const { data, error, isPlaceholderData } = usePicture(asked.query);
  const empty = data && data.nodes.length === 0;
  const themes = names.themes
    .map((each) => each.code)
    .filter((code) => data?.nodes.some((node) => node.themes.includes(code)));
  return (
    <div className="stack thread-page" aria-busy={isPlaceholderData}>
      <div className="stack no-print">
        <PageTitle title={t('thread.title')}>
          <Button className="no-print" disabled={!data} onClick={() => window.print()}>
            {t('thread.print')}
          </Button>
        </PageTitle>
        <PolicyNav />
        {!params.get('van') && <p className="lead">{t('thread.intro')}</p>}
        <Terms of={['redThread', 'gap']} />
        <Filters picture={data} asked={asked} />
        {error && <ErrorNote error={error} />}
        {!data && !error && <Loading />}
        {data && (
          <>
            <Focus picture={data} asked={asked} />
            <FigureLine picture={data} asked={asked} />
            {empty && <p className="card">{t('thread.empty')}</p>}
            {!empty && !narrow && (
              <section className="card stack stack--small" aria-label={t('thread.chart')}>
                <p id="thread-keys" className="soft small">
                  {t('thread.keys')}
                </p>
                <Drawing picture={data} asked={asked} />
                <Legend themes={themes} />
              </section>
            )}
            {!empty && (
              <section className="card stack stack--small" aria-labelledby="thread-table">
                <h2 id="thread-table">{narrow ? t('thread.levels') : t('thread.table')}</h2>
                {narrow ? <Levels picture={data} asked={asked} /> : <PictureTable picture={data} asked={asked} />}
              </section>
            )}
          </>
        )}
      </div>
      {data && <Council picture={data} asked={asked} />}
    </div>
  );
}
