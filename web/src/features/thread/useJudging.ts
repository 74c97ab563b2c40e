// Judging links one after the other: what was said in this sitting, who was first, and the way back.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { dateTime } from '../../format';
import { decide, keyOf, useLinksChanged, type Pair, type State } from './links';
import { word } from '../../i18n';

export interface Judged {
  state: State;
  version: number;
  mine: boolean;
  note: string;
}

export function useJudging(personId: string | undefined) {
  const { t } = useTranslation();
  const changed = useLinksChanged();
  const [judged, setJudged] = useState<Record<string, Judged>>({});
  const [stack, setStack] = useState<Pair[]>([]);

  const of = (pair: Pair): Judged =>
    judged[keyOf(pair)] ?? {
      state: pair.state as State,
      version: pair.version,
      mine: pair.personId === personId && pair.state !== 'suggested',
      note: '',
    };

  const say = useMutation({
    mutationFn: ({ pair, state, why }: { pair: Pair; state: State; why: string }) =>
      decide(pair, state, why, of(pair).version),
    onSuccess: async (answer, { pair, state }) => {
      const conflict = answer.conflicts[0];
      const done = answer.items[0];
      const now: Judged = conflict
        ? {
            state: (conflict.state ?? pair.state) as State,
            version: conflict.version || of(pair).version,
            mine: false,
            note: t(word('links.conflict', conflict.code), {
              person: conflict.person ?? '',
              at: conflict.at ? dateTime(conflict.at) : '',
              said: t(`links.state.${conflict.state ?? 'suggested'}`).toLowerCase(),
              why: conflict.why,
              named: conflict.named,
            }),
          }
        : { state, version: done?.version ?? of(pair).version, mine: state !== 'suggested', note: '' };
      setJudged((before) => ({ ...before, [keyOf(pair)]: now }));
      if (!conflict)
        setStack((before) =>
          state === 'suggested'
            ? before.filter((each) => keyOf(each) !== keyOf(pair))
            : [...before.filter((each) => keyOf(each) !== keyOf(pair)), pair],
        );
      await changed();
    },
  });

  const last = stack[stack.length - 1];
  return {
    of,
    say,
    last,
    undo: () => last && say.mutate({ pair: last, state: 'suggested', why: '' }),
    forget: () => setJudged({}),
  };
}
