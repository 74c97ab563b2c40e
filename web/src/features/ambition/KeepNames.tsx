// How long names of participants are kept: shown to all, set by an administrator.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/queries';
import { Button } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

export function KeepNames() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayEdit = useMay('organisation.edit');
  const { data } = useQuery({
    queryKey: ['ambition', 'settings'],
    queryFn: () => unwrap(api.GET('/ambition-settings')),
  });
  const save = useMutation({
    mutationFn: (namesDays: number) =>
      unwrap(
        api.PUT('/ambition-settings', {
          params: { header: { 'If-Match': `"${data?.version}"` } },
          body: { namesDays },
        }),
      ),
    onSuccess: (changed) => client.setQueryData(['ambition', 'settings'], changed),
  });
  if (!data) return null;
  if (!mayEdit) return <p className="soft small">{t('ambition.namesKept', { count: data.namesDays })}</p>;
  return (
    <form
      className="card form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(Number(fieldValue(event.currentTarget, 'namesDays')));
      }}
    >
      <ErrorSummary error={save.error} />
      <Field
        label={t('ambition.namesDays')}
        hint={t('ambition.namesHint')}
        name="namesDays"
        type="number"
        min={1}
        max={3650}
        required
        defaultValue={data.namesDays}
        pointer="/namesDays"
        error={save.error}
      />
      <div className="row">
        <Button type="submit" disabled={save.isPending}>
          {t('app.save')}
        </Button>
        <span role="status">{save.isSuccess ? t('seat.saved') : ''}</span>
      </div>
    </form>
  );
}
