// One question: the figure (the last one is filled in, and said so), words, other contracts where the same holds; looked over, sent.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date, dateTime } from '../../format';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { Checks, TextArea } from '../../ui/fields';
import { NumberField } from '../../ui/values';
import { useSupplierDraft } from './draft';
import { type Files, useFiles } from './files';
import { FilesPart } from './FilesPart';
import { Inside } from './Inside';
import { NotYet } from './NotYet';
import { type Answer, Review, Sent } from './Review';
import { alike, asksFigure, figureWords, type Moment, periodWords, questionOf, vsmeWords } from './supplier';

// What was filled in before it is touched: one's own figure when it was refused, else the one of the period before.
const startOf = (moment: Moment): Answer => ({
  figure: moment.figure ?? moment.lastFigure ?? null,
  words: moment.figure === null || moment.figure === undefined ? '' : moment.words,
  also: [],
});

function Fill({
  moment,
  answer,
  others,
  files,
  keptAt,
  onChange,
  onReady,
}: {
  moment: Moment;
  answer: Answer;
  others: Moment[];
  files: Files;
  keptAt: string | null;
  onChange: (answer: Answer) => void;
  onReady: () => void;
}) {
  const { t, i18n } = useTranslation();
  const unit = moment.indicatorUnit;
  const last = moment.lastFigure;
  const prefilled = last !== null && last !== undefined && answer.figure === last && !moment.figure;
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        onReady();
      }}
    >
      {asksFigure(moment) && (
        <NumberField
          label={unit ? t('supplier.figureIn', { unit }) : t('supplier.figure')}
          hint={[
            moment.indicator ? t('supplier.indicator', { indicator: moment.indicator }) : '',
            vsmeWords(t, i18n.language, moment),
            moment.promised === null || moment.promised === undefined
              ? ''
              : t('supplier.promised', { figure: figureWords(moment.promised, unit) }),
            prefilled && moment.lastFrom && moment.lastTo
              ? t('supplier.prefilled', { period: periodWords(t, moment.lastFrom, moment.lastTo) })
              : '',
          ]
            .filter(Boolean)
            .join(' ')}
          value={answer.figure}
          onValue={(figure) => onChange({ ...answer, figure })}
          min={0}
          step="any"
          required={answer.words.trim() === ''}
          pointer="/figure"
          error={null}
        />
      )}
      <TextArea
        label={t(asksFigure(moment) ? 'supplier.words' : 'supplier.wordsNeeded')}
        hint={t('supplier.wordsHint')}
        value={answer.words}
        required={!asksFigure(moment)}
        onChange={(event) => onChange({ ...answer, words: event.target.value })}
        pointer="/words"
        error={null}
      />
      <FilesPart moment={moment} files={files} />
      {others.length > 0 && (
        <Checks
          legend={t('supplier.also')}
          options={others.map((each) => ({ value: each.id, label: `${each.contract} (${each.municipality})` }))}
          chosen={answer.also}
          onChange={(also) => onChange({ ...answer, also })}
          pointer="/also"
        />
      )}
      {keptAt && <p className="small soft">{t('supplier.kept', { at: dateTime(keptAt) })}</p>}
      <div>
        <Button primary type="submit">
          {t('supplier.goOn')}
        </Button>
      </div>
    </form>
  );
}

function Screen({ moment, overview }: { moment: Moment; overview: Schema['SupplierOverview'] }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<'fill' | 'review' | 'sent'>('fill');
  const draft = useSupplierDraft(`moment/${moment.id}`, startOf(moment));
  const files = useFiles(moment);
  const others = alike(moment, overview.asked);
  const open = ['planned', 'asked', 'rejected', 'reported'].includes(moment.state);
  if (!draft.ready) return <Loading />;
  return (
    <>
      <PageTitle title={questionOf(t, moment)} />
      <p className="soft">{`${moment.contract} · ${moment.municipality} · ${t('supplier.before', { day: date(moment.dueOn) })}`}</p>
      {moment.text && moment.text !== moment.title && <p>{moment.text}</p>}
      {moment.state === 'rejected' && moment.reason && (
        <p className="alert">{t('supplier.because', { reason: moment.reason })}</p>
      )}
      {!open && <p>{t('supplier.judged')}</p>}
      {open && step === 'fill' && (
        <>
          <Fill
            moment={moment}
            answer={draft.value}
            others={others}
            files={files}
            keptAt={draft.keptAt}
            onChange={draft.set}
            onReady={() => setStep('review')}
          />
          {moment.state !== 'reported' && <NotYet moment={moment} />}
        </>
      )}
      {open && step === 'review' && (
        <Review
          moment={moment}
          answer={draft.value}
          others={others}
          files={files}
          onBack={() => setStep('fill')}
          onSent={() => {
            draft.done();
            setStep('sent');
          }}
        />
      )}
      {step === 'sent' && (
        <Sent
          moment={moment}
          next={overview.asked.find((each) => each.id !== moment.id)}
          onChange={() => setStep('fill')}
        />
      )}
    </>
  );
}

export function Question() {
  const { id = '' } = useParams();
  const { data, error } = useQuery({
    queryKey: ['supplier', 'moment', id],
    queryFn: () => unwrap(api.GET('/supplier/moments/{id}', { params: { path: { id } } })),
    retry: false,
  });
  return (
    <Inside>
      {(overview) =>
        data ? <Screen key={id} moment={data} overview={overview} /> : error ? <ErrorNote error={error} /> : <Loading />
      }
    </Inside>
  );
}
