// Whether the documents say what was promised, in a line; for the pages of a purchase and for what waits for me.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { date } from '../../format';
import { Status } from '../../ui/Status';
import { useCheck } from './check';

export function Verdict({ check }: { check: Schema['PurchaseCheck'] }) {
  const { t } = useTranslation();
  const risks = check.lines.filter((line) => line.open && line.kind === 'guard').length;
  const broken = check.open - risks;
  return (
    <div className="stack stack--tight" role="status">
      <Status kind={check.kept ? 'applied' : 'open'}>
        {check.kept
          ? t('check.kept')
          : check.promised === 0
            ? t('check.nothingPromised')
            : t('check.broken', { count: broken, promised: check.promised })}
      </Status>
      {risks > 0 && <Status kind="proposed">{t('check.risks', { count: risks })}</Status>}
      {check.settled > 0 && <span>{t('check.acceptedCount', { count: check.settled })}</span>}
    </div>
  );
}

// Nothing while no document was read.
export function CheckSummary({ purchase }: { purchase: string }) {
  const { t } = useTranslation();
  const { data } = useCheck(purchase);
  if (!data || data.documents.length === 0) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="check-summary">
      <h2 id="check-summary">{t('check.title')}</h2>
      <Verdict check={data} />
      <p className="no-print">
        <Link to={`/inkopen/${purchase}/controle`}>{t('check.open')}</Link>
      </p>
    </section>
  );
}

// Of my purchases that are not published yet: whose documents differ.
export function WaitingChecks({ mine }: { mine: boolean }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['document-checks', mine],
    queryFn: () => unwrap(api.GET('/document-checks', { params: { query: { mine } } })),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card stack stack--small" aria-labelledby="waiting-checks">
      <h2 id="waiting-checks">{t('check.waiting', { count: data.items.length })}</h2>
      <ul className="list">
        {data.items.map((each) => (
          <li key={each.purchaseId} className="line">
            <span className="line__words">
              <Link to={`/inkopen/${each.purchaseId}/controle`}>{each.purchase}</Link>{' '}
              <span className="soft">{each.publishOn ? t('check.published', { day: date(each.publishOn) }) : ''}</span>
            </span>
            <Status kind="open">{t('check.openCount', { count: each.open })}</Status>
          </li>
        ))}
      </ul>
    </section>
  );
}
