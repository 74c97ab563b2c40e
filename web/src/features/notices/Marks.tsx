import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { useSession } from '../../api/queries';
import { Button, PageTitle } from '../../ui/basics';
import { ErrorSummary, TextArea } from '../../ui/fields';
import { fieldValue } from '../../ui/form';
import { Awaited } from '../../ui/list';

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

// By which names and numbers a notice is of this municipality.
export function Marks() {
  const { t } = useTranslation();
  const session = useSession().data;
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['owner-marks'],
    queryFn: () => unwrap(api.GET('/notice-owner-marks')),
  });
  const save = useMutation({
    mutationFn: (body: { names: string[]; identifiers: string[] }) => unwrap(api.PUT('/notice-owner-marks', { body })),
    onSuccess: () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({
      names: lines(fieldValue(event.currentTarget, 'names')),
      identifiers: lines(fieldValue(event.currentTarget, 'identifiers')),
    });
  };
  const mayEdit = session?.permissions.includes('notices.import') ?? false;
  return (
    <div className="stack">
      <PageTitle title={t('owner.marks')} crumbs={[{ to: '/aankondigingen', label: t('notices.title') }]} />
      <p className="lead">{t('owner.marksText')}</p>
      <Awaited data={data} error={error} />
      {data && (
        <form className="card form" onSubmit={submit} key={data.names.join() + data.identifiers.join()}>
          <ErrorSummary error={save.error} />
          {data.byDefault && <p className="soft">{t('owner.byDefault')}</p>}
          <TextArea
            label={t('owner.names')}
            pointer="/names"
            name="names"
            rows={5}
            error={save.error}
            defaultValue={data.names.join('\n')}
            readOnly={!mayEdit}
          />
          <TextArea
            label={t('owner.identifiers')}
            pointer="/identifiers"
            name="identifiers"
            rows={5}
            error={save.error}
            defaultValue={data.identifiers.join('\n')}
            readOnly={!mayEdit}
          />
          {save.isSuccess && <p role="status">{t('owner.marksSaved')}</p>}
          {mayEdit && (
            <div>
              <Button primary type="submit" disabled={save.isPending}>
                {t('owner.save')}
              </Button>
            </div>
          )}
        </form>
      )}
    </div>
  );
}
