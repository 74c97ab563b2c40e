// What was promised, in the words of who does it: one's own sentence, and what the municipality said to it. Both stay.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { Status, type Kind } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { useRefreshed } from './supplier';

type Detail = Schema['SupplierContractDetail'];
type Wording = Schema['Wording'];
const shapes: Record<Wording['state'], Kind> = {
  proposed: 'proposed',
  accepted: 'applied',
  answered: 'open',
  withdrawn: 'plain',
};

function Sentence({ wording }: { wording: Wording }) {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const offer = useUndo();
  const withdraw = useMutation({
    mutationFn: () => unwrap(api.DELETE('/supplier/wordings/{id}', { params: { path: { id: wording.id } } })),
    onSuccess: async () => {
      await refresh();
      offer(t('supplier.wordingWithdrawn'), async () => {
        const params = { path: { id: wording.commitmentId } };
        await unwrap(api.POST('/supplier/commitments/{id}/wordings', { params, body: { text: wording.text } }));
        await refresh();
      });
    },
  });
  return (
    <li className="stack stack--small">
      <Status kind={shapes[wording.state]}>{t(`supplier.wordingState.${wording.state}`)}</Status>
      <blockquote>{wording.text}</blockquote>
      <span className="soft small">{`${wording.proposedName}, ${date(wording.proposedAt)}`}</span>
      {wording.answer && (
        <>
          <span>{t('supplier.wordingAnswer')}</span>
          <blockquote>{wording.answer}</blockquote>
        </>
      )}
      {wording.answeredName && wording.answeredAt && (
        <span className="soft small">{`${wording.answeredName}, ${date(wording.answeredAt)}`}</span>
      )}
      {withdraw.error && <ErrorNote error={withdraw.error} />}
      {wording.state === 'proposed' && (
        <div className="no-print">
          <Act of={wording.text} disabled={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t('supplier.wordingWithdraw')}
          </Act>
        </div>
      )}
    </li>
  );
}

function Propose({ commitment }: { commitment: Detail['commitments'][number] }) {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const offer = useUndo();
  const [text, setText] = useState('');
  const propose = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/supplier/commitments/{id}/wordings', { params: { path: { id: commitment.id } }, body: { text } }),
      ),
    onSuccess: async ({ id }) => {
      setText('');
      await refresh();
      offer(t('supplier.wordingProposed'), async () => {
        await unwrap(api.DELETE('/supplier/wordings/{id}', { params: { path: { id } } }));
        await refresh();
      });
    },
  });
  return (
    <details className="no-print">
      <summary>
        {t('supplier.wordingPropose')}
        <span className="visually-hidden">{` ${commitment.title}`}</span>
      </summary>
      <form
        className="form"
        aria-label={`${t('supplier.wordingPropose')} ${commitment.title}`}
        onSubmit={(event) => {
          event.preventDefault();
          propose.mutate();
        }}
      >
        <ErrorSummary error={propose.error} />
        <TextArea
          label={t('supplier.wordingText')}
          hint={t('supplier.wordingHint')}
          value={text}
          required
          onChange={(event) => setText(event.target.value)}
          pointer="/text"
          error={propose.error}
        />
        <div>
          <Button type="submit" disabled={propose.isPending}>
            {t('supplier.wordingSend')}
          </Button>
        </div>
      </form>
    </details>
  );
}

export function Wordings({ contract }: { contract: Detail }) {
  const { t } = useTranslation();
  if (contract.commitments.length === 0) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="wordings">
      <h2 id="wordings">{t('supplier.wordings')}</h2>
      <p className="soft small">{t('supplier.wordingsHint')}</p>
      {contract.commitments.map((each) => {
        const own = contract.wordings.filter((one) => one.commitmentId === each.id);
        return (
          <div key={each.id} className="stack stack--small">
            <h3>{each.title}</h3>
            {own.length > 0 && (
              <ul className="list list--plain">
                {own.map((one) => (
                  <Sentence key={one.id} wording={one} />
                ))}
              </ul>
            )}
            {own.every((one) => one.state !== 'proposed') && <Propose commitment={each} />}
          </div>
        );
      })}
    </section>
  );
}
