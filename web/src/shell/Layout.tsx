import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { Link, useLocation, useNavigate } from 'react-router';
import { api, unwrap, type Schema } from '../api/client';
import { useLive, type JobEvent } from '../api/live';
import { sessionKey, useInstallation } from '../api/queries';
import { languages, setLanguage, word } from '../i18n';
import { demoPassword } from '../features/auth/demo';
import { Bell } from '../features/post/Bell';
import { SearchBox } from '../features/search/SearchBox';
import { keepFocus } from '../ui/keepFocus';
import { UndoPlace } from '../ui/Undo';
import { Menu } from './Menu';
import { Offline } from './Offline';
import { ofSupplier } from './outside';

function NameMark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0e5a5a" />
      <path d="M8 10h16M16 10v13" stroke="#fff" strokeWidth="3.4" strokeLinecap="round" />
      <circle cx="23.4" cy="22.6" r="3" fill="#f2b64b" />
    </svg>
  );
}

function RoleSwitcher({ session }: { session: Schema['Current'] }) {
  const { t } = useTranslation();
  const accounts = useInstallation().data?.demoAccounts ?? [];
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = async (userName: string) => {
    await unwrap(api.POST('/sessions', { body: { userName, password: demoPassword } }));
    client.clear();
    await client.invalidateQueries({ queryKey: sessionKey });
    void navigate('/');
  };
  return (
    <aside className="demo-strip no-print" aria-label={t('app.demo')}>
      <div className="wrap">
        <strong>{t('app.demo')}</strong>
        <label>
          {t('app.role')}
          <select
            className="input"
            value={session.person.userName ?? ''}
            onChange={(event) => void change(event.target.value)}
          >
            {accounts.map((account) => (
              <option key={account.userName} value={account.userName}>
                {`${t(word('role', account.role))} – ${account.name}`}
              </option>
            ))}
          </select>
        </label>
      </div>
    </aside>
  );
}

// The municipality's own colour, in the light scheme: the dark one has colours that are checked for dark.
function useLook(signedIn: boolean) {
  const { data } = useQuery({
    queryKey: ['look', signedIn],
    queryFn: () => unwrap(api.GET('/look')),
    staleTime: Infinity,
    enabled: signedIn,
  });
  useEffect(() => {
    const page = document.querySelector<HTMLElement>('.tenzij-theme');
    const light = window.matchMedia('(prefers-color-scheme: light)').matches;
    if (!page || !data || data.version === 0 || !light) return;
    page.style.setProperty('--tz-brand', data.colour);
    page.style.setProperty('--tz-brand-strong', data.colour);
    return () => {
      page.style.removeProperty('--tz-brand');
      page.style.removeProperty('--tz-brand-strong');
    };
  }, [data]);
  return data;
}

interface Toast {
  id: string;
  text: string;
}

export function Layout({ session, children }: { session: Schema['Current'] | null; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const dismiss = useCallback((id: string) => setToasts((all) => all.filter((each) => each.id !== id)), []);
  const onJob = useCallback(
    (event: JobEvent) => {
      if (event.state !== 'done' && event.state !== 'failed') return;
      if (!session?.permissions.includes('jobs.read')) return;
      void unwrap(api.GET('/jobs/{id}', { params: { path: { id: event.id } } })).then(
        (job) => {
          const text = t(event.state === 'done' ? 'jobs.finished' : 'jobs.failedNote', { title: job.title });
          setToasts((all) => [...all.filter((each) => each.id !== event.id), { id: event.id, text }].slice(-3));
          setTimeout(() => dismiss(event.id), 10_000);
        },
        () => undefined,
      );
    },
    [t, dismiss, session],
  );
  useLive(session?.permissions.includes('events.read') ?? false, onJob);
  // The screen of a room has nothing to click.
  const location = useLocation();
  const bare = location.pathname.endsWith('/scherm');
  const look = useLook(session !== null);
  // The menu of a phone is open on the page where it was opened, and closed on the next.
  const [openAt, setOpenAt] = useState('');
  const open = openAt === location.key;

  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current ? keepFocus(main.current) : undefined), []);

  const signOut = async () => {
    await unwrap(api.DELETE('/sessions'));
    client.clear();
    await client.invalidateQueries({ queryKey: sessionKey });
    void navigate('/inloggen');
  };

  return (
    <>
      <a className="skip" href="#inhoud">
        {t('app.skip')}
      </a>
      <header className={open ? 'header header--open' : 'header'}>
        <div className="wrap header__bar">
          <Link to={ofSupplier(location.pathname) ? '/leverancier/overzicht' : '/'} className="brand">
            {look?.logo ? (
              <img className="brand__logo" src={`/api/v1/look/logo?v=${String(look.version)}`} alt="" />
            ) : (
              <NameMark />
            )}
            {t('app.name')}
            {session && <span className="brand__of">{session.municipality.name}</span>}
          </Link>
          {session?.permissions.includes('policy.read') && !bare && (
            <SearchBox key={session.person.id} person={session.person.id} />
          )}
          {session && !bare && (
            <button
              type="button"
              className="plain header__button"
              aria-expanded={open}
              aria-controls="menu"
              onClick={() => setOpenAt(open ? '' : location.key)}
            >
              {t('app.menu')}
            </button>
          )}
          <div id="menu" className={session && !bare ? 'header__menu' : 'header__menu header__menu--always'}>
            {session && !bare && <Menu session={session} />}
            <div className="header__tools">
              <div role="group" aria-label={t('app.language')}>
                {languages.map((language) => (
                  <button
                    key={language}
                    type="button"
                    className="plain"
                    lang={language}
                    aria-pressed={i18n.language === language}
                    // Without a connection the words stay as they are; the strip above says why.
                    onClick={() => void setLanguage(language).catch(() => undefined)}
                  >
                    {language === 'nl' ? 'Nederlands' : 'English'}
                  </button>
                ))}
              </div>
              {session && (
                <>
                  <Bell />
                  <Link to="/account">{session.person.name}</Link>
                  <button type="button" className="plain" onClick={() => void signOut()}>
                    {t('app.signOut')}
                  </button>
                </>
              )}
            </div>
          </div>
        </div>
      </header>
      {session?.municipality.demo && !bare && <RoleSwitcher session={session} />}
      <Offline />
      <main id="inhoud" className="main" tabIndex={-1} ref={main}>
        <div className="wrap">
          <UndoPlace>{children}</UndoPlace>
        </div>
      </main>
      <footer className="footer">
        <div className="wrap">
          {t('app.tagline')}. {t('app.footer')} <Link to="/begrippen">{t('term.title')}</Link>{' '}
          <Link to="/over">{t('about.link')}</Link>
        </div>
      </footer>
      <div className="toasts" role="status" aria-label={t('app.notifications')}>
        {toasts.map((toast) => (
          <div key={toast.id} className="toast">
            <Link to={`/taken/${toast.id}`} onClick={() => dismiss(toast.id)}>
              {toast.text}
            </Link>
          </div>
        ))}
      </div>
    </>
  );
}
