// A requirement in one's own words.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { Check, ErrorSummary, Select } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { type Purchase, useRefresh } from './purchase';
import { FieldsOf, type Fields } from './RequirementForm';

const empty: Fields = {
  title: '',
  text: '',
  variables: [],
  instrument: 'award_criterion',
  evidence: '',
  moment: 'execution',
  who: 'contract_manager',
  weightBp: null,
};

export function OwnRequirement({ purchase, theme }: { purchase: Purchase; theme: string | null }) {
  const { t } = useTranslation();
  const names = useNames();
  const refresh = useRefresh();
  const draft = useDraft(
    `own-requirement/${purchase.id}/${theme ?? ''}`,
    `${t('purchase.ownTitle')}: ${purchase.title}`,
    {
      fields: empty,
      under: theme ?? 'climate',
      level: '1',
      open: false,
    },
  );
  const { fields: value, under, level, open } = draft.value;
  const set = (some: Partial<typeof draft.value>) => draft.set({ ...draft.value, ...some });
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/purchases/{id}/own-requirements', {
          params: { path: { id: purchase.id } },
          body: { ...value, theme: under, level: Number(level), open },
        }),
      ),
    onSuccess: async () => {
      draft.clear();
      await refresh();
    },
  });
  return (
    <details className="card no-print" open={theme !== null}>
      <summary>{t('purchase.ownTitle')}</summary>
      <form
        className="form form--wide"
        aria-label={t('purchase.ownTitle')}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <p className="soft">{t('purchase.ownHint')}</p>
        <ErrorSummary error={add.error} />
        <div className="form__row">
          <Select
            label={t('app.theme')}
            value={under}
            options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
            onChange={(next) => set({ under: next })}
            pointer="/theme"
            error={add.error}
          />
          <Select
            label={t('criteria.level')}
            value={level}
            options={[1, 2, 3].map((each) => ({
              value: String(each),
              label: `${each} ${t(word('ambition.level', each))}`,
            }))}
            onChange={(next) => set({ level: next })}
          />
        </div>
        <Check checked={open} onChange={(on) => set({ open: on })}>
          {t('criteria.openLabel')}
        </Check>
        <FieldsOf value={value} onChange={(fields) => set({ fields })} error={add.error} />
        {draft.note}
        <div>
          <Button type="submit" disabled={add.isPending}>
            {t('purchase.addOwn')}
          </Button>
        </div>
      </form>
    </details>
  );
}
