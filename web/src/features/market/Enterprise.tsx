// One enterprise: what it offers, what proves it, and what we have to do with it.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { Button, ErrorNote, Loading, PageError, PageTitle } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { Proof } from './Certificates';
import { useEnterprise, useRefreshMarket, type Enterprise as EnterpriseData } from './market';
import { Notes } from './Notes';
import { OfferingText } from './OfferingText';

function Profile({ it }: { it: EnterpriseData }) {
  const { t } = useTranslation();
  const names = useNames();
  const rows: [string, string][] = [
    [t('market.place'), [it.address ?? '', it.place ?? t('market.noPlace')].filter(Boolean).join(', ')],
    [t('market.delivers'), it.radiusKm ? t('market.withinKm', { count: it.radiusKm }) : t('market.everywhere')],
    [t('market.themes'), it.themes.map((each) => names.theme(each)).join(', ') || '–'],
    [t('market.targetGroups'), it.targetGroups.join(', ') || '–'],
    [t('market.kvk'), it.kvk ?? t('market.unknown')],
    [t('market.legalFormLabel'), it.legalForm ? t(`market.legalForm.${it.legalForm}`) : t('market.unknown')],
    [t('market.sizeLabel'), it.size ? t(`market.size.${it.size}`) : t('market.unknown')],
    [t('market.contact'), [it.contactRole ?? '', it.email ?? ''].filter(Boolean).join(', ') || '–'],
    [
      t('market.source'),
      [it.source ?? '–', it.own ? '' : it.owner, it.changedOn ? date(it.changedOn) : ''].filter(Boolean).join(' · '),
    ],
  ];
  return (
    <dl className="facts">
      {rows.map(([label, text]) => (
        <div key={label} className="facts__row">
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {it.website && (
        <div className="facts__row">
          <dt>{t('market.website')}</dt>
          <dd>
            <a href={it.website} rel="noreferrer">
              {it.website}
            </a>
          </dd>
        </div>
      )}
    </dl>
  );
}

function PutAway({ it }: { it: EnterpriseData }) {
  const { t } = useTranslation();
  const refresh = useRefreshMarket();
  const offer = useUndo();
  const params = { path: { id: it.id } };
  const send = (away: boolean) =>
    unwrap(
      away ? api.PUT('/enterprises/{id}/archive', { params }) : api.DELETE('/enterprises/{id}/archive', { params }),
    );
  const archive = useMutation({
    mutationFn: send,
    onSuccess: async (_, away) => {
      await refresh();
      offer(t(away ? 'market.wasPutAway' : 'market.wasTakenBack', { name: it.name }), async () => {
        await send(!away);
        await refresh();
      });
    },
  });
  return (
    <>
      <Button type="button" disabled={archive.isPending} onClick={() => archive.mutate(!it.archived)}>
        {t(it.archived ? 'market.takeBack' : 'market.putAway')}
      </Button>
      {archive.error && <ErrorNote error={archive.error} />}
    </>
  );
}

export function Enterprise() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const mayEdit = useMay('market.edit');
  const { data: it, error } = useEnterprise(id);
  if (error) return <PageError error={error} />;
  if (!it) return <Loading />;
  return (
    <div className="stack">
      <PageTitle title={it.name} crumbs={[{ to: '/ondernemers', label: t('market.title') }]}>
        {mayEdit && it.own && (
          <span className="row no-print">
            <Link to={`/ondernemers/${it.id}/wijzigen`} className="action">
              {t('app.edit')}
            </Link>
            <PutAway it={it} />
          </span>
        )}
      </PageTitle>
      {it.archived && <p role="note">{t('market.isPutAway')}</p>}
      {it.description && <p className="lead">{it.description}</p>}
      <section className="card stack stack--small" aria-labelledby="offerings">
        <h2 id="offerings">{t('market.offerings')}</h2>
        {it.offerings.length === 0 && <p className="soft">{t('market.noOffering')}</p>}
        <ul className="list list--plain">
          {it.offerings.map((each) => (
            <li key={each.id}>
              <OfferingText offering={each} />
            </li>
          ))}
        </ul>
      </section>
      <section className="card stack stack--small" aria-labelledby="certificates">
        <h2 id="certificates">{t('market.certificates')}</h2>
        <Proof enterprise={it} />
      </section>
      <section className="card stack stack--small" aria-labelledby="profile">
        <h2 id="profile">{t('market.profile')}</h2>
        <Profile it={it} />
      </section>
      <section className="card stack stack--small" aria-labelledby="us">
        <h2 id="us">{t('market.us')}</h2>
        <p>
          {it.contracts > 0 && it.contractsOf ? (
            <Link to={`/contracten?leverancier=${it.contractsOf}`}>
              {t('market.contracts', { count: it.contracts })}
            </Link>
          ) : (
            t('market.noContracts')
          )}
          {' · '}
          {it.askedOn
            ? t('market.askedTimes', { count: it.timesAsked, day: date(it.askedOn) })
            : t('market.neverAsked')}
        </p>
        <Notes id={it.id} name={it.name} />
      </section>
    </div>
  );
}
