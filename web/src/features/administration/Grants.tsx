// The roles of a person, each for a unit or for the whole municipality.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { api, unwrap } from '../../api/client';
import { word } from '../../i18n';
import { Act, Button } from '../../ui/basics';
import { ErrorSummary, Select } from '../../ui/fields';
import { type Account, useRefreshPeople, useRoleOptions, useUnitOptions } from './accounts';

export function Grants({ account }: { account: Account }) {
  const { t } = useTranslation();
  const refresh = useRefreshPeople();
  const [grants, setGrants] = useState(account.grants);
  const [role, setRole] = useState('budget_holder');
  const [unit, setUnit] = useState('');
  const units = useUnitOptions(t('beheer.wholeMunicipality'));
  const save = useMutation({
    mutationFn: (wanted: Account['grants']) =>
      unwrap(
        api.PUT('/accounts/{person}/grants', {
          params: { path: { person: account.personId } },
          body: { grants: wanted.map((each) => ({ role: each.role, unitId: each.unitId ?? null })) },
        }),
      ),
    onSuccess: refresh,
    onError: () => setGrants(account.grants),
  });
  const change = (wanted: Account['grants']) => {
    setGrants(wanted);
    save.mutate(wanted);
  };
  const add = () =>
    change([...grants, { role, unitId: unit || null, unit: units.find((each) => each.value === unit)?.label ?? null }]);
  return (
    <section className="card stack stack--small" aria-labelledby="grants">
      <h2 id="grants" className="h3">
        {t('beheer.roles')}
      </h2>
      <ErrorSummary error={save.error} />
      <ul className="list">
        {grants.map((each, at) => (
          <li key={`${each.role}${each.unitId ?? ''}`}>
            {t(word('role', each.role))}, {each.unit && each.unitId ? each.unit : t('beheer.wholeMunicipality')}{' '}
            <Act
              of={t(word('role', each.role))}
              disabled={save.isPending}
              onClick={() => change(grants.filter((_, index) => index !== at))}
            >
              {t('app.remove')}
            </Act>
          </li>
        ))}
      </ul>
      <div className="form__row">
        <Select label={t('beheer.role')} value={role} onChange={setRole} options={useRoleOptions()} />
        <Select label={t('beheer.forUnit')} value={unit} onChange={setUnit} options={units} />
      </div>
      <div>
        <Button type="button" disabled={save.isPending} onClick={add}>
          {t('beheer.addRole')}
        </Button>
      </div>
      <p className="soft small">{t('beheer.rolesEnd')}</p>
    </section>
  );
}
