// The two small forms of this room: one that adds something, folded until somebody needs it, and one that an act of a line opens. And a
// list that is folded when it is long, and what stands below a line.
import { type ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { Act, Button, ErrorNote } from '../../ui/basics';
import { ErrorSummary } from '../../ui/fields';

interface Props {
  send: { isPending: boolean; error: unknown; mutate: () => void };
  disabled?: boolean;
  children: ReactNode;
}

export function Adding({ title, send, disabled = false, children }: Props & { title: string }) {
  return (
    <details className="no-print">
      <summary>{title}</summary>
      <form
        className="form form--wide"
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <ErrorSummary error={send.error} />
        {children}
        <div>
          <Button type="submit" primary disabled={send.isPending || disabled}>
            {title}
          </Button>
        </div>
      </form>
    </details>
  );
}

export function Asking({
  act,
  name,
  close,
  send,
  disabled = false,
  children,
}: Props & { act: string; name: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <form
      className="form form--wide no-print"
      aria-label={`${act} ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <ErrorSummary error={send.error} />
      {children}
      <div className="row">
        <Button type="submit" primary disabled={send.isPending || disabled}>
          {act}
        </Button>
        <Button type="button" onClick={close}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  );
}

// Below a line that can be taken away: what went wrong, and what can be done with it.
export function LineActs({
  name,
  remove,
  mayEdit,
  children,
}: {
  name: string;
  remove: Props['send'];
  mayEdit: boolean;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <>
      {Boolean(remove.error) && <ErrorNote error={remove.error} />}
      {mayEdit && (
        <div className="row no-print">
          {children}
          <Act of={name} disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('app.remove')}
          </Act>
        </div>
      )}
    </>
  );
}

export function Folded({ count, title, children }: { count: number; title: string; children: ReactNode }) {
  return (
    <details open={count <= 5}>
      <summary>{title}</summary>
      <ul className="list">{children}</ul>
    </details>
  );
}
