// What was done, with the way back beside it.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Button, ErrorNote } from '../../ui/basics';

export interface Undoable {
  text: string;
  back: () => Promise<unknown>;
}

export function Undo({ done }: { done: Undoable | null }) {
  const { t } = useTranslation();
  const [undone, setUndone] = useState<Undoable | null>(null);
  const back = useMutation({ mutationFn: (what: Undoable) => what.back(), onSuccess: (_, what) => setUndone(what) });
  return (
    <div role="status">
      {done && (
        <div className="alert alert--note">
          <p>{undone === done ? t('beheer.undone') : done.text}</p>
          {undone !== done && (
            <Button disabled={back.isPending} onClick={() => back.mutate(done)}>
              {t('app.undo')}
            </Button>
          )}
        </div>
      )}
      {back.error && <ErrorNote error={back.error} />}
    </div>
  );
}
