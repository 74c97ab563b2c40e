// Where the link in a letter leads: one press and its kinds come by mail no more. The key stands behind the #: it is in no log.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useLocation } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, ErrorNote, PageTitle } from '../../ui/basics';
import { Awaited } from '../../ui/list';

export function Off() {
  const { t } = useTranslation();
  const params = { path: { token: useLocation().hash.slice(1) } };
  const { data, error } = useQuery({
    queryKey: ['mail-off', params.path.token],
    queryFn: () => unwrap(api.GET('/mail-off/{token}', { params })),
  });
  const off = useMutation({ mutationFn: () => unwrap(api.POST('/mail-off/{token}', { params })) });
  const back = useMutation({ mutationFn: () => unwrap(api.POST('/mail-off/{token}/undoing', { params })) });
  const isOff = off.isSuccess && !back.isSuccess;
  return (
    <div className="stack">
      <PageTitle title={t('post.off.title')} />
      <Awaited data={data} error={error} />
      {(off.error ?? back.error) && <ErrorNote error={off.error ?? back.error} />}
      {data && (
        <section className="card stack" aria-label={t('post.off.title')}>
          <p>{t(isOff ? 'post.off.text' : 'post.off.ask')}</p>
          <ul>
            {data.kinds.map((each) => (
              <li key={each.title}>{each.title}</li>
            ))}
          </ul>
          {isOff && <p role="status">{t('post.off.done')}</p>}
          {back.isSuccess && <p role="status">{t('post.off.undone')}</p>}
          <div>
            {isOff ? (
              <Button disabled={back.isPending} onClick={() => back.mutate()}>
                {t('post.off.undo')}
              </Button>
            ) : (
              <Button primary disabled={off.isPending || back.isSuccess} onClick={() => off.mutate()}>
                {t('post.off.button')}
              </Button>
            )}
          </div>
          <p>
            {t('post.off.other')} <Link to="/account">{t('post.off.account')}</Link>
          </p>
        </section>
      )}
    </div>
  );
}
