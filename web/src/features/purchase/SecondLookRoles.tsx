// Who looks a second time at an unless that goes below policy.
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, type Schema, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Button } from '../../ui/basics';
import { Checks, ErrorSummary } from '../../ui/fields';
import { useMay } from '../../api/queries';
import { useRefresh } from './purchase';

const candidates = [
  'director',
  'impact_advisor',
  'procurement_advisor',
  'sroi_coordinator',
  'board_member',
  'alderman',
  'administrator',
];

function Roles({ now }: { now: Schema['SecondLookRoles'] }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const may = useMay('purchase.settings');
  const [chosen, setChosen] = useState(now.roles);
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        api.PUT('/second-look-roles', {
          params: { header: { 'If-Match': `"${String(now.version)}"` } },
          body: { roles: chosen },
        }),
      ),
    onSuccess: refresh,
    onError: () => void refresh(),
  });
  const all = [...new Set([...candidates, ...now.roles])];
  return (
    <section className="card stack stack--small" aria-labelledby="second-look">
      <h2 id="second-look">{t('secondLook.settings')}</h2>
      <p>{t('secondLook.settingsText')}</p>
      {may ? (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <ErrorSummary error={save.error} />
          <Checks
            legend={t('secondLook.roles')}
            options={all.map((each) => ({ value: each, label: t(word('role', each)) }))}
            chosen={chosen}
            onChange={setChosen}
            pointer="/roles"
          />
          <div>
            <Button type="submit" disabled={save.isPending}>
              {t('secondLook.save')}
            </Button>
          </div>
        </form>
      ) : (
        <p>{now.roles.map((each) => t(word('role', each))).join(', ')}</p>
      )}
    </section>
  );
}

export function SecondLookRoles() {
  const { data } = useQuery({ queryKey: ['second-look-roles'], queryFn: () => unwrap(api.GET('/second-look-roles')) });
  return data ? <Roles key={data.version} now={data} /> : null;
}
