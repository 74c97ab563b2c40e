// The municipality's colour and logo.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { Button, ErrorNote, PageTitle } from '../../ui/basics';
import { Confirmed } from '../../ui/Confirmed';
import { ErrorSummary, Field } from '../../ui/fields';
import { Awaited } from '../../ui/list';

function Colour({ look }: { look: Schema['Look'] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [colour, setColour] = useState(look.colour);
  const save = useMutation({
    mutationFn: () =>
      unwrap(api.PUT('/look', { params: { header: { 'If-Match': `"${String(look.version)}"` } }, body: { colour } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['look'] }),
  });
  return (
    <form
      className="form"
      aria-label={t('beheer.colour')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <ErrorSummary error={save.error} />
      <Field
        label={t('beheer.colour')}
        hint={t('beheer.colourHint')}
        value={colour}
        onChange={(event) => setColour(event.target.value)}
        pointer="/colour"
        error={save.error}
      />
      <label className="row">
        <input
          type="color"
          value={/^#[0-9a-f]{6}$/i.test(colour) ? colour : look.colour}
          onChange={(event) => setColour(event.target.value)}
        />{' '}
        {t('beheer.pickColour')}
      </label>
      <div>
        <Button type="submit" disabled={save.isPending}>
          {t('beheer.saveColour')}
        </Button>
      </div>
    </form>
  );
}

export function Look() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['look'], queryFn: () => unwrap(api.GET('/look')) });
  const refresh = () => client.invalidateQueries({ queryKey: ['look'] });
  const put = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.append('files', file);
      return unwrap(api.POST('/look/logo', { body: body as never, bodySerializer: (form) => form as never }));
    },
    onSuccess: refresh,
  });
  const take = useMutation({ mutationFn: () => unwrap(api.DELETE('/look/logo')), onSuccess: refresh });
  const fault = put.error ?? take.error;
  return (
    <div className="stack">
      <PageTitle title={t('beheer.look')} />
      <Awaited data={data} error={error} />
      {data && (
        <section className="card stack stack--small" aria-label={t('beheer.look')}>
          <Colour key={data.version} look={data} />
          <h2 className="h3">{t('beheer.logo')}</h2>
          {fault && <ErrorNote error={fault} />}
          {data.logo ? (
            <img className="logo" src={`/api/v1/look/logo?v=${String(data.version)}`} alt={t('beheer.logo')} />
          ) : (
            <p>{t('beheer.noLogo')}</p>
          )}
          <div className="field">
            <label htmlFor="logo">{t('beheer.chooseLogo')}</label>
            <input
              id="logo"
              type="file"
              accept="image/png"
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file) put.mutate(file);
              }}
            />
          </div>
          {data.logo && (
            <div>
              <Confirmed
                label={t('beheer.removeLogo')}
                name={t('beheer.logo')}
                question={t('beheer.removeLogoAsk')}
                act={() => take.mutate()}
              />
            </div>
          )}
        </section>
      )}
    </div>
  );
}
