// Looked over and sent: what was answered, for which contracts; and where one goes then.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';
import type { Files } from './files';
import { FileList, WaitingFiles } from './FilesPart';
import { asksFigure, figureWords, type Moment, seen, useRefreshed } from './supplier';

export interface Answer {
  figure: number | null;
  words: string;
  also: string[]; // moments of other contracts
}

export function Review({
  moment,
  answer,
  others,
  files,
  onBack,
  onSent,
}: {
  moment: Moment;
  answer: Answer;
  others: Moment[];
  files: Files;
  onBack: () => void;
  onSent: () => void;
}) {
  const { t } = useTranslation();
  const refresh = useRefreshed();
  const also = others.filter((each) => answer.also.includes(each.id));
  const send = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/supplier/moments/{id}/report', {
          params: { path: { id: moment.id }, header: seen(moment.version) },
          body: {
            figure: answer.figure,
            words: answer.words,
            also: also.map(({ id, version }) => ({ id, version })),
          },
        }),
      ),
    onSuccess: async () => {
      onSent();
      await refresh();
    },
  });
  return (
    <div className="card stack stack--small">
      <h2>{t('supplier.review')}</h2>
      <dl className="facts">
        {asksFigure(moment) && (
          <div>
            <dt>{t('supplier.yourFigure')}</dt>
            <dd>{figureWords(answer.figure, moment.indicatorUnit)}</dd>
          </div>
        )}
        {answer.words && (
          <div>
            <dt>{t('supplier.yourWords')}</dt>
            <dd>{answer.words}</dd>
          </div>
        )}
        <div>
          <dt>{t('supplier.for')}</dt>
          <dd>{[moment, ...also].map((each) => `${each.contract} (${each.municipality})`).join(', ')}</dd>
        </div>
      </dl>
      {moment.files.length > 0 && (
        <>
          <h3>{t('supplier.filesAlong')}</h3>
          <FileList moment={moment} changeable />
        </>
      )}
      <WaitingFiles files={files} />
      {files.pending && <p>{t('supplier.filesPending')}</p>}
      <p className="soft small">{t('supplier.whatHappens')}</p>
      <ErrorSummary error={send.error} />
      <div className="row">
        <Button primary disabled={send.isPending || files.pending} onClick={() => send.mutate()}>
          {t('supplier.send')}
        </Button>
        <Button disabled={send.isPending} onClick={onBack}>
          {t('supplier.change')}
        </Button>
      </div>
    </div>
  );
}

export function Sent({ moment, next, onChange }: { moment: Moment; next: Moment | undefined; onChange: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="card stack stack--small">
      <p role="status">{t('supplier.sent', { municipality: moment.municipality })}</p>
      <div className="row">
        {next && (
          <Link className="action" to={`/leverancier/vragen/${next.id}`}>
            {t('supplier.next')}
          </Link>
        )}
        <Link to="/leverancier/overzicht">{t('supplier.overview')}</Link>
        <button type="button" className="plain" onClick={onChange}>
          {t('supplier.change')}
        </button>
      </div>
    </div>
  );
}
