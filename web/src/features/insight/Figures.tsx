// The four numbers that open the page and the start page.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { percent, share } from '../../format';
import { CountLink } from '../../ui/list';

export function Figures({ standing, link }: { standing: Schema['Standing']; link: (status: string) => string }) {
  const { t } = useTranslation();
  const national = (key: string) => standing.references.find((each) => each.key === key);
  const cards = [
    {
      key: 'count',
      count: standing.withImpact,
      fraction: share(standing.withImpact, standing.procedures),
      text: t('standing.byCount'),
      status: 'asks',
      reference: national('with_impact'),
    },
    {
      key: 'euro',
      count: standing.withImpact,
      fraction: share(standing.withImpactValueCents, standing.valueCents),
      text: t('standing.byEuro'),
      status: 'asks',
    },
    {
      key: 'ambition',
      count: standing.ambitionOnly,
      fraction: share(standing.ambitionOnly, standing.procedures),
      text: t('standing.ambitionOnly'),
      status: 'ambition',
    },
    {
      key: 'sme',
      count: standing.sme,
      fraction: share(standing.sme, standing.procedures),
      text: t('standing.sme'),
      status: 'sme',
      reference: national('sme'),
    },
  ];
  return (
    <div className="grid">
      {cards.map((card) => (
        <div key={card.key} className="card stat">
          <span className="stat__number">
            <CountLink to={link(card.status)} count={card.count}>
              {percent(card.fraction)}
            </CountLink>
          </span>
          <span>{card.text}</span>
          {card.reference && (
            <span className="soft small">{t('standing.national', { percent: card.reference.percent })}</span>
          )}
        </div>
      ))}
    </div>
  );
}
