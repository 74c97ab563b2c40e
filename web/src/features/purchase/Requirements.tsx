// What is asked: the text of the call, filled in and weighted, with the guard rails beside it, and the basket.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { euros } from '../../format';
import { word } from '../../i18n';
import { percentOf } from '../../ui/amounts';
import { Button, ErrorNote, Loading, PageError } from '../../ui/basics';
import { pieces } from '../../ui/criteria';
import { useHash } from '../../ui/hash';
import { useNames } from '../../ui/names';
import { Head } from './Head';
import { isAwarded, type Purchase, type Requirement, usePurchase, useRefresh } from './purchase';
import { OwnRequirement } from './OwnRequirement';
import { RequirementForm } from './RequirementForm';
import { Weights } from './Weights';
import { Terms } from '../../ui/Term';

function Source({ purchase, requirement }: { purchase: Purchase; requirement: Requirement }) {
  const { t } = useTranslation();
  const theme = purchase.themes.find((each) => each.theme === requirement.theme);
  if (!theme) return null;
  const goal = theme.goals[0];
  return (
    <p className="small">
      {goal || theme.ambition ? t('purchase.from') : <strong>{t('purchase.noSource')}</strong>}{' '}
      {goal && <Link to={`/beleid/doelen/${goal.id}`}>{goal.title}</Link>}{' '}
      {!goal && theme.ambition && (
        <Link to={`/ambities/afspraken?ambitie=${theme.ambitionId ?? ''}`}>{theme.ambition}</Link>
      )}{' '}
      <Link to={`/beleid/rode-draad?van=requirement:${requirement.id}`}>
        {t('purchase.upThread')}
        <span className="visually-hidden">{` ${requirement.title}`}</span>
      </Link>
    </p>
  );
}

function Card({ purchase, requirement }: { purchase: Purchase; requirement: Requirement }) {
  const { t } = useTranslation();
  const names = useNames();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit') && !isAwarded(purchase.status);
  const [editing, setEditing] = useState(false);
  const path = { path: { id: purchase.id, requirement: requirement.id } };
  const move = useMutation({
    mutationFn: (state: Requirement['state']) =>
      unwrap(
        api.PUT('/purchases/{id}/requirements/{requirement}/state', {
          params: { ...path, header: { 'If-Match': `"${requirement.version}"` } },
          body: { state, reason: null },
        }),
      ),
    onSuccess: refresh,
    onError: () => void refresh(),
  });
  const renew = useMutation({
    mutationFn: () => unwrap(api.POST('/purchases/{id}/requirements/{requirement}/newest-edition', { params: path })),
    onSuccess: refresh,
  });
  const warnings = purchase.warnings.filter((each) => each.requirementId === requirement.id);
  const newer =
    requirement.newestEdition !== null &&
    requirement.newestEdition !== undefined &&
    requirement.edition !== null &&
    requirement.edition !== undefined &&
    requirement.newestEdition > requirement.edition;
  const hidden = <span className="visually-hidden">{` ${requirement.title}`}</span>;
  return (
    <article className="requirement stack stack--small" id={`eis-${requirement.id}`}>
      <h3>{requirement.title}</h3>
      {editing ? (
        <RequirementForm purchase={purchase} requirement={requirement} done={() => setEditing(false)} />
      ) : (
        <>
          <p>
            {pieces(requirement.text, requirement.variables).map((piece, index) =>
              piece.filled ? <mark key={index}>{piece.text}</mark> : piece.text,
            )}
          </p>
          <ul className="tags">
            <li className="tag tag--plain">{names.code('instrument', requirement.instrument)}</li>
            <li className="tag tag--plain">{`${requirement.level} ${t(word('ambition.level', requirement.level))}`}</li>
            {requirement.weightBp !== null && requirement.weightBp !== undefined && (
              <li className="tag">{t('purchase.weightOf', { percent: percentOf(requirement.weightBp) })}</li>
            )}
            {requirement.open && <li className="tag tag--sun">{t('criteria.open')}</li>}
          </ul>
          {requirement.amountCents !== null && requirement.amountCents !== undefined && (
            <p className="small">{t('purchase.obligation', { euros: euros(requirement.amountCents) })}</p>
          )}
          <p className="soft small">
            {requirement.evidence
              ? `${t('criteria.verified')} ${pieces(requirement.evidence, requirement.variables)
                  .map((piece) => piece.text)
                  .join(
                    '',
                  )} (${t(`criteria.moments.${requirement.moment}`)}, ${t(`criteria.checkers.${requirement.who}`)})`
              : t('purchase.noEvidence')}
          </p>
          {requirement.state === 'chosen' && <Source purchase={purchase} requirement={requirement} />}
        </>
      )}
      {(newer || requirement.criterionStatus === 'replaced') && (
        <p className="alert alert--note">
          {t(newer ? 'purchase.newer' : 'purchase.replaced')}{' '}
          <Link to={`/criteria/${requirement.criterionId ?? ''}`}>{t('purchase.seeCriterion')}</Link>{' '}
          {newer && mayEdit && (
            <button type="button" className="plain" onClick={() => renew.mutate()}>
              {t('purchase.renew')}
              {hidden}
            </button>
          )}
        </p>
      )}
      {warnings.map((each) => (
        <p key={each.code} className="alert alert--note">
          {each.text} <span className="soft small">{each.article}</span>
        </p>
      ))}
      {(move.error ?? renew.error) && <ErrorNote error={move.error ?? renew.error} />}
      {mayEdit && !editing && (
        <div className="row no-print">
          {requirement.state === 'chosen' && (
            <>
              <Button onClick={() => setEditing(true)}>
                {t('purchase.fillIn')}
                {hidden}
              </Button>
              <button type="button" className="plain" onClick={() => move.mutate('dropped')}>
                {t('purchase.drop')}
                {hidden}
              </button>
            </>
          )}
          {requirement.state !== 'chosen' && (
            <Button onClick={() => move.mutate('chosen')}>
              {t(requirement.state === 'basket' ? 'purchase.choose' : 'purchase.undrop')}
              {hidden}
            </Button>
          )}
          {requirement.state === 'basket' && (
            <button type="button" className="plain" onClick={() => move.mutate('dropped')}>
              {t('purchase.outOfBasket')}
              {hidden}
            </button>
          )}
        </div>
      )}
    </article>
  );
}

