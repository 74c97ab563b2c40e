import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { PageTitle } from '../../ui/basics';
import { Check, Select } from '../../ui/fields';
import { FilterPanel } from '../../ui/FilterPanel';
import { useList, useSlice } from '../../ui/filters';
import { Awaited, Pages } from '../../ui/list';
import { useNames } from '../../ui/names';
import { PolicyNav } from './PolicyNav';

export const subjectLink = (gap: Schema['Gap']) =>
  gap.subjectKind === 'clause'
    ? `/beleid/doelen/nieuw?passage=${gap.subjectId}`
    : gap.subjectKind === 'document'
      ? `/beleid/documenten/${gap.subjectId}`
      : gap.subjectKind === 'goal'
        ? `/beleid/doelen/${gap.subjectId}`
        : gap.subjectKind === 'session'
          ? `/ambities/${gap.subjectId}`
          : gap.subjectKind === 'ambition'
            ? `/ambities/afspraken?ambitie=${gap.subjectId}`
            : gap.subjectKind === 'purchase'
              ? `/inkopen/${gap.subjectId}${gap.kind.startsWith('unless') || gap.kind === 'theme_undecided' ? '/impact' : ''}`
              : `/aankondigingen/${gap.subjectId}`;

export function Gaps() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const kind = params.get('soort') ?? '';
  const mine = params.get('mijn') === 'ja';
  const names = useNames();
  const unitId = params.get('onderdeel') ?? '';
  const query = { ...(kind ? { kind } : {}), ...(mine ? { mine } : {}), ...(unitId ? { unitId } : {}) };
  const { data, error } = useQuery({
    queryKey: ['gaps', query],
    queryFn: () => unwrap(api.GET('/gaps', { params: { query } })),
  });
  const { set } = useList();
  const { shown, ...paged } = useSlice(data?.items, 40);
  return (
    <div className="stack">
      <PageTitle title={t('gap.title')} />
      <PolicyNav />
      <p className="lead">{t('gap.intro')}</p>
      <FilterPanel>
        <Select
          label={t('gap.kindLabel')}
          value={kind}
          options={[
            { value: '', label: t('app.all') },
            ...(data?.counts ?? []).map((each) => ({
              value: each.kind,
              label: `${t(word('gap.kind', each.kind))} (${each.count})`,
            })),
          ]}
          onChange={(value) => set('soort', value)}
        />
        <Select
          label={t('app.unit')}
          value={unitId}
          options={[
            { value: '', label: t('app.all') },
            ...names.units.map((each) => ({ value: each.id, label: each.name })),
          ]}
          onChange={(value) => set('onderdeel', value)}
        />
        <Check checked={mine} onChange={(on) => set('mijn', on ? 'ja' : '')}>
          {t('gap.mine')}
        </Check>
      </FilterPanel>
      <Awaited data={data} error={error} />
      {data?.items.length === 0 && <p className="card">{t('gap.empty')}</p>}
      {data && data.items.length > 0 && (
        <div className="card scroll" tabIndex={0} role="group" aria-label={t('gap.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('gap.subject')}</th>
                <th scope="col">{t('gap.kindLabel')}</th>
                <th scope="col">{t('gap.who')}</th>
                <th scope="col">{t('gap.nextLabel')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((gap, i) => (
                <tr key={`${gap.kind}-${gap.subjectId}-${String(i)}`}>
                  <th scope="row">
                    <Link to={subjectLink(gap)}>{gap.title}</Link>
                    {gap.subjectKind === 'clause' && <div className="soft small">{gap.detail}</div>}
                  </th>
                  <td>{t(word('gap.kind', gap.kind))}</td>
                  <td>{gap.owner ?? t(word('role', gap.role))}</td>
                  <td>{t(word('gap.next', gap.kind))}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Pages {...paged} />
        </div>
      )}
    </div>
  );
}
