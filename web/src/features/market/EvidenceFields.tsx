// Which certificates an enterprise holds, from when to when, and whether somebody looked it up.
import { useTranslation } from '../../i18n/say';
import { Button } from '../../ui/basics';
import { Field, Select } from '../../ui/fields';
import { DayField } from '../../ui/values';
import { useCertificates, type Evidence } from './market';

export function EvidenceFields({
  list,
  onList,
  error,
}: {
  list: Evidence[];
  onList: (list: Evidence[]) => void;
  error: unknown;
}) {
  const { t } = useTranslation();
  const certificates = useCertificates();
  const change = (at: number, part: Partial<Evidence>) =>
    onList(list.map((one, k) => (k === at ? { ...one, ...part } : one)));
  return (
    <div className="stack stack--small" data-pointer="/evidence" tabIndex={-1}>
      <h2>{t('market.certificates')}</h2>
      {list.map((each, i) => {
        const at = `/evidence/${String(i)}`;
        const name = certificates.name(each.certificate);
        return (
          <fieldset className="fields" key={each.id ?? `new-${String(i)}`}>
            <legend>{name}</legend>
            <div className="form__row">
              <Select
                label={t('market.certificate')}
                value={each.certificate}
                onChange={(certificate) => change(i, { certificate })}
                options={certificates.items.map((one) => ({ value: one.code, label: one.name }))}
              />
              <DayField
                label={t('market.validFrom')}
                day={each.validFrom ?? null}
                onDay={(validFrom) => change(i, { validFrom })}
                pointer={`${at}/validFrom`}
                error={error}
              />
              <DayField
                label={t('market.validTo')}
                day={each.validTo ?? null}
                onDay={(validTo) => change(i, { validTo })}
                pointer={`${at}/validTo`}
                error={error}
              />
              <DayField
                label={t('market.checkedOn')}
                day={each.checkedOn ?? null}
                onDay={(checkedOn) => change(i, { checkedOn })}
                pointer={`${at}/checkedOn`}
                error={error}
              />
            </div>
            <p className="soft small">{certificates.check(each.certificate)?.text}</p>
            <Field
              label={t('market.link')}
              value={each.link ?? ''}
              onChange={(event) => change(i, { link: event.target.value || null })}
              pointer={`${at}/link`}
              error={error}
            />
            <div>
              <button type="button" className="plain" onClick={() => onList(list.filter((_, k) => k !== i))}>
                {t('market.dropEvidence')}
                <span className="visually-hidden">{` ${name}`}</span>
              </button>
            </div>
          </fieldset>
        );
      })}
      <div>
        <Button
          type="button"
          disabled={certificates.items.length === 0}
          onClick={() => onList([...list, { certificate: certificates.items[0]?.code ?? '' }])}
        >
          {t('market.addEvidence')}
        </Button>
      </div>
    </div>
  );
}
