// Taking part: a code or a personal link, then a name and a role. No account.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { useNavigate, useSearchParams } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { Button, ErrorNote, Loading, PageTitle } from '../../ui/basics';
import { ErrorSummary, Field } from '../../ui/fields';
import { fieldValue } from '../../ui/form';

export const roles = ['commissioner', 'policy', 'procurement', 'contract', 'social_return', 'market', 'other'] as const;

function AskCode({ typed, onCode }: { typed: string; onCode: (code: string, preview: Schema['JoinPreview']) => void }) {
  const { t } = useTranslation();
  const find = useMutation({
    mutationFn: (code: string) =>
      unwrap(api.GET('/join-codes/{code}', { params: { path: { code: code.trim() || '-' } } })),
    onSuccess: (preview, code) => onCode(code, preview),
  });
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        find.mutate(fieldValue(event.currentTarget, 'code'));
      }}
    >
      <ErrorSummary error={find.error} />
      <Field
        label={t('join.code')}
        hint={t('join.codeHint')}
        name="code"
        defaultValue={typed}
        required
        pointer="/code"
        error={find.error}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={20}
      />
      <div>
        <Button primary type="submit" disabled={find.isPending}>
          {t('join.next')}
        </Button>
      </div>
    </form>
  );
}

function AskName({
  preview,
  join,
}: {
  preview: Schema['JoinPreview'];
  join: Pick<Schema['JoinInput'], 'code' | 'invitation'>;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: (body: Schema['JoinInput']) => unwrap(api.POST('/seat', { body })),
    onSuccess: () => navigate('/deelnemen/sessie'),
  });
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        send.mutate({
          ...join,
          name: fieldValue(form, 'name') || null,
          role: (fieldValue(form, 'role') || 'other') as Schema['JoinInput']['role'],
        });
      }}
    >
      <h2>{preview.title}</h2>
      <p>{preview.municipality}</p>
      <ErrorSummary error={send.error} />
      <Field
        label={t('join.name')}
        hint={preview.allowAnonymous ? t('join.anonymousHint') : t('join.nameHint')}
        name="name"
        defaultValue={preview.name ?? ''}
        required={!preview.allowAnonymous}
        pointer="/name"
        error={send.error}
        autoComplete="name"
        maxLength={80}
      />
      <fieldset className="checks checks--column choices">
        <legend>{t('join.role')}</legend>
        {roles.map((role) => (
          <label key={role} className="choice">
            <input type="radio" name="role" value={role} required defaultChecked={preview.role === role} />
            {t(`ambition.role.${role}`)}
          </label>
        ))}
      </fieldset>
      <p className="soft small">{t('join.privacy')}</p>
      <div>
        <Button primary type="submit" disabled={send.isPending}>
          {t('join.join')}
        </Button>
      </div>
    </form>
  );
}

function Invited({ token }: { token: string }) {
  const { data, error } = useQuery({
    queryKey: ['session-invitation', token],
    queryFn: () => unwrap(api.GET('/session-invitations/{token}', { params: { path: { token } } })),
    retry: false,
  });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <Loading />;
  return <AskName preview={data} join={{ invitation: token }} />;
}

export function Join() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const invitation = params.get('uitnodiging');
  const [found, setFound] = useState<{ code: string; preview: Schema['JoinPreview'] } | null>(null);
  return (
    <div className="stack phone">
      <PageTitle title={t('join.title')} />
      {invitation ? (
        <Invited token={invitation} />
      ) : found ? (
        <AskName preview={found.preview} join={{ code: found.code }} />
      ) : (
        <AskCode typed={params.get('code') ?? ''} onCode={(code, preview) => setFound({ code, preview })} />
      )}
    </div>
  );
}
