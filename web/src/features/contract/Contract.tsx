// One contract: what it is, what was promised with what is late first, and social return as a sum that one can redo.
import { useTranslation } from '../../i18n/say';
import { useParams } from 'react-router';
import { ErrorNote, Loading, PageError } from '../../ui/basics';
import { useHash } from '../../ui/hash';
import { OfContract } from '../measure/OfContract';
import { Balance } from './Balance';
import { CallOffs } from './CallOffs';
import { CommitmentPart } from './CommitmentPart';
import { useCommitments, useContract, type Commitment } from './contract';
import { EvidenceTerm } from './EvidencePart';
import { Follows } from './Follows';
import { Head } from './Head';
import { NewCommitment } from './NewCommitment';
import { NotPromised } from './NotPromised';
import { Outline } from './Outline';
import { Partners } from './Partners';
import { SupplierPart } from './SupplierPart';
import { Talks } from './Talks';
import { useWordings } from './WordingPart';

export function Contract() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error } = useContract(id);
  const commitments = useCommitments(id);
  const wordings = useWordings(id);
  useHash(data !== undefined && commitments.data !== undefined);
  if (error) return <PageError error={error} />;
  if (!data) return <Loading />;
  const all = commitments.data?.items ?? [];
  // What waits for somebody stands open, and comes first.
  // An answered sentence does not go out of sight under the hands of who answered it.
  const asked = new Set((wordings.data?.items ?? []).map((each) => each.commitmentId));
  const waits = (each: Commitment) =>
    asked.has(each.id) || each.moments.some((moment) => moment.late || moment.state === 'reported');
  const items = [...all.filter(waits), ...all.filter((each) => !waits(each))];
  const atOnce = Math.max(4, all.filter(waits).length);
  const open = data.state !== 'settled';
  const parts = [
    { id: 'contract-facts', label: t('contract.facts') },
    { id: 'contract-value', label: t('contract.valueAndTerm') },
    ...(data.ceilingCents ? [{ id: 'call-offs', label: t('contract.callOffs') }] : []),
    { id: 'promised', label: t('contract.promised') },
    { id: 'social-return', label: t('contract.socialReturn') },
    { id: 'supplier', label: t('contract.supplierTitle') },
    { id: 'talks', label: t('contract.talks') },
  ];
  return (
    <div className="stack with-outline">
      <Outline parts={parts} />
      <Head contract={data} />
      <Follows contract={data} />
      <CallOffs contract={data} />
      <section className="stack stack--small" aria-labelledby="promised">
        <h2 id="promised">{t('contract.promised')}</h2>
        {commitments.error && <ErrorNote error={commitments.error} />}
        {commitments.data && items.length === 0 && <p>{t('contract.noCommitments')}</p>}
        {items.slice(0, atOnce).map((each, at) => (
          <CommitmentPart key={each.id} commitment={each} contract={data} first={at === 0} />
        ))}
        {items.length > atOnce && (
          <details className="stack stack--small">
            <summary>{t('contract.moreCommitments', { count: items.length - atOnce })}</summary>
            {items.slice(atOnce).map((each) => (
              <CommitmentPart key={each.id} commitment={each} contract={data} first={false} />
            ))}
          </details>
        )}
        {open && <NotPromised contract={data} />}
        {open && <NewCommitment contract={data} />}
      </section>
      <Balance contract={data} />
      <Partners contract={data} />
      <SupplierPart contract={data} />
      <OfContract id={data.id} />
      <Talks contract={data} />
      <EvidenceTerm contract={data} />
    </div>
  );
}
