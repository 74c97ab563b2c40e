// Two versions of a document: what asks less, more, elsewhere or nothing any more.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Loading, PageError, PageTitle } from '../../ui/basics';
import { Empty, ListHead, Print } from '../../ui/list';
import { useNames } from '../../ui/names';
import { type Kind, Status } from '../../ui/Status';
import { pageOfDocument } from './check';

type ComparisonLine = Schema['ComparisonLine'];

const signs: Record<ComparisonLine['change'], Kind> = {
  dropped: 'late',
  weakened: 'proposed',
  moved: 'plain',
  added: 'applied',
  strengthened: 'done',
};

function Side({ title, place, to }: { title: string; place: Schema['ComparedPlace']; to: string }) {
  const names = useNames();
  return (
    <div className="stack stack--tight">
      <span className="soft small">{title}</span>
      <blockquote className="finding__quote">{place.quote}</blockquote>
      <span className="small">
        <Link to={`${to}#p-${String(place.passage)}`}>
          {names.code('instrument', place.instrument)}
          {place.page > 0 ? `, p. ${String(place.page)}` : ''}
        </Link>
      </span>
    </div>
  );
}

export function Comparison() {
  const { t } = useTranslation();
  const { id = '', doc = '' } = useParams();
  const names = useNames();
  const { data, error } = useQuery({
    queryKey: ['document-comparison', doc],
    queryFn: () => unwrap(api.GET('/documents/{id}/comparison', { params: { path: { id: doc }, query: {} } })),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const versions = { before: data.before.version, after: data.after.version };
  return (
    <div className="stack">
      <PageTitle
        title={t('check.compareTitle', { title: data.after.title })}
        crumbs={[
          { to: `/inkopen/${id}#documents`, label: t('check.documents') },
          { to: pageOfDocument(id, doc), label: data.after.title },
        ]}
      />
      <p>{t('check.compared', versions)}</p>
      <section className="card stack stack--small" aria-label={t('check.changes')}>
        <ListHead total={data.lines.length} text={t('check.changesCount', { count: data.lines.length })}>
          <Print />
        </ListHead>
        {data.lines.length === 0 && <Empty none={t('check.noChanges')} />}
        <ul className="list list--plain">
          {data.lines.map((line) => (
            <li
              key={`${line.change}/${String(line.before?.passage)}/${String(line.after?.passage)}/${line.theme}/${line.before?.quote ?? line.after?.quote ?? ''}`}
              className="finding"
              data-change={line.change}
            >
              <div className="row">
                <Status kind={signs[line.change]}>{t(`check.change.${line.change}`)}</Status>
                <span className="tag tag--plain">{names.theme(line.theme)}</span>
              </div>
              <ul className="check__why">
                {line.why.map((why) => (
                  <li key={why}>{why}</li>
                ))}
              </ul>
              <div className="check__sides">
                {line.before && (
                  <Side
                    title={t('check.version', { version: versions.before })}
                    place={line.before}
                    to={pageOfDocument(id, data.before.id)}
                  />
                )}
                {line.after && (
                  <Side
                    title={t('check.version', { version: versions.after })}
                    place={line.after}
                    to={pageOfDocument(id, data.after.id)}
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
        <p className="soft">{t('check.unchanged', { count: data.unchanged })}</p>
      </section>
    </div>
  );
}
