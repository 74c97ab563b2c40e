// Whom to ask: a desk or a role with its address.
import { useTranslation } from '../../i18n/say';
import { usePublication } from './publication';

export function Whom() {
  const { t } = useTranslation();
  const { data } = usePublication();
  if (!data?.contactName) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="whom">
      <h2 id="whom">{t('publication.whom')}</h2>
      <p>
        {data.contactName}: <a href={`mailto:${data.contactAddress}`}>{data.contactAddress}</a>
      </p>
    </section>
  );
}
