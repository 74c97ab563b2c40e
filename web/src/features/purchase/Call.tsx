// What goes out: the chapter, the codes for the notice, and what was published of it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link, useParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { date } from '../../format';
import { word } from '../../i18n';
import { Act, ErrorNote, Loading, PageError } from '../../ui/basics';
import { Scroll } from '../../ui/list';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { Head } from './Head';
import { type Purchase, usePurchase, useRefresh } from './purchase';

function Eforms({ id }: { id: string }) {
  const { t } = useTranslation();
  const names = useNames();
  const { data, error } = useQuery({
    queryKey: ['purchase', id, 'eforms'],
    queryFn: () => unwrap(api.GET('/purchases/{id}/eforms', { params: { path: { id } } })),
  });
  return (
    <section className="card stack stack--small" aria-labelledby="eforms">
      <h2 id="eforms">{t('call.eforms')}</h2>
      <p>{t('call.eformsText', { count: data?.lots ?? 1 })}</p>
      {error && <ErrorNote error={error} />}
      {data && (
        <>
          <Scroll label={t('call.eforms')}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('call.field')}</th>
                  <th scope="col">{t('call.code')}</th>
                  <th scope="col">{t('call.because')}</th>
                </tr>
              </thead>
              <tbody>
                {data.values.map((each) => (
                  <tr key={each.field + each.code}>
                    <th scope="row">{`${each.field} ${t(word('call.fields', each.field))}`}</th>
                    <td>
                      <code>{each.code}</code> {names.code(each.field, each.code)}
                    </td>
                    <td>{each.because.join(', ') || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <p className="no-print">
            <a href={`/api/v1/purchases/${id}/eforms-fragment`} download>
              {t('call.xml')}
            </a>
          </p>
          <details>
            <summary>{t('call.showXml')}</summary>
            <pre className="scroll" tabIndex={0}>
              {data.fragment}
            </pre>
          </details>
        </>
      )}
    </section>
  );
}

// Plan and publication beside each other: what we promised to ask, what the published text asks.
function Published({ notice, purchase }: { notice: Schema['LinkedNotice']; purchase: Purchase }) {
  const { t } = useTranslation();
  const names = useNames();
  const missing = purchase.themes.filter((theme) => theme.state === 'applied' && !notice.asks.includes(theme.theme));
  return (
    <>
      <Link to={`/aankondigingen/${notice.id}`}>{notice.title}</Link>
      <div className="soft small">{`${date(notice.publishedOn)} · ${t(word('stage', notice.stage))}`}</div>
      <div className="small">
        {notice.asks.length > 0
          ? t('call.asks', { themes: notice.asks.map((theme) => names.theme(theme)).join(', ') })
          : t('call.asksNothing')}
      </div>
      {missing.length > 0 && (
        <div className="small">
          {t('call.missing', { themes: missing.map((theme) => names.theme(theme.theme)).join(', ') })}
        </div>
      )}
    </>
  );
}

function Notices({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const offer = useUndo();
  const refresh = useRefresh();
  const mayEdit = useMay('purchase.edit');
  const { data } = useQuery({
    queryKey: ['purchase', purchase.id, 'notices'],
    queryFn: () => unwrap(api.GET('/purchases/{id}/notices', { params: { path: { id: purchase.id } } })),
  });
  const path = (notice: string) => ({ params: { path: { id: purchase.id, notice } } });
  const link = useMutation({
    mutationFn: (notice: string) => unwrap(api.PUT('/purchases/{id}/notices/{notice}', path(notice))),
    onSuccess: refresh,
  });
  const unlink = useMutation({
    mutationFn: (notice: string) => unwrap(api.DELETE('/purchases/{id}/notices/{notice}', path(notice))),
    onSuccess: async (_, notice) => {
      await refresh();
      offer(t('app.unlinked'), () => link.mutateAsync(notice));
    },
  });
  return (
    <section className="card stack stack--small" aria-labelledby="published">
      <h2 id="published">{t('call.published')}</h2>
      {(link.error ?? unlink.error) && <ErrorNote error={link.error ?? unlink.error} />}
      {data?.items.length === 0 && <p>{t('call.notPublished')}</p>}
      <ul className="list">
        {data?.items.map((notice) => (
          <li key={notice.id}>
            <Published notice={notice} purchase={purchase} />
            {mayEdit && (
              <Act of={notice.title} className="plain no-print" onClick={() => unlink.mutate(notice.id)}>
                {t('purchase.unlink')}
              </Act>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (data?.suggested.length ?? 0) > 0 && (
        <details className="no-print">
          <summary>{t('call.mightBe', { count: data?.suggested.length ?? 0 })}</summary>
          <ul className="list">
            {data?.suggested.map((notice) => (
              <li key={notice.id} className="row row--between">
                <span>{`${notice.title} (${date(notice.publishedOn)})`}</span>
                <Act of={notice.title} onClick={() => link.mutate(notice.id)}>
                  {t('purchase.link')}
                </Act>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function Call() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error } = usePurchase(id);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <Head purchase={data} />
      <section className="card stack stack--small" aria-labelledby="chapter">
        <h2 id="chapter">{t('call.chapter')}</h2>
        <p>{t('call.chapterText')}</p>
        {data.undecided > 0 && (
          <p className="alert alert--note">
            <Link to={`/inkopen/${id}/impact`}>{t('purchase.toDecide', { count: data.undecided })}</Link>
          </p>
        )}
        {data.warnings.length > 0 && (
          <p>
            <Link to={`/inkopen/${id}/eisen`}>{t('purchase.warnings', { count: data.warnings.length })}</Link>
          </p>
        )}
        <p className="row no-print">
          {['odt', 'docx', 'pdf', 'html', 'text'].map((format) => (
            <a key={format} href={`/api/v1/purchases/${id}/chapter?format=${format}`} download>
              {t(word('call.format', format))}
            </a>
          ))}
        </p>
      </section>
      <Eforms id={id} />
      <Notices purchase={data} />
    </div>
  );
}
