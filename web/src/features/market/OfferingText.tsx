// An offering in words: what it costs, how much at once, how soon.
import { useTranslation } from '../../i18n/say';
import { exactEuros, number } from '../../format';
import type { Offering } from './market';

export function useOfferingFacts() {
  const { t } = useTranslation();
  return (offering: Offering): string => {
    const unit = offering.unit ?? t('market.piece');
    const cents = offering.priceCents ?? null;
    const { minimum, maximum } = offering;
    return [
      cents === null ? t('market.noPrice') : t('market.price', { euros: exactEuros(cents / 100), unit }),
      minimum !== null && minimum !== undefined && minimum > 1
        ? t('market.atLeast', { count: minimum, formatted: number(minimum), unit })
        : '',
      maximum !== null && maximum !== undefined
        ? t('market.atMost', { count: maximum, formatted: number(maximum), unit })
        : '',
      offering.leadDays !== null && offering.leadDays !== undefined
        ? t('market.lead', { count: offering.leadDays })
        : '',
    ]
      .filter(Boolean)
      .join(' · ');
  };
}

export function OfferingText({ offering }: { offering: Offering }) {
  const { t } = useTranslation();
  const facts = useOfferingFacts();
  return (
    <div>
      <strong>{offering.title}</strong>
      {offering.description && <div>{offering.description}</div>}
      <div className="soft small">{facts(offering)}</div>
      {offering.impact && <div className="small">{t('market.impactOf', { words: offering.impact })}</div>}
    </div>
  );
}
