import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useSession } from '../../api/queries';
import { date, money, number } from '../../format';
import { word } from '../../i18n';
import { Button, PageTitle } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useList } from '../../ui/filters';
import { fieldValue } from '../../ui/form';
import { Awaited, Pages } from '../../ui/list';
import { useNames } from '../../ui/names';
import { ClaimMany } from './Owner';

const stages = [
  'planning',
  'consultation',
  'competition',
  'result',
  'modification',
  'completion',
  'change',
  'other',
] as const;
const owners = ['own', 'joint', 'other', 'unknown'] as const;
const reasons = [
  'none',
  'any',
  'other_buyer',
  'unknown_buyer',
  'unjudged',
  'planning',
  'consultation',
  'modification',
  'completion',
  'change',
  'unknown_form',
  'replaced',
] as const;

export function Notices() {
  const { t } = useTranslation();
  const names = useNames();
  const session = useSession().data;
  const { params, page, change: set, go } = useList();
  const query = {
    search: params.get('search') ?? undefined,
    stage: params.get('stage') ?? undefined,
    theme: params.get('theme') ?? undefined,
    whose: params.get('whose') ?? undefined,
    leftOut: params.get('leftOut') ?? undefined,
    page,
  };
  const { data, error, refetch } = useQuery({
    queryKey: ['notices', query],
    queryFn: () => unwrap(api.GET('/notices', { params: { query } })),
    placeholderData: keepPreviousData,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set({ search: fieldValue(event.currentTarget, 'search') });
  };
  const mayJudge = session?.permissions.includes('notices.judge') ?? false;
  const [chosen, setChosen] = useState<string[]>([]);
  const all = { value: '', label: t('app.all') };
  const pages = data ? Math.max(1, Math.ceil(data.total / data.pageSize)) : 1;
  return (
    <div className="stack">
      <PageTitle title={t('notices.title')}>
        <Link to="/aankondigingen/eigen-namen">{t('owner.marks')}</Link>
        {session?.permissions.includes('notices.import') && (
          <Link to="/aankondigingen/toevoegen">{t('notices.upload')}</Link>
        )}
      </PageTitle>
      <form className="card filters" role="search" onSubmit={submit}>
        <div className="field">
          <label htmlFor="search">{t('notices.search')}</label>
          <span className="field__hint">{t('notices.searchHint')}</span>
          <input
            id="search"
            name="search"
            type="search"
            className="input"
            defaultValue={params.get('search') ?? ''}
            key={params.get('search')}
          />
        </div>
        <Select
          label={t('notices.stage')}
          value={params.get('stage') ?? ''}
          options={[all, ...stages.map((stage) => ({ value: stage, label: t(`stage.${stage}`) }))]}
          onChange={(stage) => set({ stage })}
        />
        <Select
          label={t('app.theme')}
          value={params.get('theme') ?? ''}
          options={[all, ...names.themes.map((theme) => ({ value: theme.code, label: theme.name }))]}
          onChange={(theme) => set({ theme })}
        />
        <Select
          label={t('notices.whose')}
          value={params.get('whose') ?? ''}
          options={[
            { value: '', label: t('notices.notOthers') },
            ...owners.map((owner) => ({ value: owner, label: t(`whose.${owner}`) })),
          ]}
          onChange={(whose) => set({ whose })}
        />
        <Select
          label={t('notices.leftOut')}
          value={params.get('leftOut') ?? ''}
          options={[all, ...reasons.map((reason) => ({ value: reason, label: t(`leftOut.${reason}`) }))]}
          onChange={(leftOut) => set({ leftOut })}
        />
        <div>
          <Button primary type="submit">
            {t('app.search')}
          </Button>
        </div>
      </form>
      <Awaited data={data} error={error} retry={() => void refetch()} />
      {data && (
        <div className="card stack stack--small">
          <strong role="status">{t('notices.count', { count: data.total, formatted: number(data.total) })}</strong>
          {data.items.length === 0 && <p>{t('notices.empty')}</p>}
          {mayJudge && data.items.length > 0 && (
            <ClaimMany
              chosen={chosen.filter((id) => data.items.some((each) => each.id === id))}
              onDone={() => setChosen([])}
            />
          )}
          <ul className="list">
            {data.items.map((notice) => (
              <li key={notice.id}>
                {mayJudge && (
                  <input
                    type="checkbox"
                    aria-label={t('owner.choose', { title: notice.title || '–' })}
                    checked={chosen.includes(notice.id)}
                    onChange={(event) =>
                      setChosen((before) =>
                        event.target.checked ? [...before, notice.id] : before.filter((id) => id !== notice.id),
                      )
                    }
                  />
                )}{' '}
                <Link to={`/aankondigingen/${notice.id}`}>{notice.title || '–'}</Link>
                <div className="soft small">
                  {date(notice.publishedOn)} · {t(word('stage', notice.stage))} ·{' '}
                  {notice.whose === 'other' ? t('owner.ofOther', { buyer: notice.buyer || '?' }) : notice.buyer}
                  {notice.whose === 'joint' && ` · ${t('whose.joint')}`}
                  {notice.outcome &&
                    notice.outcome !== 'awarded' &&
                    ` · ${t(word('outcome', notice.outcome), notice.outcome)}`}
                  {notice.valueCents !== null &&
                    notice.valueCents !== undefined &&
                    ` · ${money(notice.valueCents, notice.currency)}`}
                  {notice.maximumCents !== null &&
                    notice.maximumCents !== undefined &&
                    ` · ${t('notice.maximum')} ${money(notice.maximumCents, notice.currency)}`}
                </div>
                {notice.leftOut && (
                  <div className="small">{t('owner.notCounted', { reason: t(word('leftOut', notice.leftOut)) })}</div>
                )}
                {notice.themes.length > 0 && (
                  <ul className="tags" aria-label={t('notices.asked')}>
                    {notice.themes.map((theme) => (
                      <li key={theme} className="tag">
                        {names.theme(theme)}
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
          <Pages page={page} pages={pages} go={go} />
        </div>
      )}
    </div>
  );
}
