// One document of a purchase: its text with what was found in it, the check beside it, or the same as a table.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { dateTime } from '../../format';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useList } from '../../ui/filters';
import { useHash } from '../../ui/hash';
import { Awaited, Empty, ListHead, Print } from '../../ui/list';
import { useNames } from '../../ui/names';
import { usePurchase } from '../purchase/purchase';
import { type Finding, strengths, useCheck } from './check';
import { DocumentText, idOfFinding } from './DocumentText';
import { FindingPanel } from './FindingPanel';
import { FindingTable } from './FindingTable';
import { LinesHere } from './LinesHere';
import { Missed } from './Missed';

function usePassages(doc: string) {
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['document-passages', doc],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/documents/{id}/passages', {
          params: { path: { id: doc }, query: pageParam === null ? {} : { after: pageParam } },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.nextAfter ?? null,
  });
  // A long document comes a thousand passages at once, all of it.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { passages: data?.pages.flatMap((page) => page.items), error, all: !hasNextPage };
}

function Filters() {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <FilterBar
      filters={[
        {
          name: 'thema',
          label: t('check.theme'),
          options: names.themes.map((each) => ({ value: each.code, label: each.name })),
        },
        {
          name: 'plek',
          label: t('check.instrument'),
          options: names.instruments.map((each) => ({ value: each.code, label: each.name })),
        },
        {
          name: 'sterkte',
          label: t('check.strength'),
          options: strengths.map((each) => ({ value: each, label: names.code('strength', each) })),
        },
        { name: 'tabel', label: t('check.asTable') },
      ]}
    />
  );
}

// The finding that is looked at, by buttons and, with the focus inside, by n and p.
function useWalk(findings: Finding[]) {
  const [position, setPosition] = useState<number | null>(null);
  const at = findings.findIndex((each) => each.position === position);
  const show = (finding: Finding | undefined) => {
    if (!finding) return;
    setPosition(finding.position);
    document.getElementById(idOfFinding(finding))?.scrollIntoView({ block: 'center' });
  };
  const next = () => show(findings[at < 0 ? 0 : Math.min(at + 1, findings.length - 1)]);
  const previous = () => show(findings[at < 0 ? 0 : Math.max(at - 1, 0)]);
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
      return;
    if (event.key === 'n') next();
    else if (event.key === 'p') previous();
  };
  return { at, chosen: at < 0 ? undefined : findings[at], show, next, previous, onKeyDown };
}

export function DocumentPage() {
  const { t } = useTranslation();
  const { id = '', doc = '' } = useParams();
  const mayEdit = useMay('purchase.edit');
  const { value } = useList();
  const purchase = usePurchase(id);
  const { data, error } = useQuery({
    queryKey: ['purchase-document', doc],
    queryFn: () => unwrap(api.GET('/documents/{id}', { params: { path: { id: doc } } })),
  });
  const found = useQuery({
    queryKey: ['document-findings', doc],
    queryFn: () => unwrap(api.GET('/documents/{id}/findings', { params: { path: { id: doc }, query: {} } })),
  });
  const { passages, error: unread, all } = usePassages(doc);
  const check = useCheck(id);
  const findings = (found.data?.items ?? []).filter(
    (each) =>
      (!value('thema') || each.theme === value('thema')) &&
      (!value('plek') || each.instrument === value('plek')) &&
      (!value('sterkte') || each.strength === value('sterkte')),
  );
  const walk = useWalk(findings);
  useHash(passages !== undefined && all);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const lines = (check.data?.lines ?? []).filter((line) => line.where.some((place) => place.documentId === doc));
  return (
    <div className="stack">
      <PageTitle
        title={data.title}
        crumbs={[
          { to: `/inkopen/${id}`, label: purchase.data?.title ?? t('check.purchase') },
          { to: `/inkopen/${id}#documents`, label: t('check.documents') },
        ]}
      />
      <p className="row">
        <span className="tag">{t('check.version', { version: data.number })}</span>
        <span>{t('check.foundCount', { count: data.findings })}</span>
        {data.pages > 0 && <span>{t('check.pages', { count: data.pages })}</span>}
        {data.readAt && <span className="soft">{t('check.readAt', { at: dateTime(data.readAt) })}</span>}
        {data.unread > 0 && <span className="tag tag--bad">{t('check.unread', { count: data.unread })}</span>}
      </p>
      <p className="row no-print">
        <Link to={`/inkopen/${id}/controle`}>{t('check.open')}</Link>
        {data.number > 1 && <Link to={`/inkopen/${id}/documenten/${doc}/vergelijking`}>{t('check.compare')}</Link>}
        <a href={`/api/v1/documents/${doc}/original`} download>
          {t('check.original')}
        </a>
      </p>
      <Filters />
      <Awaited data={passages && found.data} error={unread ?? found.error} />
      {passages && found.data && (
        <>
          <ListHead total={findings.length} text={t('check.findings', { count: findings.length })}>
            <Print />
          </ListHead>
          {findings.length === 0 && <Empty none={t('check.noFindings')} />}
          <div className="print-only">
            <FindingTable findings={findings} />
          </div>
          {value('tabel') ? (
            <div className="no-print">
              <FindingTable findings={findings} />
            </div>
          ) : (
            <div className="viewer" onKeyDown={walk.onKeyDown}>
              <div className="viewer__side no-print" role="region" aria-label={t('check.beside')} tabIndex={0}>
                <div className="row">
                  <Button disabled={findings.length === 0} onClick={walk.previous}>
                    {t('check.previous')}
                  </Button>
                  <Button disabled={findings.length === 0} onClick={walk.next}>
                    {t('check.next')}
                  </Button>
                  <span role="status">
                    {walk.at >= 0 && t('check.at', { at: walk.at + 1, count: findings.length })}
                  </span>
                </div>
                <p className="soft small">{t('check.keys')}</p>
                {walk.chosen && (
                  <FindingPanel key={walk.chosen.position} doc={doc} finding={walk.chosen} mayEdit={mayEdit} />
                )}
                <LinesHere purchase={id} doc={doc} lines={lines} />
                {mayEdit && <Missed doc={doc} passages={passages} />}
              </div>
              <DocumentText
                doc={doc}
                passages={passages}
                findings={findings}
                lines={lines}
                chosen={walk.chosen}
                onChoose={walk.show}
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}
