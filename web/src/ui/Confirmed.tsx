// An act that cannot be taken back asks first what happens to how many. Annuleren stands first; the verb stands on the button.
import { useId, useRef } from 'react';
import { useTranslation } from '../i18n/say';
import { Act, Button } from './basics';

export function Confirmed({
  label,
  name,
  question,
  act,
  pending = false,
  className,
}: {
  label: string; // the verb
  name: string; // of what it is done to
  question: string; // what happens
  act: () => void;
  pending?: boolean;
  className?: string;
}) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Act of={name} className={className} disabled={pending} onClick={() => dialog.current?.showModal()}>
        {label}
      </Act>
      <dialog ref={dialog} className="card dialog" aria-labelledby={id}>
        <form
          method="dialog"
          className="stack stack--small"
          onSubmit={(event) => {
            // The dialog may stand in a form of the page.
            event.stopPropagation();
          }}
        >
          <p id={id}>{question}</p>
          <div className="row">
            <Button type="submit">{t('app.cancel')}</Button>
            <Button
              type="button"
              primary
              onClick={() => {
                dialog.current?.close();
                act();
              }}
            >
              {label}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}
