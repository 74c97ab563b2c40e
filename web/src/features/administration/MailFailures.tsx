// Letters that did not arrive, with what the mail server said, and the way to send one again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { dateTime } from '../../format';
import { Act, ErrorNote } from '../../ui/basics';

export function MailFailures() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['mail-failures'], queryFn: () => unwrap(api.GET('/mail-failures')) });
  const again = useMutation({
    mutationFn: (id: string) => unwrap(api.POST('/mail-failures/{id}/retry', { params: { path: { id } } })),
    onSuccess: (left) => {
      client.setQueryData(['mail-failures'], left);
      return client.invalidateQueries({ queryKey: ['health'] });
    },
  });
  const fault = error ?? again.error;
  if (fault) return <ErrorNote error={fault} />;
  if (!data || data.items.length === 0) return null;
  return (
    <details>
      <summary>{t('beheer.mailFailures')}</summary>
      <ul className="list">
        {data.items.map((each) => (
          <li key={each.id}>
            {each.name} ({each.address}) · {dateTime(each.endedAt)} ·{' '}
            {each.state === 'refused' ? t('beheer.mailRefused') : t('beheer.mailBounced', { count: each.attempts })}{' '}
            <Act of={each.address} disabled={again.isPending} onClick={() => again.mutate(each.id)}>
              {t('beheer.mailAgain')}
            </Act>
            <div className="soft small wrap-anywhere">{each.reason}</div>
          </li>
        ))}
      </ul>
    </details>
  );
}
