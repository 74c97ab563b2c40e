// Impact, unless: per theme where the level comes from, what is asked, and the decision.
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { Loading, PageError } from '../../ui/basics';
import { useHash } from '../../ui/hash';
import { Head } from './Head';
import { usePurchase } from './purchase';
import { useSuggestions } from './Suggestion';
import { Theme } from './Theme';
import { Terms } from '../../ui/Term';

export function Impact() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error } = usePurchase(id);
  const suggestions = useSuggestions(id);
  useHash(data !== undefined);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <Head purchase={data} />
      <p className="lead">{t('purchase.impactIntro')}</p>
      <Terms of={['unless', 'theme', 'ambition']} />
      <p role="status">
        {data.undecided === 0 ? t('purchase.allDecided') : t('purchase.toDecide', { count: data.undecided })}
      </p>
      {data.themes.map((theme) => (
        <Theme
          key={theme.theme}
          purchase={data}
          theme={theme}
          suggested={suggestions.find((each) => each.theme === theme.theme)?.items ?? []}
        />
      ))}
    </div>
  );
}
