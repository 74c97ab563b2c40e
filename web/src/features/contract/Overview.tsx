// Social return over all contracts, for who coordinates it: who is behind or silent, what waits for a look, and what is to be settled.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, number, shortEuros } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { pageSize, useList } from '../../ui/filters';
import { useUnitFilter } from '../../ui/kinds';
import { CountLink, Print } from '../../ui/list';
import { Listing } from '../../ui/Listing';
import type { Column } from '../../ui/ListTable';
import { useSelection } from '../../ui/selection';
import { Status } from '../../ui/Status';
import { Remind } from './Remind';

type Line = Schema['OverviewLine'];
type Page = Schema['OverviewPage'];
const shows = ['behind', 'silent', 'waits', 'plan', 'settle'] as const;
type Show = (typeof shows)[number];

const isShow = (value: string): value is Show => shows.some((each) => each === value);

// Each count is a door to its rows, with the filters that stand.
function Doors({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const now = params.get('toon') ?? '';
  const to = (show: string) => {
    const after = new URLSearchParams(params);
    after.delete('page');
    if (show) after.set('toon', show);
    else after.delete('toon');
    return `?${after.toString()}`;
  };
  const door = (show: string, label: string, count: number) => (
    <li key={show}>
      <CountLink to={to(show)} count={count} aria-current={now === show ? 'true' : undefined}>
        {`${label} ${number(count)}`}
      </CountLink>
    </li>
  );
  return (
    <nav aria-label={t('contract.overview.doors')}>
      <ul className="nav nav--sub">
        {door('', t('contract.overview.all'), page.all)}
        {shows.map((show) => {
          const count = page[show];
          return count === null || count === undefined ? null : door(show, t(`contract.overview.show.${show}`), count);
        })}
      </ul>
    </nav>
  );
}

export function Overview() {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit');
  const unit = useUnitFilter(t('app.unit'));
  const { params, page } = useList();
  const value = (name: string) => params.get(name) ?? '';
  const show = value('toon');
  const query = {
    ...(isShow(show) ? { show } : {}),
    ...(value('mijn') ? { mine: true } : {}),
    ...(value('onderdeel') ? { unitId: value('onderdeel') } : {}),
    ...(value('zoek') ? { search: value('zoek') } : {}),
    page,
    pageSize,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['contracts', 'social-return', query],
    queryFn: () => unwrap(api.GET('/social-return', { params: { query } })),
    placeholderData: (before) => before,
  });
  const selection = useSelection(data?.total ?? 0);
  const pace = (line: Line) => {
    if (line.lacks.length > 0) return t('contract.overview.cannot');
    if (line.few) return t('contract.overview.few');
    if (line.obligationCents === 0) return t('contract.overview.nothingAsked');
    return line.paceBp === null || line.paceBp === undefined
      ? '–'
      : t('contract.overview.pace', { percent: number(Math.round(line.paceBp / 100)) });
  };
  const stands = (line: Line) => {
    if (line.planLate)
      return <Status kind="late">{t('contract.overview.planLate', { day: date(line.planDueOn ?? '') })}</Status>;
    if (line.late > 0) return <Status kind="late">{t('contract.lateCount', { count: line.late })}</Status>;
    if (line.waits > 0)
      return <Status kind="proposed">{t('contract.overview.waitsCount', { count: line.waits })}</Status>;
    if (line.toSettle) return <Status kind="open">{t('contract.overview.toSettle')}</Status>;
    return t('contract.onTrack');
  };
  const done = (line: Line) => (line.lacks.length > 0 || line.few ? '–' : shortEuros(line.fulfilledCents));
  const asked = (line: Line) => (line.lacks.length > 0 ? '–' : shortEuros(line.obligationCents));
  const columns: Column<Line>[] = [
    { label: t('contract.party'), cell: (line) => line.party ?? t('contract.noParty') },
    { label: t('contract.overview.asked'), num: true, cell: asked },
    { label: t('contract.overview.done'), num: true, cell: done },
    { label: t('contract.overview.paceLabel'), num: true, phone: true, cell: pace },
    { label: t('contract.stateLabel'), cell: stands },
    { label: t('contract.endOn'), cell: (line) => (line.endOn ? date(line.endOn) : t('contract.noEnd')) },
  ];
  const sums =
    data?.obligationCents === null || data?.obligationCents === undefined
      ? ''
      : ` · ${t('contract.overview.together', {
          done: shortEuros(data.fulfilledCents ?? 0),
          asked: shortEuros(data.obligationCents),
        })}`;
  return (
    <div className="stack">
      <PageTitle title={t('contract.overview.title')}>
        <span className="row no-print">
          <Link to="/contracten/regels">{t('contract.rulesTitle')}</Link>
        </span>
      </PageTitle>
      <FilterBar
        search={{ name: 'zoek', label: t('contract.search') }}
        filters={[
          unit,
          { name: 'mijn', label: t('contract.overview.mine') },
          {
            name: 'toon',
            label: t('contract.overview.showLabel'),
            options: shows.map((each) => ({ value: each, label: t(`contract.overview.show.${each}`) })),
          },
        ]}
      />
      {data && <Doors page={data} />}
      <Listing
        data={data}
        error={error}
        retry={() => void refetch()}
        text={t('contract.overview.count', { count: data?.total ?? 0, formatted: number(data?.total ?? 0) }) + sums}
        empty={t('contract.overview.empty')}
        tools={<Print />}
        label={t('contract.overview.title')}
        head={{ label: t('contract.one') }}
        name={(line) => line.title}
        title={(line) => (
          <>
            <Link to={`/contracten/${line.id}#social-return`}>{line.title}</Link>
            {line.reference && <span className="soft small">{` ${line.reference}`}</span>}
          </>
        )}
        second={(line) =>
          [
            line.party ?? t('contract.noParty'),
            t('contract.overview.doneOf', { done: done(line), asked: asked(line) }),
            line.late > 0 ? t('contract.lateCount', { count: line.late }) : '',
            line.waits > 0 ? t('contract.overview.waitsCount', { count: line.waits }) : '',
          ]
            .filter(Boolean)
            .join(' · ')
        }
        columns={columns}
        {...(mayEdit ? { selection } : {})}
      />
      {mayEdit && <Remind selection={selection} />}
    </div>
  );
}
