// From which value which procedure and which social return, as one table to read; one line at a time is changed, with the day
// from which that holds.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros, number } from '../../format';
import { word } from '../../i18n';
import { percentOf } from '../../ui/amounts';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { useProcedureName, useRefresh } from './purchase';
import { RuleForm } from './RuleForm';
import { changed, type Line, linesOf, type RulesInput, without } from './rules';

type RulesData = Schema['PurchaseRules'];

// What is being written: a line that is there, or a new one of a list.
type Open = { at: number | null; line: Line };

function newLine(list: Line['list']): Line {
  const year = new Date().getUTCFullYear();
  const rule = {
    nature: 'services',
    validFrom: `${year}-01-01`,
    validTo: `${year + 3}-12-31`,
    verified: true,
    source: '',
  };
  return list === 'procedures'
    ? { list, rule: { ...rule, level: 'municipal', fromCents: 5_000_000, procedure: 'multiple_private' } }
    : { list, rule: { ...rule, fromCents: 25_000_000, percentBp: 500 } };
}

export function Rules({ rules }: { rules: RulesData }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const name = useProcedureName();
  const mayEdit = useMay('purchase.settings');
  const [open, setOpen] = useState<Open | null>(null);
  const [before, setBefore] = useState<RulesInput | null>(null);
  const save = useMutation({
    mutationFn: (body: RulesInput) =>
      unwrap(api.PUT('/purchase-rules', { params: { header: { 'If-Match': `"${rules.version}"` } }, body })),
    onSuccess: async () => {
      setOpen(null);
      await refresh();
    },
  });
  const keep = (wanted: RulesInput) => {
    const now = { procedures: rules.procedures, socialReturn: rules.socialReturn };
    save.mutate(wanted, { onSuccess: () => setBefore(wanted === before ? null : now) });
  };
  const what = (line: Line) =>
    line.list === 'procedures'
      ? name(line.rule.procedure)
      : t('rules.socialReturn', { percent: number(percentOf(line.rule.percentBp)) });
  const title = (line: Line) =>
    `${t(word('rules.nature', line.rule.nature))} ${euros(line.rule.fromCents)} ${what(line)}`;
  const lines = linesOf(rules);
  const pointer = (each: Open) =>
    `/${each.line.list}/${each.at === null || each.line.list === 'procedures' ? (each.at ?? rules[each.line.list].length) : each.at - rules.procedures.length}`;
  return (
    <section className="card stack stack--small" aria-labelledby="rules">
      <h2 id="rules">{t('rules.title')}</h2>
      <p>{t(rules.own ? 'rules.own' : 'rules.brought')}</p>
      {save.error && !open && <ErrorNote error={save.error} />}
      <div role="status">
        {before && !open && (
          <div className="alert alert--note">
            <p>{t('rules.kept')}</p>
            <Button disabled={save.isPending} onClick={() => keep(before)}>
              {t('app.undo')}
            </Button>
          </div>
        )}
      </div>
      <Scroll label={t('rules.title')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('rules.natureLabel')}</th>
              <th scope="col" className="num">
                {t('rules.from')}
              </th>
              <th scope="col">{t('rules.what')}</th>
              <th scope="col">{t('rules.period')}</th>
              <th scope="col">{t('rules.source')}</th>
              {mayEdit && <th scope="col">{t('rules.acts')}</th>}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => (
              <tr key={at}>
                <th scope="row">{t(word('rules.nature', line.rule.nature))}</th>
                <td className="num">{euros(line.rule.fromCents)}</td>
                <td>{what(line)}</td>
                <td>{`${date(line.rule.validFrom)} – ${date(line.rule.validTo)}`}</td>
                <td>{`${line.rule.source}${line.rule.verified ? '' : ` (${t('rules.unverified')})`}`}</td>
                {mayEdit && (
                  <td>
                    <span className="row">
                      <Act of={title(line)} onClick={() => setOpen({ at, line })}>
                        {t('rules.edit')}
                      </Act>
                      <Act of={title(line)} disabled={save.isPending} onClick={() => keep(without(rules, at))}>
                        {t('app.remove')}
                      </Act>
                    </span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {open && (
        <RuleForm
          key={`${open.line.list}${String(open.at)}`}
          name={open.at === null ? t('rules.newRule') : title(open.line)}
          start={open.line}
          pointer={pointer(open)}
          error={save.error}
          pending={save.isPending}
          save={(line) => keep(changed(rules, open.at, line))}
          cancel={() => setOpen(null)}
        />
      )}
      {mayEdit && !open && (
        <div className="row">
          <Button onClick={() => setOpen({ at: null, line: newLine('procedures') })}>{t('rules.addProcedure')}</Button>
          <Button onClick={() => setOpen({ at: null, line: newLine('socialReturn') })}>{t('rules.addSroi')}</Button>
        </div>
      )}
    </section>
  );
}
