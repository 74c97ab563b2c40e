// A page that needs a right: who lacks it reads at once who has it and who gives it, instead of a form whose sending is refused.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/say';
import { useLocation } from 'react-router';
import { api, unwrap } from '../api/client';
import { useMay } from '../api/queries';
import { word } from '../i18n';
import { PageTitle, WhoGivesRoles } from '../ui/basics';

function Refused({ right }: { right: string }) {
  const { t } = useTranslation();
  const works = useMay('organisation.read');
  const { data } = useQuery({
    queryKey: ['accounts', 'roles'],
    queryFn: () => unwrap(api.GET('/roles')),
    enabled: works,
  });
  const having = data?.items
    .filter((each) => each.permissions.includes(right))
    .map((each) => t(word('role', each.role)));
  return (
    <div className="stack">
      <PageTitle title={t('error.notYours')} />
      <div className="alert" role="alert">
        <p>{t('error.notYoursDetail')}</p>
        {having && having.length > 0 && <p>{t('error.whoMay', { roles: having.join(', ') })}</p>}
        {works && <WhoGivesRoles />}
      </div>
    </div>
  );
}

export function Guard({ right, children }: { right: string; children: ReactNode }) {
  const { pathname } = useLocation();
  return useMay(right) ? children : <Refused key={pathname} right={right} />;
}
