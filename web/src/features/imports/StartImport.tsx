// A table that somebody sends: nothing is written before it was looked at.
import { useTranslation } from '../../i18n/say';
import { Link, useNavigate, useParams } from 'react-router';
import { dateTime } from '../../format';
import { word } from '../../i18n';
import { Button, PageError, PageTitle } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';
import { exportPath, homePath, isKind, type Kind, useImports, useUpload } from './calls';

function Earlier({ kind }: { kind: Kind }) {
  const { t } = useTranslation();
  const { data } = useImports(kind);
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="earlier">
      <h2 id="earlier">{t('imports.earlier')}</h2>
      <ul className="list">
        {data.items.map((each) => (
          <li key={each.id}>
            <Link to={`/inlezen/${kind}/${each.id}`}>{each.fileName}</Link>{' '}
            <span className="tag">{t(word('imports.state', each.state))}</span>
            <div className="soft small">
              {dateTime(each.createdAt)} {each.person}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function StartImport() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const word = useParams().kind ?? '';
  const kind: Kind = isKind(word) ? word : 'purchases';
  const upload = useUpload(kind);
  if (!isKind(word)) return <PageError error={t('imports.unknownKind')} />;
  return (
    <div className="stack">
      <PageTitle
        title={t(`imports.title.${kind}`)}
        crumbs={[{ to: homePath[kind], label: t(`imports.home.${kind}`) }]}
      />
      <p className="lead">{t('imports.lead')}</p>
      <p>{t(`imports.columnsOf.${kind}`)}</p>
      {exportPath[kind] && (
        <p>
          <a href={`/api/v1/${exportPath[kind]}?format=xlsx`} download>
            {t('imports.example')}
          </a>
        </p>
      )}
      <ErrorSummary error={upload.error} />
      <form
        className="card form"
        onSubmit={(event) => {
          event.preventDefault();
          upload.mutate(new FormData(event.currentTarget), {
            onSuccess: (made) => void navigate(`/inlezen/${kind}/${made.id}`),
          });
        }}
      >
        <div className="field">
          <label htmlFor="files">{t('imports.file')}</label>
          <input
            id="files"
            className="input"
            data-pointer="/files"
            type="file"
            name="files"
            required
            accept=".csv,.txt,.xlsx,.ods"
          />
        </div>
        <div>
          <Button primary type="submit" disabled={upload.isPending}>
            {t(upload.isPending ? 'app.sending' : 'imports.look')}
          </Button>
        </div>
      </form>
      <Earlier kind={kind} />
    </div>
  );
}
