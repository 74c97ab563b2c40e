// What the supplier would rather say that a commitment brings about: accepted, or answered with a sentence of one's own. Both stay.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';
import { TextArea } from '../../ui/fields';
import { Status, type Kind } from '../../ui/Status';
import { useUndo } from '../../ui/Undo';
import { seen, useRefresh, type Commitment, type Contract } from './contract';
import { Asking } from './Forms';

type Wording = Schema['Wording'];
const shapes: Record<Wording['state'], Kind> = {
  proposed: 'open',
  accepted: 'applied',
  answered: 'plain',
  withdrawn: 'plain',
};

function useAnswer(wording: Wording, close: () => void) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const offer = useUndo();
  const params = { path: { id: wording.id } };
  return useMutation({
    mutationFn: (body: Schema['WordingAnswerInput']) =>
      unwrap(api.PUT('/wordings/{id}/answer', { params: { ...params, header: seen(wording.version) }, body })),
    onSuccess: async () => {
      close();
      await refresh();
      offer(t('contract.wordingAnswered'), async () => {
        await unwrap(api.DELETE('/wordings/{id}/answer', { params }));
        await refresh();
      });
    },
  });
}

function AnswerForm({ wording, close }: { wording: Wording; close: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const answer = useAnswer(wording, close);
  const send = { ...answer, mutate: () => answer.mutate({ accepted: false, answer: text }) };
  return (
    <Asking act={t('contract.wordingAnswer')} name={wording.text} close={close} send={send}>
      <TextArea
        label={t('contract.wordingAnswerText')}
        hint={t('contract.wordingAnswerHint')}
        value={text}
        required
        onChange={(event) => setText(event.target.value)}
        pointer="/answer"
        error={answer.error}
      />
    </Asking>
  );
}

function Sentence({ wording, mayEdit }: { wording: Wording; mayEdit: boolean }) {
  const { t } = useTranslation();
  const [answering, setAnswering] = useState(false);
  const accept = useAnswer(wording, () => undefined);
  return (
    <li>
      <Status kind={shapes[wording.state]}>{t(`contract.wordingState.${wording.state}`)}</Status> {wording.text}
      <div className="soft small">{`${wording.proposedName}, ${date(wording.proposedAt)}`}</div>
      {wording.answer && <p>{t('contract.wordingMunicipality', { text: wording.answer })}</p>}
      {wording.answeredName && wording.answeredAt && (
        <div className="soft small">{`${wording.answeredName}, ${date(wording.answeredAt)}`}</div>
      )}
      {accept.error && <ErrorNote error={accept.error} />}
      {mayEdit && wording.state === 'proposed' && !answering && (
        <div className="row no-print">
          <Act
            of={wording.text}
            disabled={accept.isPending}
            onClick={() => accept.mutate({ accepted: true, answer: null })}
          >
            {t('contract.wordingAccept')}
          </Act>
          <Act of={wording.text} onClick={() => setAnswering(true)}>
            {t('contract.wordingAnswer')}
          </Act>
        </div>
      )}
      {answering && <AnswerForm wording={wording} close={() => setAnswering(false)} />}
    </li>
  );
}

export const useWordings = (contractId: string) =>
  useQuery({
    queryKey: ['contract', contractId, 'wordings'],
    queryFn: () => unwrap(api.GET('/contracts/{id}/wordings', { params: { path: { id: contractId } } })),
  });

export function WordingPart({ commitment, contract }: { commitment: Commitment; contract: Contract }) {
  const { t } = useTranslation();
  const mayEdit = useMay('contract.edit') && contract.state !== 'settled';
  const { data } = useWordings(contract.id);
  const own = (data?.items ?? []).filter((each) => each.commitmentId === commitment.id);
  if (own.length === 0) return null;
  return (
    <>
      <h4>{t('contract.wordings')}</h4>
      <ul className="list">
        {own.map((each) => (
          <Sentence key={each.id} wording={each} mayEdit={mayEdit} />
        ))}
      </ul>
    </>
  );
}
