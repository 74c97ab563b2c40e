// The municipality's own rules of social return and tables of building blocks. What is in use stays as it is.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros } from '../../format';
import { word } from '../../i18n';
import { percentOf } from '../../ui/amounts';
import { Act, Button, ErrorNote, PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';
import { useUndo } from '../../ui/Undo';
import { BlockTables } from './BlockTables';
import { useRefresh } from './contract';
import { RuleForm } from './RuleForm';

type Rule = Schema['ObligationRule'];

function useRuleWords() {
  const { t } = useTranslation();
  return (rule: Rule): string =>
    [
      rule.nature ? t(`contract.nature.${rule.nature}`) : t('contract.anyNature'),
      t('contract.ruleAsks', {
        percent: percentOf(rule.percentBp),
        base: t(`contract.base.${rule.base}`),
      }),
      rule.wageShareBp ? t('contract.ruleShare', { percent: percentOf(rule.wageShareBp) }) : '',
      rule.lowerPercentBp === null || rule.lowerPercentBp === undefined
        ? ''
        : t('contract.ruleLower', {
            percent: percentOf(rule.lowerPercentBp),
            share: percentOf(rule.belowShareBp ?? 0),
          }),
      rule.fromCents === null || rule.fromCents === undefined
        ? ''
        : t('contract.ruleFrom', { amount: euros(rule.fromCents) }),
      rule.aboveCents === null || rule.aboveCents === undefined
        ? ''
        : t('contract.ruleAbove', { amount: euros(rule.aboveCents) }),
      rule.maximumCents === null || rule.maximumCents === undefined
        ? ''
        : t('contract.ruleMost', { amount: euros(rule.maximumCents) }),
      t(rule.overAll ? 'contract.ruleOverAll' : 'contract.rulePerCallOff'),
      rule.psoBy
        ? `${t(`contract.pso.${rule.psoBy}`)}: ${rule.psoShares
            .map((each) => `${t(word('contract.psoStep', each.step))} ${percentOf(each.countsBp)} %`)
            .join(', ')}`
        : '',
      rule.planDays ? t('contract.plan.within', { count: rule.planDays }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
}

function RuleLine({ rule, mayEdit }: { rule: Rule; mayEdit: boolean }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const words = useRuleWords();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/social-return-rules/{id}', { params: { path: { id: rule.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('contract.lineRemoved', { name: rule.name }), async () => {
        const { id, version, used, ...body } = rule;
        await unwrap(api.POST('/social-return-rules', { body }));
        await refresh();
        return [id, version, used];
      });
    },
  });
  return (
    <li>
      <strong>{rule.name}</strong>
      <div>{words(rule)}</div>
      <div className="soft small">
        {`${date(rule.validFrom)} – ${rule.validTo ? date(rule.validTo) : t('contract.openEnd')} · ${rule.source}`}
        {rule.used && ` · ${t('contract.inUse')}`}
      </div>
      {remove.error && <ErrorNote error={remove.error} />}
      {mayEdit && !rule.used && !open && (
        <div className="row no-print">
          <Act of={rule.name} onClick={() => setOpen(true)}>
            {t('app.edit')}
          </Act>
          <Act of={rule.name} disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('app.remove')}
          </Act>
        </div>
      )}
      {open && <RuleForm rule={rule} close={() => setOpen(false)} />}
    </li>
  );
}

// The rules for purchases as rules for contracts, with the same result; what is there is not made again.
function FromPurchases() {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const take = useMutation({
    mutationFn: () => unwrap(api.POST('/social-return-conversions')),
    onSuccess: async ({ made }) => {
      await refresh();
      if (made.length > 0)
        offer(t('contract.rulesTaken', { count: made.length }), async () => {
          for (const id of made) await unwrap(api.DELETE('/social-return-rules/{id}', { params: { path: { id } } }));
          await refresh();
        });
    },
  });
  return (
    <div className="stack stack--small">
      <div>
        <Button disabled={take.isPending} onClick={() => take.mutate()}>
          {t('contract.takePurchaseRules')}
        </Button>
      </div>
      {take.error && <ErrorNote error={take.error} />}
      {take.data && <p role="status">{t('contract.rulesTaken', { count: take.data.made.length })}</p>}
    </div>
  );
}

export function ReturnRules() {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.verify');
  const [adding, setAdding] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['social-return-rules'],
    queryFn: () => unwrap(api.GET('/social-return-rules')),
  });
  return (
    <div className="stack">
      <PageTitle title={t('contract.rulesTitle')} crumbs={[{ to: '/contracten', label: t('contract.title') }]} />
      <Awaited data={data} error={error} />
      {data && (
        <section className="card stack stack--small" aria-labelledby="return-rules">
          <h2 id="return-rules">{t('contract.rules')}</h2>
          <p>{t('contract.rulesHint')}</p>
          {data.rules.length === 0 && <p>{t('contract.noRules')}</p>}
          {data.rules.length > 0 && (
            <ul className="list">
              {data.rules.map((each) => (
                <RuleLine key={each.id} rule={each} mayEdit={mayEdit} />
              ))}
            </ul>
          )}
          {mayEdit && !adding && (
            <div className="no-print">
              <Button onClick={() => setAdding(true)}>{t('contract.addRule')}</Button>
            </div>
          )}
          {adding && <RuleForm close={() => setAdding(false)} />}
          {mayEdit && <FromPurchases />}
        </section>
      )}
      {data && <BlockTables tables={data.tables} mayEdit={mayEdit} />}
    </div>
  );
}
