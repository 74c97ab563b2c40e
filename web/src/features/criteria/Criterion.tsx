// One criterion: words, reason, verification, law, and its editions. The keeper decides here.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date, euros } from '../../format';
import { word } from '../../i18n';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { Changes } from '../../ui/Changes';
import { useLaws } from '../../ui/criteria';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Presence } from '../../ui/Presence';
import { Facts, Used, Words } from './CriterionCard';

function Keeper({ item }: { item: Schema['CriterionDetail'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const params = { path: { id: item.id } };
  const again = () => client.invalidateQueries({ queryKey: ['criteria'] });
  const accept = useMutation({
    mutationFn: () => unwrap(api.POST('/criteria/{id}/acceptance', { params })),
    onSettled: again,
  });
  const reject = useMutation({
    mutationFn: (reason: string) => unwrap(api.POST('/criteria/{id}/rejection', { params, body: { reason } })),
    onSuccess: again,
  });
  return (
    <section className="card stack stack--small no-print" aria-labelledby="keeper">
      <h2 id="keeper">{t('criteria.decide')}</h2>
      {accept.error && <ErrorNote error={accept.error} />}
      <div>
        <Button primary onClick={() => accept.mutate()} disabled={accept.isPending}>
          {t('criteria.accept')}
        </Button>
      </div>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          reject.mutate(fieldValue(event.currentTarget, 'reason'));
        }}
      >
        <ErrorSummary error={reject.error} />
        <Field label={t('criteria.rejectReason')} name="reason" required pointer="/reason" error={reject.error} />
        <div>
          <Button type="submit" disabled={reject.isPending}>
            {t('criteria.reject')}
          </Button>
        </div>
      </form>
    </section>
  );
}

export function Criterion() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const mayKeep = useMay('criteria.keep');
  const laws = useLaws();
  const { data, error } = useQuery({
    queryKey: ['criteria', 'one', id],
    queryFn: () => unwrap(api.GET('/criteria/{id}', { params: { path: { id } } })),
  });
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const law = laws.find((each) => each.instrument === data.instrument);
  return (
    <div className="stack">
      <PageTitle title={data.title} crumbs={[{ to: '/criteria', label: t('criteria.title') }]}>
        {mayKeep && (data.status === 'in_use' || data.status === 'proposal') && (
          <Link to={`/criteria/${id}/wijzigen`}>{t('criteria.edit')}</Link>
        )}
      </PageTitle>
      <Presence page={`/criteria/${id}`} />
      {data.status !== 'in_use' && (
        <p className="alert alert--note">
          {t(word('criteria.status', data.status), { name: data.proposedBy ?? '–' })} {data.verdict}{' '}
          {data.replacedBy && <Link to={`/criteria/${data.replacedBy}`}>{t('criteria.seeOther')}</Link>}
        </p>
      )}
      <section className="card stack stack--small" aria-labelledby="words">
        <h2 id="words">{t('criteria.text')}</h2>
        <p className="lead">
          <Words text={data.text} variables={data.variables} />
        </p>
        <Facts item={data} />
        <Used item={data} />
      </section>
      <section className="card stack stack--small" aria-labelledby="why">
        <h2 id="why">{t('criteria.explanation')}</h2>
        <p>{data.explanation}</p>
        <dl className="facts">
          <dt>{t('criteria.evidence')}</dt>
          <dd>
            <Words text={data.evidence} variables={data.variables} />
          </dd>
          <dt>{t('criteria.moment')}</dt>
          <dd>{`${t(`criteria.moments.${data.moment}`)}, ${t(`criteria.checkers.${data.who}`)}`}</dd>
          <dt>{t('criteria.from')}</dt>
          <dd>{data.fromCents > 0 ? euros(data.fromCents) : t('criteria.anyValue')}</dd>
          <dt>{t('criteria.indicator')}</dt>
          <dd>{data.indicator ?? '–'}</dd>
          <dt>{t('criteria.sdgs')}</dt>
          <dd>{data.sdgs.join(', ') || '–'}</dd>
          {data.source && (
            <>
              <dt>{t('criteria.source')}</dt>
              <dd>{data.source}</dd>
            </>
          )}
          {law && (
            <>
              <dt>{t('criteria.law')}</dt>
              <dd>{`${law.article}. ${i18n.language === 'en' ? law.en : law.nl} ${data.legal ?? ''}`}</dd>
            </>
          )}
        </dl>
      </section>
      {mayKeep && data.status === 'proposal' && <Keeper item={data} />}
      {data.editions.length > 1 && (
        <section className="card stack stack--small" aria-labelledby="editions">
          <h2 id="editions">{t('criteria.editions')}</h2>
          <ol className="list">
            {data.editions.map((edition) => (
              <li key={edition.edition}>
                <strong>{t('criteria.edition', { number: edition.edition })}</strong>{' '}
                <span className="soft">{[date(edition.at), edition.person].filter(Boolean).join(' · ')}</span>
                <p>
                  <Words {...(edition.fields as unknown as Pick<Schema['Criterion'], 'text' | 'variables'>)} />
                </p>
              </li>
            ))}
          </ol>
        </section>
      )}
      <Changes kind="criterion" id={data.id} />
    </div>
  );
}