export function Requirements() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const names = useNames();
  const mayEdit = useMay('purchase.edit');
  const [params] = useSearchParams();
  const { data, error } = usePurchase(id);
  useHash(data !== undefined);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const of = (state: Requirement['state']) => data.requirements.filter((each) => each.state === state);
  const chosen = of('chosen');
  const general = data.warnings.filter((each) => !each.requirementId);
  return (
    <div className="stack">
      <Head purchase={data} />
      <p className="lead">{t('purchase.requirementsIntro')}</p>
      <Terms of={['requirement', 'award', 'selection', 'performance', 'socialReturn']} />
      {isAwarded(data.status) && <p className="alert alert--note">{t('purchase.fixed')}</p>}
      {general.length > 0 && (
        <section className="stack stack--small" aria-labelledby="waarschuwingen">
          <h2 id="waarschuwingen" tabIndex={-1}>
            {t('purchase.lookAt')}
          </h2>
          {general.map((each) => (
            <p key={each.code + each.theme} className="alert alert--note">
              {each.theme && <strong>{`${names.theme(each.theme)}: `}</strong>}
              {each.text} <span className="soft small">{each.article}</span>
            </p>
          ))}
        </section>
      )}
      {chosen.length === 0 && (
        <p className="card">
          {t('purchase.noRequirements')} <Link to={`/inkopen/${id}/impact`}>{t('purchase.toImpact')}</Link>
        </p>
      )}
      {names.themes
        .filter((theme) => chosen.some((each) => each.theme === theme.code))
        .map((theme) => (
          <section key={theme.code} className="card stack" aria-labelledby={`t-${theme.code}`}>
            <h2 id={`t-${theme.code}`}>{theme.name}</h2>
            {chosen
              .filter((each) => each.theme === theme.code)
              .map((each) => (
                <Card key={each.id} purchase={data} requirement={each} />
              ))}
          </section>
        ))}
      {!data.small && <Weights key={data.version} purchase={data} />}
      {of('basket').length > 0 && (
        <section className="card stack" aria-labelledby="mandje">
          <h2 id="mandje">{t('purchase.basket', { count: of('basket').length })}</h2>
          {of('basket').map((each) => (
            <Card key={each.id} purchase={data} requirement={each} />
          ))}
        </section>
      )}
      {mayEdit && !isAwarded(data.status) && (
        <OwnRequirement key={params.get('eigen') ?? ''} purchase={data} theme={params.get('eigen')} />
      )}
      {of('dropped').length > 0 && (
        <details className="card no-print">
          <summary>{t('purchase.dropped', { count: of('dropped').length })}</summary>
          {of('dropped').map((each) => (
            <Card key={each.id} purchase={data} requirement={each} />
          ))}
        </details>
      )}
    </div>
  );
}
