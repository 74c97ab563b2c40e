// What somebody looks for among the coming purchases: chosen once, kept, and taken back with one press.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { Checks, ErrorSummary } from '../../ui/fields';
import { useUndo } from '../../ui/Undo';
import { useComing } from './publication';

type Interest = Schema['Interest'];
type Chosen = Pick<Interest, 'categories' | 'themes'>;

function useKeep() {
  const client = useQueryClient();
  return async (chosen: Chosen, version: number) => {
    const kept = await unwrap(
      api.PUT('/coming-interests', {
        params: { header: { 'If-Match': `"${String(version)}"` } },
        body: { categories: chosen.categories, themes: chosen.themes },
      }),
    );
    await Promise.all(['interests', 'coming', 'start'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    return kept;
  };
}

function Chooser({ now }: { now: Interest }) {
  const { t } = useTranslation();
  const say = useComing();
  const keep = useKeep();
  const offer = useUndo();
  const [chosen, setChosen] = useState<Chosen>({ categories: now.categories, themes: now.themes });
  const save = useMutation({
    mutationFn: () => keep(chosen, now.version),
    onSuccess: (kept) =>
      offer(t('publication.interestKept'), () =>
        keep({ categories: now.categories, themes: now.themes }, kept.version),
      ),
  });
  return (
    <form
      className="form stack stack--small"
      aria-label={t('publication.interest')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <p className="soft">{t('publication.interestHow')}</p>
      <Checks
        legend={t('publication.category')}
        options={now.knownCategories.map((each) => ({ value: each.code, label: say.pick(each.nameNl, each.nameEn) }))}
        chosen={chosen.categories}
        onChange={(categories) => setChosen({ ...chosen, categories })}
        pointer="/categories"
      />
      <Checks
        legend={t('app.theme')}
        options={say.themes}
        chosen={chosen.themes}
        onChange={(themes) => setChosen({ ...chosen, themes })}
        pointer="/themes"
      />
      <div>
        <Button type="submit" disabled={save.isPending}>
          {t('publication.keepInterest')}
        </Button>
      </div>
    </form>
  );
}

export function useInterest() {
  return useQuery({ queryKey: ['interests'], queryFn: () => unwrap(api.GET('/coming-interests')) });
}

export function Interests() {
  const { t } = useTranslation();
  const say = useComing();
  const { data } = useInterest();
  if (!data) return null;
  const named = [
    ...data.categories.map((code) => {
      const found = data.knownCategories.find((each) => each.code === code);
      return found ? say.pick(found.nameNl, found.nameEn) : code;
    }),
    ...data.themes.map(say.theme),
  ];
  return (
    <details className="card">
      <summary>
        {named.length > 0 ? t('publication.interestNow', { what: named.join(', ') }) : t('publication.interestNone')}
      </summary>
      <Chooser key={data.version} now={data} />
    </details>
  );
}
