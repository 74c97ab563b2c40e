// On every page: where the messages are, and how many of them nobody read yet.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { number } from '../../format';

export function Bell() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['messages', 'unread'],
    queryFn: () => unwrap(api.GET('/messages/unread')),
    staleTime: 60_000,
  });
  const unread = data?.unread ?? 0;
  return (
    <Link to="/berichten">
      {t('post.title')}
      {unread > 0 && (
        <>
          <span className="visually-hidden">{`, ${t('post.unread', { count: unread })}`}</span>{' '}
          <span className="tag tag--sun" aria-hidden="true">
            {number(unread)}
          </span>
        </>
      )}
    </Link>
  );
}
