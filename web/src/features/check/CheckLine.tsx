// One line of the check: what, where, why, what to do; and accepting it as it is, with the reason and the way back.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { date } from '../../format';
import { word } from '../../i18n';
import { Act, Button } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { Status } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { type Line, marks, pageOfAct, pageOfPlace, type Place, useCheckChanged } from './check';

export function useSubject() {
  const { t } = useTranslation();
  const names = useNames();
  return (line: Line) => {
    if (line.kind === 'theme' || line.kind === 'unless') return names.theme(line.theme);
    if (line.kind === 'guard') return t(word('check.guard', line.subject));
    if (line.kind === 'code') return names.declared(line.subject);
    return line.subject;
  };
}

function useSettle(purchase: string) {
  const changed = useCheckChanged();
  const withdraw = (settlement: string) =>
    unwrap(
      api.DELETE('/purchases/{id}/document-check-settlements/{settlement}', {
        params: { path: { id: purchase, settlement } },
      }),
    ).then(changed);
  return { changed, withdraw };
}

function SettleForm({
  purchase,
  line,
  name,
  close,
}: {
  purchase: string;
  line: Line;
  name: string;
  close: () => void;
}) {
  const { t } = useTranslation();
  const offer = useUndo();
  const { changed, withdraw } = useSettle(purchase);
  const draft = useDraft(`check/${purchase}/${line.key}`, t('check.accept'), { reason: '' });
  const settle = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/purchases/{id}/document-check-settlements', {
          params: { path: { id: purchase } },
          body: { line: line.key, state: line.state, reason: draft.value.reason },
        }),
      ),
    onSuccess: async (made) => {
      draft.clear();
      close();
      await changed();
      offer(t('check.accepted', { name }), () => withdraw(made.id));
    },
  });
  return (
    <form
      className="form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate();
      }}
    >
      <ErrorSummary error={settle.error} />
      <TextArea
        label={t('check.reason')}
        hint={t('check.reasonHint')}
        pointer="/reason"
        error={settle.error}
        required
        autoFocus
        value={draft.value.reason}
        onChange={(event) => draft.set({ reason: event.target.value })}
      />
      {draft.note}
      <div className="row">
        <Button onClick={close}>{t('app.cancel')}</Button>
        <Button primary type="submit" disabled={settle.isPending}>
          {t('check.accept')}
        </Button>
      </div>
    </form>
  );
}

export function PlaceItem({ purchase, place }: { purchase: string; place: Place }) {
  const { t } = useTranslation();
  return (
    <li>
      <blockquote className="finding__quote">{place.quote}</blockquote>
      <p className="small">
        <Link to={pageOfPlace(purchase, place)}>
          {place.page > 0
            ? t('check.placePage', { document: place.document, version: place.version, page: place.page })
            : t('check.place', { document: place.document, version: place.version })}
        </Link>
        {place.heading.length > 0 && <span className="soft"> · {place.heading.join(' › ')}</span>}
      </p>
    </li>
  );
}

export function CheckLine({ purchase, line, mayEdit }: { purchase: string; line: Line; mayEdit: boolean }) {
  const { t } = useTranslation();
  const names = useNames();
  const subject = useSubject()(line);
  const { withdraw } = useSettle(purchase);
  const [settling, setSettling] = useState(false);
  const act = pageOfAct(purchase, line);
  return (
    <li className="finding" data-line={line.key} data-state={line.state}>
      <div className="row">
        <Status kind={line.settled ? 'done' : marks[line.state]}>{t(`check.state.${line.state}`)}</Status>
        <strong>{subject}</strong>
        <span className="tag">{t(`check.kind.${line.kind}`)}</span>
        {line.theme && line.kind !== 'theme' && line.kind !== 'unless' && (
          <span className="tag tag--plain">{names.theme(line.theme)}</span>
        )}
        {line.instrument && <span className="tag tag--plain">{names.code('instrument', line.instrument)}</span>}
      </div>
      <ul className="check__why">
        {line.why.map((why) => (
          <li key={why}>{why}</li>
        ))}
      </ul>
      {line.where.length > 0 && (
        <ul className="check__where">
          {line.where.map((place) => (
            <PlaceItem
              key={`${place.documentId}/${String(place.passage)}/${place.quote}`}
              purchase={purchase}
              place={place}
            />
          ))}
        </ul>
      )}
      {line.act && !line.settled && (
        <p>
          <strong>{t('check.act')}</strong> {line.act}{' '}
          {act && (
            <Link className="no-print" to={act}>
              {t(`check.go.${line.kind}`)}
              <span className="visually-hidden">: {subject}</span>
            </Link>
          )}
        </p>
      )}
      {line.settled && (
        <p className="row">
          <span>
            {t('check.acceptedBy', {
              person: line.settled.personName,
              day: date(line.settled.at.slice(0, 10)),
              reason: line.settled.reason,
            })}
          </span>
          {mayEdit && (
            <Act of={subject} className="plain no-print" onClick={() => void withdraw(line.settled?.id ?? '')}>
              {t('check.notAccepted')}
            </Act>
          )}
        </p>
      )}
      {mayEdit && line.open && !settling && (
        <div className="no-print">
          <Act of={subject} onClick={() => setSettling(true)}>
            {t('check.accept')}
          </Act>
        </div>
      )}
      {settling && <SettleForm purchase={purchase} line={line} name={subject} close={() => setSettling(false)} />}
    </li>
  );
}
