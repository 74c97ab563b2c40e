// For which contract a figure is: found by its title, number or supplier.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { Field, Select } from '../../ui/fields';
import { useLater } from '../../ui/reading';

export function ContractField({
  id,
  onContract,
  error,
}: {
  id: string;
  onContract: (id: string | null) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const later = useLater(words.trim(), 300);
  const { data } = useQuery({
    queryKey: ['contracts', 'choose', later],
    queryFn: () =>
      unwrap(
        api.GET('/contracts', { params: { query: { states: [], pageSize: 50, ...(later ? { search: later } : {}) } } }),
      ),
    placeholderData: (before) => before,
  });
  const chosen = useQuery({
    queryKey: ['contract', id],
    queryFn: () => unwrap(api.GET('/contracts/{id}', { params: { path: { id } } })),
    enabled: id !== '',
  });
  const found = data?.items ?? [];
  const known = found.some((each) => each.id === id);
  return (
    <fieldset className="fields">
      <legend>{t('measure.ofContract')}</legend>
      <Field
        label={t('measure.findContract')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        pointer="/search"
        error={null}
      />
      <Select
        label={t('measure.ofContract')}
        value={id}
        onChange={(value) => onContract(value || null)}
        options={[
          { value: '', label: t('measure.noContract') },
          ...(id && !known ? [{ value: id, label: chosen.data?.title ?? '…' }] : []),
          ...found.map((each) => ({
            value: each.id,
            label: [each.title, each.party ?? ''].filter(Boolean).join(', '),
          })),
        ]}
        pointer="/contractId"
        error={error}
      />
    </fieldset>
  );
}
