// A page that broke: what happened, what to say of it to who helps, again, and the way back. The rest of the program goes on.
import { Component, type ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { Link } from 'react-router';
import { Button, PageTitle } from '../ui/basics';

// A new release has other files: the page that was open asks for one that is gone.
const isStale = (fault: unknown) =>
  fault instanceof Error && /dynamically imported module|Importing a module script|Failed to fetch/.test(fault.message);

function Broken({ fault, reference, again }: { fault: unknown; reference: string; again: () => void }) {
  const { t } = useTranslation();
  const offline = isStale(fault) && !navigator.onLine;
  const stale = isStale(fault) && !offline;
  return (
    <div className="stack" role="alert">
      <PageTitle title={t(offline ? 'error.offline' : stale ? 'trouble.stale' : 'trouble.title')} />
      <p>{t(offline ? 'error.offlinePage' : stale ? 'trouble.staleDetail' : 'trouble.detail')}</p>
      {!stale && !offline && (
        <p className="small soft">
          {t('trouble.reference')} <code>{reference}</code>
        </p>
      )}
      <p className="row">
        <Button primary onClick={stale ? () => window.location.reload() : again}>
          {t(stale ? 'trouble.reload' : 'trouble.again')}
        </Button>
        <Link to="/" onClick={again}>
          {t('trouble.start')}
        </Link>
      </p>
    </div>
  );
}

interface State {
  fault: unknown;
  reference: string;
}

// `place`: another page is tried afresh.
export class Trouble extends Component<{ place: string; children: ReactNode }, State> {
  override state: State = { fault: null, reference: '' };

  static getDerivedStateFromError(fault: unknown): State {
    // Who helps finds it in the console of the browser under the same time.
    return { fault: fault ?? new Error('unknown'), reference: new Date().toISOString() };
  }

  override componentDidUpdate(before: { place: string }) {
    if (before.place !== this.props.place && this.state.fault !== null) this.setState({ fault: null, reference: '' });
  }

  override render() {
    const { fault, reference } = this.state;
    if (fault === null) return this.props.children;
    return <Broken fault={fault} reference={reference} again={() => this.setState({ fault: null, reference: '' })} />;
  }
}
