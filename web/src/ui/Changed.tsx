// What an act on many rows left as it was, each with its reason; or why it did not happen.
import { useTranslation } from '../i18n/say';
import type { Schema } from '../api/client';
import { ErrorNote } from './basics';

export function Changed({ result, error }: { result?: Schema['ManyChanged']; error: unknown }) {
  const { t } = useTranslation();
  if (error) return <ErrorNote error={error} />;
  if (!result || result.left.length === 0) return null;
  return (
    <div className="alert alert--note" role="alert">
      <strong>{`${t('list.changed', { count: result.changed })} ${t('list.left', { count: result.left.length })}`}</strong>
      <ul>
        {result.left.map((each) => (
          <li key={each.id}>{`${each.title || each.id}: ${each.reason}`}</li>
        ))}
      </ul>
    </div>
  );
}
