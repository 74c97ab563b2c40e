// What was found, why, and what a person thinks of it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { number } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote } from '../../ui/basics';
import { Select } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { cut } from '../notices/highlight';
import { type Finding, useCheckChanged } from './check';

type Input = Schema['FindingJudgementInput'];

// Gives and takes back what a person says of a finding.
export function useJudgements(doc: string) {
  const { t } = useTranslation();
  const offer = useUndo();
  const changed = useCheckChanged();
  const list = useQuery({
    queryKey: ['document-judgements', doc],
    queryFn: () => unwrap(api.GET('/documents/{id}/judgements', { params: { path: { id: doc } } })),
  });
  const withdraw = (judgement: string) =>
    unwrap(api.DELETE('/documents/{id}/judgements/{judgement}', { params: { path: { id: doc, judgement } } })).then(
      changed,
    );
  const judge = useMutation({
    mutationFn: (body: Input) =>
      unwrap(api.POST('/documents/{id}/judgements', { params: { path: { id: doc } }, body })),
    onSuccess: async (made, body) => {
      await changed();
      offer(t(`check.said.${body.verdict}`), () => withdraw(made.id));
    },
  });
  return { items: list.data?.items ?? [], judge, withdraw };
}

function Judge({ doc, finding }: { doc: string; finding: Finding }) {
  const { t } = useTranslation();
  const names = useNames();
  const { items, judge, withdraw } = useJudgements(doc);
  const [instrument, setInstrument] = useState('');
  const said = items.find(
    (each) => each.passage === finding.passage && each.theme === finding.theme && each.quote === finding.quote,
  );
  const say = (verdict: Input['verdict'], other?: string) =>
    judge.mutate({
      passage: finding.passage,
      theme: finding.theme,
      quote: finding.quote,
      verdict,
      instrument: (other ?? finding.instrument) as Input['instrument'],
    });
  if (said)
    return (
      <p className="row">
        <span>
          {t(`check.judged.${said.verdict}`, {
            person: said.personName,
            instrument: names.code('instrument', said.instrument),
          })}
        </span>
        <button type="button" className="plain" onClick={() => void withdraw(said.id)}>
          {t('app.undo')}
        </button>
      </p>
    );
  return (
    <div className="stack stack--small">
      {judge.error && <ErrorNote error={judge.error} />}
      <div className="row">
        <Button disabled={judge.isPending} onClick={() => say('right')}>
          {t('check.right')}
        </Button>
        <Button disabled={judge.isPending} onClick={() => say('wrong')}>
          {t('check.wrong')}
        </Button>
      </div>
      <div className="row">
        <Select
          label={t('check.otherInstrument')}
          value={instrument}
          options={[
            { value: '', label: t('check.choose') },
            ...names.instruments
              .filter((each) => each.code !== finding.instrument)
              .map((each) => ({ value: each.code, label: each.name })),
          ]}
          onChange={setInstrument}
        />
        <Button disabled={!instrument || judge.isPending} onClick={() => say('other_instrument', instrument)}>
          {t('check.sayInstrument')}
        </Button>
      </div>
    </div>
  );
}

export function FindingPanel({ doc, finding, mayEdit }: { doc: string; finding: Finding; mayEdit: boolean }) {
  const { t } = useTranslation();
  const names = useNames();
  const terms = finding.terms.map((term, i) => ({
    start: term.start - finding.start,
    end: term.end - finding.start,
    id: String(i),
  }));
  return (
    <section className="card stack stack--small" aria-label={t('check.finding')} data-finding={finding.position}>
      <div className="row">
        <strong>{names.theme(finding.theme)}</strong>
        <span className="tag">{names.code('instrument', finding.instrument)}</span>
        <span className="tag tag--sun">{names.code('strength', finding.strength)}</span>
        {finding.figure && (
          <span className="tag tag--plain">
            {number(finding.figure.value)} {t(word('check.unit', finding.figure.unit), finding.figure.unit)}
          </span>
        )}
      </div>
      <blockquote className="finding__quote">
        {cut(finding.quote, terms).map((piece, i) =>
          piece.ids.length > 0 ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
        )}
      </blockquote>
      {finding.heading.length > 0 && <p className="small soft">{finding.heading.join(' › ')}</p>}
      <details className="small">
        <summary>{t('check.why')}</summary>
        <ul>
          {finding.rules.map((rule) => (
            <li key={rule}>
              <code>{rule}</code>
            </li>
          ))}
        </ul>
      </details>
      {mayEdit && <Judge doc={doc} finding={finding} />}
    </section>
  );
}
