// Certificates as they stand today: what holds, what is over, what nobody looked up.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { date } from '../../format';
import { Status } from '../../ui/Status';
import { useCertificates, type Enterprise } from './market';

type State = Schema['CertificateState'];

export function Certificate({ state }: { state: State }) {
  const { t } = useTranslation();
  const certificates = useCertificates();
  const name = certificates.name(state.code);
  if (state.expired)
    return (
      <Status kind="late">
        {state.validTo ? t('market.expiredOn', { name, day: date(state.validTo) }) : t('market.notYet', { name })}
      </Status>
    );
  return (
    <Status kind={state.checked ? 'applied' : 'proposed'}>
      {[name, state.checked ? '' : t('market.unchecked')].filter(Boolean).join(', ')}
    </Status>
  );
}

export function Certificates({ states }: { states: State[] }) {
  const { t } = useTranslation();
  if (states.length === 0) return <span className="soft small">{t('market.noCertificate')}</span>;
  return (
    <span className="tags">
      {states.map((state) => (
        <Certificate key={state.code} state={state} />
      ))}
    </span>
  );
}

// Each with what it proves, its days, and how to check it.
export function Proof({ enterprise }: { enterprise: Enterprise }) {
  const { t } = useTranslation();
  const certificates = useCertificates();
  if (enterprise.evidence.length === 0) return <p className="soft">{t('market.noCertificate')}</p>;
  return (
    <ul className="list list--plain">
      {enterprise.evidence.map((each) => {
        const state = enterprise.certificates.find((one) => one.code === each.certificate);
        const check = certificates.check(each.certificate);
        return (
          <li key={each.id} className="stack stack--small">
            {state && (
              <Certificate
                state={{
                  ...state,
                  validTo: each.validTo ?? null,
                  checked: Boolean(each.checkedOn),
                  expired: state.validTo === (each.validTo ?? null) ? state.expired : true,
                }}
              />
            )}
            <span>{certificates.proves(each.certificate)}</span>
            <span className="soft small">
              {[
                each.validFrom ? t('market.from', { day: date(each.validFrom) }) : '',
                each.validTo ? t('market.until', { day: date(each.validTo) }) : t('market.endUnknown'),
                each.checkedOn && each.checkedName
                  ? t('market.checkedBy', { name: each.checkedName, day: date(each.checkedOn) })
                  : t('market.notChecked'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span className="small">
              {check && <a href={check.site}>{check.text}</a>}{' '}
              {each.link && <a href={each.link}>{t('market.evidenceLink')}</a>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
