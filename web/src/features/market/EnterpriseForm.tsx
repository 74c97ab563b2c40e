// An enterprise entered or changed: few fields first, what it offers and holds below.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button, Loading, PageError, PageTitle } from '../../ui/basics';
import { Check, Checks, ErrorSummary, Field, Select, TextArea } from '../../ui/fields';
import { useNames } from '../../ui/names';
import { useUndo } from '../../ui/Undo';
import { NumberField } from '../../ui/values';
import { EvidenceFields } from './EvidenceFields';
import {
  forms,
  inputOf,
  seen,
  sizes,
  useEnterprise,
  useRefreshMarket,
  type Enterprise,
  type EnterpriseInput,
} from './market';
import { OfferingFields } from './OfferingFields';

type Set = (part: Partial<EnterpriseInput>) => void;

function ContactFields({ input, set, error }: { input: EnterpriseInput; set: Set; error: unknown }) {
  const { t } = useTranslation();
  const text = (
    label: string,
    name: 'kvk' | 'branch' | 'address' | 'website' | 'contactRole' | 'email',
    hint?: string,
  ) => (
    <Field
      label={label}
      {...(hint ? { hint } : {})}
      value={input[name] ?? ''}
      onChange={(event) => set({ [name]: event.target.value || null })}
      pointer={`/${name}`}
      error={error}
    />
  );
  return (
    <fieldset className="fields">
      <legend>{t('market.more')}</legend>
      <div className="form__row">
        {text(t('market.kvk'), 'kvk')}
        {text(t('market.branch'), 'branch')}
        <Select
          label={t('market.legalFormLabel')}
          value={input.legalForm ?? ''}
          onChange={(value) => set({ legalForm: (value || null) as EnterpriseInput['legalForm'] })}
          options={[
            { value: '', label: t('market.unknown') },
            ...forms.map((each) => ({ value: each, label: t(`market.legalForm.${each}`) })),
          ]}
        />
      </div>
      {text(t('market.address'), 'address', t('market.addressHint'))}
      <div className="form__row">
        <Select
          label={t('market.sizeLabel')}
          value={input.size ?? ''}
          onChange={(value) => set({ size: (value || null) as EnterpriseInput['size'] })}
          options={[
            { value: '', label: t('market.unknown') },
            ...sizes.map((each) => ({ value: each, label: t(`market.size.${each}`) })),
          ]}
        />
        <NumberField
          label={t('market.radius')}
          hint={t('market.radiusHint')}
          value={input.radiusKm ?? null}
          onValue={(radiusKm) => set({ radiusKm })}
          min={1}
          max={1000}
          pointer="/radiusKm"
          error={error}
        />
      </div>
      <div className="form__row">
        {text(t('market.contactRole'), 'contactRole', t('market.contactRoleHint'))}
        {text(t('market.email'), 'email')}
        {text(t('market.website'), 'website')}
      </div>
    </fieldset>
  );
}

function Form({ enterprise }: { enterprise?: Enterprise }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefreshMarket();
  const offer = useUndo();
  const names = useNames();
  const [input, setInput] = useState(() => inputOf(enterprise));
  const set: Set = (part) => setInput((before) => ({ ...before, ...part }));
  const put = (it: Enterprise, body: EnterpriseInput) =>
    unwrap(api.PUT('/enterprises/{id}', { params: { path: { id: it.id }, header: seen(it.version) }, body }));
  const save = useMutation({
    mutationFn: async () => {
      if (enterprise) return { id: enterprise.id, saved: await put(enterprise, input) };
      return { id: (await unwrap(api.POST('/enterprises', { body: input }))).id, saved: null };
    },
    onSuccess: async ({ id, saved }) => {
      await refresh();
      await navigate(`/ondernemers/${id}`);
      offer(t(saved ? 'market.wasChanged' : 'market.wasAdded', { name: input.name }), async () => {
        if (saved) await put(saved, inputOf(enterprise));
        else await unwrap(api.PUT('/enterprises/{id}/archive', { params: { path: { id } } }));
        await refresh();
      });
    },
  });
  const { error } = save;
  return (
    <form
      className="form form--wide card"
      aria-label={t('market.one')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={error} />
      <div className="form__row">
        <Field
          label={t('market.name')}
          required
          value={input.name}
          onChange={(event) => set({ name: event.target.value })}
          pointer="/name"
          error={error}
        />
        <Field
          label={t('market.place')}
          value={input.place ?? ''}
          onChange={(event) => set({ place: event.target.value || null })}
          pointer="/place"
          error={error}
        />
      </div>
      <TextArea
        label={t('market.description')}
        value={input.description}
        onChange={(event) => set({ description: event.target.value })}
        pointer="/description"
        error={error}
      />
      <OfferingFields list={input.offerings} onList={(offerings) => set({ offerings })} error={error} />
      <EvidenceFields list={input.evidence} onList={(evidence) => set({ evidence })} error={error} />
      <Checks
        legend={t('market.themes')}
        options={names.themes.map((each) => ({ value: each.code, label: each.name }))}
        chosen={input.themes}
        onChange={(themes) => set({ themes })}
        pointer="/themes"
      />
      <Field
        label={t('market.targetGroups')}
        pointer="/targetGroups"
        error={error}
        hint={t('market.targetGroupsHint')}
        value={input.targetGroups.join(', ')}
        onChange={(event) => set({ targetGroups: event.target.value.split(/,\s*/) })}
        onBlur={() => set({ targetGroups: input.targetGroups.map((each) => each.trim()).filter(Boolean) })}
      />
      <ContactFields input={input} set={set} error={error} />
      <Check checked={input.shared} onChange={(shared) => set({ shared })}>
        {t('market.sharedLabel')}
      </Check>
      <div>
        <Button type="submit" primary disabled={save.isPending}>
          {t('market.save')}
        </Button>
      </div>
    </form>
  );
}

export function NewEnterprise() {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <PageTitle title={t('market.addTitle')} crumbs={[{ to: '/ondernemers', label: t('market.title') }]} />
      <Form />
    </div>
  );
}

export function EditEnterprise() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error } = useEnterprise(id);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  return (
    <div className="stack">
      <PageTitle
        title={t('market.editTitle', { name: data.name })}
        crumbs={[
          { to: '/ondernemers', label: t('market.title') },
          { to: `/ondernemers/${id}`, label: data.name },
        ]}
      />
      <Form key={data.version} enterprise={data} />
    </div>
  );
}
