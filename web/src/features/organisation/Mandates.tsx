// Who may decide up to which amount.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { euros } from '../../format';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { useDraft } from '../../ui/draft';
import { ErrorSummary, Select } from '../../ui/fields';
import { MoneyField } from '../../ui/values';
import { Confirmed } from '../../ui/Confirmed';
import { usePersonOptions, useTeamMutation } from './team';

export function Mandates({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation();
  const options = usePersonOptions();
  const draft = useDraft('mandate/new', t('mandate.add'), { person: '', kind: 'all', cents: null as number | null });
  const { person, kind, cents } = draft.value;
  const set = (some: Partial<typeof draft.value>) => draft.set({ ...draft.value, ...some });
  const { data } = useQuery({ queryKey: ['mandates'], queryFn: () => unwrap(api.GET('/mandates')) });
  const add = useTeamMutation((body: Schema['MandateInput']) => unwrap(api.POST('/mandates', { body })));
  const remove = useTeamMutation((id: string) => unwrap(api.DELETE('/mandates/{id}', { params: { path: { id } } })));
  return (
    <section className="card stack" aria-labelledby="mandates">
      <h2 id="mandates">{t('mandate.title')}</h2>
      <ul className="list">
        {data?.items.map((each) => (
          <li key={each.id}>
            {each.name}: {t(word('mandate.kinds', each.kind))}, {t('mandate.upTo').toLowerCase()}{' '}
            {euros(each.upToCents)}{' '}
            {mayEdit && (
              <Confirmed
                label={t('app.remove')}
                name={each.name}
                question={t('mandate.removeQuestion', { name: each.name, euros: euros(each.upToCents) })}
                act={() => remove.mutate(each.id)}
              />
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <form
          className="form form--wide"
          aria-label={t('mandate.add')}
          onSubmit={(event) => {
            event.preventDefault();
            add.mutateAsync({ personId: person, kind, upToCents: cents ?? 0 }).then(draft.clear, () => undefined);
          }}
        >
          <h3>{t('mandate.add')}</h3>
          <ErrorSummary error={add.error} />
          <div className="form__row">
            <Select
              label={t('team.person')}
              value={person}
              options={options}
              onChange={(next) => set({ person: next })}
              pointer="/personId"
              error={add.error}
            />
            <Select
              label={t('mandate.kind')}
              value={kind}
              options={['all', 'works', 'supplies', 'services'].map((each) => ({
                value: each,
                label: t(word('mandate.kinds', each)),
              }))}
              onChange={(next) => set({ kind: next })}
            />
            <MoneyField
              label={t('mandate.upTo')}
              hint={t('mandate.upToHint')}
              cents={cents}
              onCents={(next) => set({ cents: next })}
              required
              pointer="/upToCents"
              error={add.error}
            />
          </div>
          {draft.note}
          <div>
            <Button type="submit">{t('app.add')}</Button>
          </div>
        </form>
      )}
    </section>
  );
}
