import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap, type Schema } from '../../api/client';
import { useMay } from '../../api/queries';
import { number } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { cut } from './highlight';

type Finding = Schema['JudgedFinding'];

function useJudge(noticeId: string, fingerprint: string) {
  const client = useQueryClient();
  const path = { id: noticeId, fingerprint };
  // The figures everywhere follow a decision.
  const settled = {
    onSuccess: () =>
      client.invalidateQueries({
        predicate: (query) => ['notice', 'standing', 'procedures'].includes(String(query.queryKey[0])),
      }),
  };
  const judge = useMutation({
    mutationFn: (body: Schema['Judgement']) =>
      unwrap(api.PUT('/notices/{id}/decisions/{fingerprint}', { params: { path }, body })),
    ...settled,
  });
  const withdraw = useMutation({
    mutationFn: () => unwrap(api.DELETE('/notices/{id}/decisions/{fingerprint}', { params: { path } })),
    ...settled,
  });
  return { judge, withdraw };
}

function Judgement({ noticeId, finding }: { noticeId: string; finding: Finding }) {
  const { t } = useTranslation();
  const { judge, withdraw } = useJudge(noticeId, finding.fingerprint);
  const [rejecting, setRejecting] = useState(false);
  const [reason, setReason] = useState('');
  const id = useId();
  if (finding.decision) {
    return (
      <p className="small row">
        <span>
          {t(finding.decision.verdict === 'confirmed' ? 'notice.confirmed' : 'notice.rejected', {
            person: finding.decision.person,
            reason: finding.decision.reason,
          })}
        </span>
        <button type="button" className="plain" onClick={() => withdraw.mutate()}>
          {t('notice.undo')}
        </button>
      </p>
    );
  }
  if (rejecting) {
    return (
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          judge.mutate({ verdict: 'rejected', reason }, { onSuccess: () => setRejecting(false) });
        }}
      >
        {judge.error && <ErrorNote error={judge.error} />}
        <div className="field">
          <label htmlFor={id}>{t('notice.reason')}</label>
          <input
            id={id}
            className="input"
            autoFocus
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <div className="row">
          <Button primary type="submit">
            {t('notice.save')}
          </Button>
          <Button onClick={() => setRejecting(false)}>{t('notice.cancel')}</Button>
        </div>
      </form>
    );
  }
  return (
    <div className="row no-print">
      <Button onClick={() => judge.mutate({ verdict: 'confirmed', reason: '' })}>{t('notice.confirm')}</Button>
      <Button onClick={() => setRejecting(true)}>{t('notice.reject')}</Button>
      {judge.error && <ErrorNote error={judge.error} />}
    </div>
  );
}

export function FindingItem({
  noticeId,
  title,
  finding,
  mayJudge,
}: {
  noticeId: string;
  title: string;
  finding: Finding;
  mayJudge: boolean;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const mayPropose = useMay('criteria.propose');
  const declared = finding.source === 'declared';
  const terms = finding.terms.map((term, i) => ({
    start: term.start - finding.startAt,
    end: term.end - finding.startAt,
    id: String(i),
  }));
  return (
    <li className={`finding ${finding.decision?.verdict === 'rejected' ? 'finding--rejected' : ''}`}>
      <div className="row">
        <strong>{finding.theme ? names.theme(finding.theme) : names.declared(finding.quote)}</strong>
        {!declared && <span className="tag">{names.code('instrument', finding.instrument)}</span>}
        {!declared && <span className="tag tag--sun">{names.code('strength', finding.strength)}</span>}
        {finding.figure && (
          <span className="tag tag--plain">
            {number(finding.figure.value)}
            {finding.figure.unit === 'percent'
              ? t('notice.percent')
              : finding.figure.unit === 'points'
                ? t('notice.points')
                : ` ${finding.figure.unit}`}
          </span>
        )}
        {finding.lot && <span className="soft small">{t('notice.lot', { lot: finding.lot })}</span>}
      </div>
      {declared ? (
        <p>
          {names.declared(finding.quote)} <span className="soft small">({finding.quote})</span>
        </p>
      ) : (
        <blockquote className="finding__quote">
          {cut(finding.quote, terms).map((piece, i) =>
            piece.ids.length > 0 ? <mark key={i}>{piece.text}</mark> : <span key={i}>{piece.text}</span>,
          )}
        </blockquote>
      )}
      {!declared && (
        <p className="small">
          <a href={`#vondst-${finding.fingerprint}`}>{t('notice.showInText')}</a>{' '}
          {mayPropose && finding.theme && (
            <Link
              to={`/criteria/nieuw?${new URLSearchParams({ tekst: finding.quote, bron: title, thema: finding.theme, plek: finding.instrument }).toString()}`}
            >
              {t('notice.proposeCriterion')}
            </Link>
          )}
        </p>
      )}
      <details className="small">
        <summary>{t('notice.rules')}</summary>
        <ul>
          {finding.rules.map((rule) => (
            <li key={rule}>
              <code>{rule}</code>
            </li>
          ))}
          <li className="soft">
            {t(word('field', finding.field), finding.field)} · {finding.place}
          </li>
        </ul>
      </details>
      {mayJudge && <Judgement noticeId={noticeId} finding={finding} />}
    </li>
  );
}
