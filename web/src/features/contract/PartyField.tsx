// Who supplies: found by a part of the name or the KvK number, or added on the spot.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field, Select } from '../../ui/fields';
import { useLater } from '../../ui/reading';

export function PartyField({
  id,
  name,
  onParty,
  error,
}: {
  id: string;
  name: string; // of who it is now
  onParty: (id: string | null) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [kvk, setKvk] = useState('');
  const later = useLater(words.trim(), 300);
  const { data } = useQuery({
    queryKey: ['parties', later],
    queryFn: () =>
      unwrap(api.GET('/parties', { params: { query: { pageSize: 50, ...(later ? { search: later } : {}) } } })),
    placeholderData: (before) => before,
  });
  const add = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/parties', { body: { name: words.trim(), kvk: kvk.trim() || null, otherNames: [] } })),
    onSuccess: (made) => onParty(made.id),
  });
  const found = data?.items ?? [];
  const known = found.some((each) => each.id === id);
  return (
    <fieldset className="fields">
      <legend>{t('contract.party')}</legend>
      <Field
        label={t('contract.findParty')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/name"
        error={add.error}
      />
      <Select
        label={t('contract.party')}
        value={id}
        onChange={(value) => onParty(value || null)}
        options={[
          { value: '', label: t('contract.noParty') },
          ...(id && !known ? [{ value: id, label: add.data?.id === id ? words.trim() : name }] : []),
          ...found.map((each) => ({ value: each.id, label: [each.name, each.place ?? ''].filter(Boolean).join(', ') })),
        ]}
        pointer="/partyId"
        error={error}
      />
      {later !== '' && found.length === 0 && id === '' && (
        <div className="stack stack--small">
          <p>{t('contract.noPartyFound')}</p>
          <ErrorSummary error={add.error} />
          <Field
            label={t('contract.kvk')}
            value={kvk}
            onChange={(event) => setKvk(event.target.value)}
            pointer="/kvk"
            error={add.error}
          />
          <div>
            <Button type="button" disabled={add.isPending} onClick={() => add.mutate()}>
              {t('contract.addParty', { name: words.trim() })}
            </Button>
          </div>
        </div>
      )}
    </fieldset>
  );
}
