// The same figures per unit, category, value and threshold; and what does not count.
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/say';
import { useSearchParams } from 'react-router';
import { type Schema } from '../../api/client';
import { number } from '../../format';
import { word } from '../../i18n';
import { useNames } from '../../ui/names';
import { useNarrow } from '../../ui/narrow';
import { filterNames, rowsLink } from './filters';
import { CountLink } from '../../ui/list';
import { ShareTable } from './ShareTable';

// On a phone each table is folded under its name, so that the page stays within reach.
function Part({ title, children }: { title: string; children: ReactNode }) {
  const narrow = useNarrow();
  return (
    <details className="card" open={!narrow}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

export function Breakdown({ standing }: { standing: Schema['Standing'] }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const names = useNames();
  const link = (name: (typeof filterNames)[number]) => (key: string, status?: string) =>
    rowsLink(params, { ...(key ? { [name]: key } : {}), ...(status ? { status } : {}) });
  return (
    <section className="stack" aria-labelledby="breakdown">
      <h2 id="breakdown">{t('standing.breakdown')}</h2>
      <Part title={t('standing.band')}>
        <ShareTable
          caption={t('standing.band')}
          head={t('standing.band')}
          rows={['lt50', 'lt100', 'lt_eu', 'ge_eu', 'unknown'].flatMap((key) =>
            standing.bands.filter((each) => each.key === key),
          )}
          name={(key) => t(word('band', key))}
          link={link('band')}
        />
      </Part>
      <Part title={t('standing.threshold')}>
        <ShareTable
          caption={t('standing.threshold')}
          head={t('standing.threshold')}
          rows={standing.thresholds}
          name={(key) => t(word('threshold', key))}
          link={link('threshold')}
        />
      </Part>
      <Part title={t('standing.unit')}>
        <ShareTable
          caption={t('standing.unit')}
          head={t('standing.unit')}
          rows={standing.units}
          name={(key) => names.unit(key)}
          link={(key, status) =>
            key ? link('unitId')(key, status) : rowsLink(params, { unassigned: 'true', ...(status ? { status } : {}) })
          }
        />
      </Part>
      <Part title={t('standing.category')}>
        <ShareTable
          caption={t('standing.category')}
          head={t('standing.category')}
          rows={standing.categories}
          name={(key) => names.cpv(key)}
          link={link('cpv')}
        />
      </Part>
      <Part title={t('standing.nature')}>
        <ShareTable
          caption={t('standing.nature')}
          head={t('standing.nature')}
          rows={standing.natures}
          name={(key) => names.code('nature', key)}
          link={link('nature')}
        />
      </Part>
      <Part title={t('standing.procedure')}>
        <ShareTable
          caption={t('standing.procedure')}
          head={t('standing.procedure')}
          rows={standing.procedureTypes}
          name={(key) => names.code('procedure', key)}
          link={link('procedure')}
        />
      </Part>
    </section>
  );
}

// Notices that are in no figure, each reason with its list.
export function NotCounted({ leftOut }: { leftOut: Schema['NotCounted'][] }) {
  const { t } = useTranslation();
  return (
    <section className="card stack stack--small" aria-labelledby="left-out">
      <h2 id="left-out">{t('standing.leftOut')}</h2>
      <p className="soft">{t('standing.leftOutText')}</p>
      <ul className="list">
        {leftOut.map((each) => (
          <li key={each.reason}>
            <CountLink to={`/aankondigingen?leftOut=${each.reason}`} count={each.notices}>
              {t(word('leftOut', each.reason))} ({number(each.notices)})
            </CountLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
