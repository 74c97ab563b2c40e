// One line that was reported for social return: how it stands, and the acts of who judges it and of who reported it.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { type Schema } from '../../api/client';
import { useMay } from '../../api/queries';
import { Act, ErrorNote } from '../../ui/basics';
import { TextArea } from '../../ui/fields';
import { Status, type Kind } from '../../ui/Status';
import { useRefresh } from './contract';
import { Asking } from './Forms';

type State = Schema['Placement']['state'];
const shapes: Record<State, Kind> = { reported: 'proposed', verified: 'applied', rejected: 'late' };

export function Judged({
  line,
  name,
  judge,
  remove,
  files,
  children,
}: {
  line: { state: State; reason?: string | null; own: boolean };
  name: string;
  judge: (state: State, reason: string | null) => Promise<unknown>;
  remove?: { isPending: boolean; error: unknown; mutate: () => void };
  files?: ReactNode; // its evidence
  children?: ReactNode; // more acts
}) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const [asking, setAsking] = useState<'rejected' | 'reported' | null>(null);
  const [reason, setReason] = useState('');
  const mayVerify = useMay('contract.verify') && !line.own;
  const send = useMutation({
    mutationFn: (state: State) => judge(state, reason || null),
    onSuccess: () => setAsking(null),
    onSettled: () => refresh(),
  });
  const error: unknown = (asking === null ? send.error : null) ?? remove?.error;
  return (
    <li>
      <Status kind={shapes[line.state]}>{t(`contract.effortState.${line.state}`)}</Status> {name}
      {line.reason && <div className="soft small">{line.reason}</div>}
      {files}
      {Boolean(error) && <ErrorNote error={error} />}
      {asking === null && (mayVerify || remove || children) && (
        <div className="row no-print">
          {mayVerify && line.state !== 'verified' && (
            <Act of={name} disabled={send.isPending} onClick={() => send.mutate('verified')}>
              {t('contract.act.verified')}
            </Act>
          )}
          {mayVerify && line.state === 'reported' && (
            <Act of={name} onClick={() => setAsking('rejected')}>
              {t('contract.act.rejected')}
            </Act>
          )}
          {mayVerify && line.state !== 'reported' && (
            <Act of={name} onClick={() => setAsking('reported')}>
              {t('contract.act.reopen')}
            </Act>
          )}
          {remove && (
            <Act of={name} disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t('app.remove')}
            </Act>
          )}
          {children}
        </div>
      )}
      {asking !== null && (
        <Asking
          act={t(asking === 'rejected' ? 'contract.act.rejected' : 'contract.act.reopen')}
          name={name}
          close={() => setAsking(null)}
          send={{ ...send, mutate: () => send.mutate(asking) }}
        >
          <TextArea
            label={t('contract.reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            pointer="/reason"
            error={send.error}
          />
        </Asking>
      )}
    </li>
  );
}
