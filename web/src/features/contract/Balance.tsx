// Social return as a sum that one can redo: what is asked, what was done, and what is still to do, a line each, as of a day.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { word } from '../../i18n';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, exactEuros, number } from '../../format';
import { percentOf } from '../../ui/amounts';
import { Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary, Select } from '../../ui/fields';
import { Scroll } from '../../ui/list';
import { DayField } from '../../ui/values';
import { seen, useRefresh, type Contract } from './contract';
import { Efforts } from './Efforts';
import { Placements } from './Placements';
import { ReturnPlan } from './ReturnPlan';
import { Settlement } from './Settlement';
import { StatedFigures } from './Stated';
import { Threshold } from './Threshold';

type State = Schema['SocialReturnState'];
type Line = Schema['ReturnLine'];

const money = (cents: number) => exactEuros(cents / 100);

// How a line came to its amount, as one would type it into a calculator.
function useHow() {
  const { t } = useTranslation();
  return (line: Line): string => {
    const notes = line.notes.map((each) => t(`contract.note.${each}`));
    const of = line.ofCents === null || line.ofCents === undefined ? '' : money(line.ofCents);
    const parts: string[] = [];
    if (line.kind === 'obligation' || line.kind === 'change')
      parts.push(
        [of, line.shareBp ? `${percentOf(line.shareBp)} %` : '', `${percentOf(line.percentBp ?? 0)} %`]
          .filter(Boolean)
          .join(' × '),
      );
    if (line.kind === 'placement' && line.days !== null && line.days !== undefined)
      parts.push(
        t('contract.how.placement', {
          amount: of,
          hours: number(line.hours ?? 0),
          norm: number(line.normHours ?? 0),
          days: number(line.days),
        }),
      );
    if (line.kind === 'hours') parts.push(t('contract.how.hours', { amount: of, hours: number(line.hours ?? 0) }));
    if (line.kind === 'pso')
      parts.push(
        [
          `${of} × ${percentOf(line.percentBp ?? 0)} %`,
          line.termDays ? t('contract.how.days', { days: number(line.days ?? 0), term: number(line.termDays) }) : '',
        ]
          .filter(Boolean)
          .join(' × '),
      );
    return [...parts, ...notes].join('. ');
  };
}

function Sum({ state }: { state: State }) {
  const { t } = useTranslation();
  const how = useHow();
  const result = state.verified;
  const what = (line: Line) =>
    [
      t(`contract.line.${line.kind}`),
      line.step ? t(word('contract.psoStep', line.step)) : '',
      line.block ?? '',
      ...line.bonuses,
      line.reference ?? '',
      line.countedFrom && line.countedTo
        ? `${date(line.countedFrom)} – ${date(line.countedTo)}`
        : line.kind === 'pso' && line.to
          ? `${date(line.from)} – ${date(line.to)}`
          : date(line.from),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Scroll label={t('contract.sum')}>
      <table className="table table--stacked">
        <caption className="visually-hidden">{t('contract.sum')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('contract.what')}</th>
            <th scope="col">{t('contract.howLabel')}</th>
            <th scope="col" className="num">
              {t('contract.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {result.lines.map((line, i) => (
            <tr key={`${line.kind}-${line.from}-${String(i)}`}>
              <th scope="row">{what(line)}</th>
              <td>{how(line)}</td>
              <td className="num">{money(line.cents)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t(result.balanceCents < 0 ? 'contract.toDo' : 'contract.done')}
            </th>
            <td className="num">
              <strong>{money(Math.abs(result.balanceCents))}</strong>
            </td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

function Rule({ contract, state }: { contract: Contract; state: State }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const rules = useQuery({
    queryKey: ['social-return-rules'],
    queryFn: () => unwrap(api.GET('/social-return-rules')),
    enabled: mayEdit,
  });
  const [chosen, setChosen] = useState(state.rule?.id ?? '');
  const give = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/contracts/{id}/social-return', {
          params: { path: { id: contract.id }, header: seen(contract.version) },
          body: { ruleId: chosen || null, psoStep: state.psoStep ?? null, psoCountsBp: state.psoCountsBp ?? null },
        }),
      ),
    onSuccess: refresh,
  });
  const all = rules.data?.rules ?? [];
  if (!mayEdit || state.rule || all.length === 0) return null;
  return (
    <form
      className="form no-print"
      aria-label={t('contract.rule')}
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate();
      }}
    >
      <ErrorSummary error={give.error} />
      <div className="row">
        <Select
          label={t('contract.rule')}
          value={chosen}
          onChange={setChosen}
          options={[
            { value: '', label: t('contract.noRule') },
            ...all.map((each) => ({
              value: each.id,
              label: `${each.name}, ${percentOf(each.percentBp)} %, ${date(each.validFrom)}`,
            })),
          ]}
          pointer="/ruleId"
          error={give.error}
        />
        <Button type="submit" disabled={give.isPending || chosen === ''}>
          {t('app.save')}
        </Button>
      </div>
    </form>
  );
}

export function Balance({ contract }: { contract: Contract }) {
  const { t } = useTranslation();
  const mayVerify = useMay('contract.verify');
  const [on, setOn] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['contract', contract.id, 'social-return', on],
    queryFn: () =>
      unwrap(
        api.GET('/contracts/{id}/social-return', {
          params: { path: { id: contract.id }, query: on ? { on } : {} },
        }),
      ),
    placeholderData: (before) => before,
  });
  return (
    <section className="card stack stack--small" aria-labelledby="social-return">
      <h2 id="social-return">{t('contract.socialReturn')}</h2>
      {error && <ErrorNote error={error} />}
      {data && data.lacks.length > 0 && (
        <p>
          {t('contract.cannotCount', { what: data.lacks.map((each) => t(`contract.balanceGap.${each}`)).join(', ') })}
        </p>
      )}
      {data?.few && <p>{t('contract.few')}</p>}
      {data && data.lacks.length === 0 && !data.few && (
        <>
          <p role="status">
            {t('contract.standing', {
              day: date(data.on),
              done: money(data.verified.fulfilledCents),
              asked: money(data.verified.obligationCents),
            })}
          </p>
          {data.waiting > 0 && (
            <p>
              {t('contract.waiting', {
                count: data.waiting,
                amount: money(data.reported.fulfilledCents - data.verified.fulfilledCents),
              })}
            </p>
          )}
          {data.forecastCents !== null && data.forecastCents !== undefined && data.verified.obligationCents > 0 && (
            <p>
              {t('contract.forecast', {
                percent: number(Math.round((data.forecastCents * 100) / data.verified.obligationCents)),
              })}
            </p>
          )}
          <div className="no-print">
            <DayField label={t('contract.asOf')} day={on} onDay={setOn} pointer="?on" error={error} />
          </div>
          <Threshold contract={contract} state={data} />
          <Sum state={data} />
          {data.grouped && <p className="soft small">{t('contract.grouped')}</p>}
          {data.rule && (
            <p className="soft small">{t('contract.byRule', { name: data.rule.name, source: data.rule.source })}</p>
          )}
        </>
      )}
      {data && <ReturnPlan contract={contract} state={data} />}
      {data && <Rule contract={contract} state={data} />}
      {data?.rule?.base === 'turnover' && <StatedFigures contract={contract} kind="turnover" />}
      {data?.rule?.base === 'wage_sum' && !data.rule.wageShareBp && (
        <StatedFigures contract={contract} kind="wage_sum" />
      )}
      {data?.rule && mayVerify && <Placements contract={contract} />}
      {data?.rule && <Efforts contract={contract} />}
      {data && data.lacks.length === 0 && <Settlement contract={contract} />}
    </section>
  );
}
