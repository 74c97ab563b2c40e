// Do the documents say what was promised? Line by line, what is open first.
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { useMay } from '../../api/queries';
import { Loading, PageError } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useList } from '../../ui/filters';
import { Awaited, Empty, ListHead, Print } from '../../ui/list';
import { useNames } from '../../ui/names';
import { Status } from '../../ui/Status';
import { Head } from '../purchase/Head';
import { usePurchase } from '../purchase/purchase';
import { kinds, type Line, pageOfDocument, states, useCheck } from './check';
import { CheckLine } from './CheckLine';
import { Verdict } from './CheckSummary';

function Lines({
  purchase,
  title,
  lines,
  mayEdit,
}: {
  purchase: string;
  title: string;
  lines: Line[];
  mayEdit: boolean;
}) {
  if (lines.length === 0) return null;
  return (
    <section className="card stack stack--small" aria-label={title}>
      <h3>
        {title} ({lines.length})
      </h3>
      <ul className="list list--plain">
        {lines.map((line) => (
          <CheckLine key={line.key} purchase={purchase} line={line} mayEdit={mayEdit} />
        ))}
      </ul>
    </section>
  );
}

export function CheckPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayEdit = useMay('purchase.edit');
  const names = useNames();
  const { value } = useList();
  const purchase = usePurchase(id);
  const { data, error } = useCheck(id);
  if (purchase.error) return <PageError error={purchase.error} />;
  if (!purchase.data) return <Loading />;
  const order = (line: Line) => states.indexOf(line.state);
  const shown = (data?.lines ?? [])
    .filter(
      (line) =>
        (!value('thema') || line.theme === value('thema')) &&
        (!value('soort') || line.kind === value('soort')) &&
        (!value('uitkomst') || line.state === value('uitkomst')),
    )
    .sort((a, b) => order(a) - order(b));
  const sections = [
    { title: t('check.openLines'), lines: shown.filter((line) => line.open) },
    { title: t('check.acceptedLines'), lines: shown.filter((line) => line.settled) },
    { title: t('check.goodLines'), lines: shown.filter((line) => !line.open && !line.settled) },
  ];
  return (
    <div className="stack">
      <Head purchase={purchase.data} />
      <h2>{t('check.title')}</h2>
      <Awaited data={data} error={error} />
      {data?.documents.length === 0 && (
        <section className="card stack stack--small" aria-label={t('check.title')}>
          <p>
            <Status kind="open">{t('check.noDocuments')}</Status>
          </p>
          <p>
            <Link to={`/inkopen/${id}#documents`}>{t('check.addDocuments')}</Link>
          </p>
        </section>
      )}
      {data && data.documents.length > 0 && (
        <>
          <section className="card stack stack--small" aria-label={t('check.outcome')}>
            <Verdict check={data} />
            <p>{t('check.read', { count: data.documents.length })}</p>
            <ul>
              {data.documents.map((each) => (
                <li key={each.id}>
                  <Link to={pageOfDocument(id, each.id)}>
                    {t('check.document', { title: each.title, version: each.version })}
                  </Link>
                  {each.unread > 0 && <span className="soft"> · {t('check.unread', { count: each.unread })}</span>}
                </li>
              ))}
            </ul>
          </section>
          <FilterBar
            filters={[
              {
                name: 'thema',
                label: t('check.theme'),
                options: names.themes.map((each) => ({ value: each.code, label: each.name })),
              },
              {
                name: 'soort',
                label: t('check.about'),
                options: kinds.map((each) => ({ value: each, label: t(`check.kind.${each}`) })),
              },
              {
                name: 'uitkomst',
                label: t('check.outcome'),
                options: states.map((each) => ({ value: each, label: t(`check.state.${each}`) })),
              },
            ]}
          />
          <ListHead total={shown.length} text={t('check.lines', { count: shown.length })}>
            <Print />
          </ListHead>
          {shown.length === 0 && <Empty none={t('check.nothing')} />}
          {sections.map((each) => (
            <Lines key={each.title} purchase={id} title={each.title} lines={each.lines} mayEdit={mayEdit} />
          ))}
        </>
      )}
    </div>
  );
}
