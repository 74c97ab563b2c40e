// Whether somebody can sign in: a shape and a word, so that it can be told apart in grey print.
import { useTranslation } from '../../i18n/say';
import type { State as AccountState } from './accounts';

const shapes = { active: '●', invited: '◐', blocked: '✕', none: '○' } as const;

export function State({ state }: { state: AccountState }) {
  const { t } = useTranslation();
  return (
    <span className={state === 'blocked' ? 'tag tag--bad' : state === 'active' ? 'tag' : 'tag tag--plain'}>
      <span aria-hidden="true">{shapes[state]}&nbsp;</span>
      {t(`beheer.state.${state}`)}
    </span>
  );
}
