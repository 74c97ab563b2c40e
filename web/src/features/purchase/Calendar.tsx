// The year ahead, month by month, by the day of publication.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { euros, number, shortEuros } from '../../format';
import { PageTitle } from '../../ui/basics';
import { FilterBar } from '../../ui/FilterBar';
import { useList } from '../../ui/filters';
import { useUnitFilter } from '../../ui/kinds';
import { Awaited, Empty, ListHead } from '../../ui/list';
import { CalendarLink } from './CalendarLink';
import { PurchaseNav } from './PurchaseNav';
import { Line } from './Line';

const iso = (day: Date) => day.toISOString().slice(0, 10);

export function Calendar() {
  const { t, i18n } = useTranslation();
  const unit = useUnitFilter(t('purchase.unit'));
  const { params } = useList();
  const today = new Date();
  const year = params.get('jaar');
  const unitId = params.get('onderdeel') ?? '';
  // The twelve months from now, or a whole year.
  const from = year ? `${year}-01-01` : `${iso(today).slice(0, 7)}-01`;
  const to = year ? `${year}-12-31` : iso(new Date(Date.UTC(today.getUTCFullYear() + 1, today.getUTCMonth(), 0)));
  const query = {
    from,
    to,
    order: 'soonest' as const,
    pageSize: 200,
    ...(unitId ? { unitId } : {}),
    ...(params.get('klein') ? {} : { small: false }),
  };
  const { data, error } = useQuery({
    queryKey: ['purchases', query],
    queryFn: () => unwrap(api.GET('/purchases', { params: { query } })),
    placeholderData: (before) => before,
  });
  const years = [-2, -1, 0, 1, 2].map((each) => String(today.getUTCFullYear() + each));
  const months = new Map<string, Schema['PurchaseLine'][]>();
  for (const line of data?.items ?? [])
    months.set((line.publishOn ?? '').slice(0, 7), [...(months.get((line.publishOn ?? '').slice(0, 7)) ?? []), line]);
  const name = (month: string) =>
    new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'nl-NL', {
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    }).format(new Date(`${month}-01`));
  return (
    <div className="stack">
      <PageTitle title={t('purchase.calendar')} />
      <PurchaseNav />
      <p className="lead">{t('purchase.calendarIntro')}</p>
      <FilterBar
        filters={[
          {
            name: 'jaar',
            label: t('purchase.year'),
            options: years.map((each) => ({ value: each, label: each })),
          },
          unit,
          { name: 'klein', label: t('purchase.withSmall') },
        ]}
      />
      <Awaited data={data} error={error} />
      {data && (
        <ListHead
          total={data.total}
          text={`${t('purchase.count', {
            count: data.total,
            formatted: number(data.total),
            euros: shortEuros(data.valueCents),
          })} · ${year ?? t('purchase.ahead')}`}
        />
      )}
      {data && data.items.length === 0 && (
        <div className="card">
          <Empty none={t('purchase.calendarEmpty')} />
        </div>
      )}
      {[...months].map(([month, lines]) => (
        <section key={month} className="card stack stack--small" aria-labelledby={`m-${month}`}>
          <div className="row row--between">
            <h2 id={`m-${month}`}>{name(month)}</h2>
            <span className="soft">
              {t('purchase.monthSum', {
                count: lines.length,
                euros: euros(lines.reduce((sum, line) => sum + line.valueCents, 0)),
              })}
            </span>
          </div>
          <ul className="list">
            {lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ul>
        </section>
      ))}
      {data && data.total > data.items.length && (
        <p>{t('purchase.calendarMore', { count: data.total - data.items.length })}</p>
      )}
      <CalendarLink />
    </div>
  );
}
