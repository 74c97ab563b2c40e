// What this is, and whose work is in it: the list is made at build time from the packages that are really in the bundle.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../i18n/say';
import { useInstallation } from '../api/queries';
import { PageTitle } from '../ui/basics';
import { Awaited } from '../ui/list';

interface Package {
  name: string;
  version: string;
  licence: string;
  text: string;
}

async function packages(): Promise<Package[]> {
  const answer = await fetch('/licences.json');
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Package[];
}

export function About() {
  const { t } = useTranslation();
  const version = useInstallation().data?.version ?? '';
  const { data, error } = useQuery({ queryKey: ['licences'], queryFn: packages, staleTime: Infinity });
  return (
    <div className="stack">
      <PageTitle title={t('about.title')} />
      <p className="lead">{t('about.text', { version })}</p>
      <section className="card stack" aria-labelledby="licences">
        <h2 id="licences">{t('about.licences')}</h2>
        <p>{t('about.licencesText')}</p>
        <Awaited data={data} error={error} />
        <ul className="list">
          {data?.map((each) => (
            <li key={`${each.name} ${each.version}`}>
              {each.text ? (
                <details>
                  <summary>{`${each.name} ${each.version} – ${each.licence}`}</summary>
                  <pre className="licence">{each.text}</pre>
                </details>
              ) : (
                `${each.name} ${each.version} – ${each.licence}`
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
