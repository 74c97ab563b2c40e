// Who do I ask: the people nearest to a theme, a unit and a category.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { word } from '../../i18n';
import { useNames } from '../../ui/names';

export function WhoToAsk({
  theme,
  unitId,
  cpv,
}: {
  theme?: string | null | undefined;
  unitId?: string | null | undefined;
  cpv?: string | null | undefined;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const mayAsk = useMay('help.ask');
  const query = { ...(theme ? { theme } : {}), ...(unitId ? { unitId } : {}), ...(cpv ? { cpv } : {}) };
  const { data } = useQuery({
    queryKey: ['contacts', query],
    queryFn: () => unwrap(api.GET('/contacts', { params: { query } })),
  });
  if (!data) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="ask">
      <h2 id="ask">{t('ask.title')}</h2>
      {data.items.length === 0 && <p className="soft">{t('ask.nobody')}</p>}
      <ul className="list">
        {data.items.map((each) => (
          <li key={each.personId}>
            <strong>{each.name}</strong> {each.jobTitle && <span className="soft">{each.jobTitle}</span>}
            <div className="soft small">
              {each.why === 'field'
                ? t('ask.fieldOf', { field: names.code('field', each.field ?? '').toLowerCase() })
                : t(word('ask', each.why))}
            </div>
          </li>
        ))}
      </ul>
      {mayAsk && (
        <Link className="no-print" to={`/organisatie/hulpvragen${theme ? `?thema=${theme}` : ''}`}>
          {t('ask.question')}
        </Link>
      )}
    </section>
  );
}
