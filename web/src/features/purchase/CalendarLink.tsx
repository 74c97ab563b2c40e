// My tasks and days in my own calendar programme.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { Button, ErrorNote } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';

export function CalendarLink() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['calendar-link'], queryFn: () => unwrap(api.GET('/calendar-link')) });
  const again = () => client.invalidateQueries({ queryKey: ['calendar-link'] });
  const make = useMutation({ mutationFn: () => unwrap(api.POST('/calendar-link')), onSuccess: again });
  const end = useMutation({ mutationFn: () => unwrap(api.DELETE('/calendar-link')), onSuccess: again });
  return (
    <section className="card stack stack--small no-print" aria-labelledby="ical">
      <h2 id="ical">{t('purchase.ical')}</h2>
      <p>{t('purchase.icalText')}</p>
      {(make.error ?? end.error) && <ErrorNote error={make.error ?? end.error} />}
      {make.data && (
        <p className="alert alert--note">
          {t('purchase.icalOnce')} <code className="break">{globalThis.location.origin + make.data.path}</code>
        </p>
      )}
      <div className="row">
        <Button onClick={() => make.mutate()} disabled={make.isPending}>
          {t(data?.active ? 'purchase.icalAgain' : 'purchase.icalMake')}
        </Button>
        {data?.active && (
          <Confirmed
            label={t('purchase.icalEnd')}
            name=""
            question={t('purchase.icalEndQuestion')}
            act={() => end.mutate()}
            pending={end.isPending}
          />
        )}
      </div>
    </section>
  );
}
