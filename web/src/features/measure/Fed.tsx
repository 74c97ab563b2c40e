// A row of figures that feed a goal: each number leads to exactly the rows it counts.
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { number } from '../../format';
import { CountLink } from '../../ui/list';

type Figures = Schema['FedFigures'];
const added = ['verified', 'reported', 'estimated'] as const;
const counted = ['asked', 'rejected', 'aside'] as const;

export const rounded = (value: number) => number(Math.round(value * 100) / 100);

export function FedHeads() {
  const { t } = useTranslation();
  return (
    <>
      {added.map((each) => (
        <th key={each} scope="col" className="num">
          {t(`measure.stands.${each}`)}
        </th>
      ))}
      <th scope="col" className="num">
        {t('measure.outside')}
      </th>
    </>
  );
}

// `filter`: of the list of measurements, without what they count as. `after`: behind each figure, where no unit stands beside the table.
export function FedCells({ figures, filter, after = '' }: { figures: Figures; filter: string; after?: string }) {
  const { t } = useTranslation();
  const outside = counted.filter((each) => figures[each] > 0);
  return (
    <>
      {added.map((each) => {
        const { count, value } = figures[each];
        return (
          <td key={each} className="num">
            {count === 0 ? (
              t('measure.none')
            ) : (
              <CountLink to={`/metingen?${filter}&telt=${each}`} count={count}>
                {value === null || value === undefined
                  ? t('measure.countOnly', { count })
                  : `${rounded(value)}${after} ${t('measure.ofCount', { count })}`}
              </CountLink>
            )}
          </td>
        );
      })}
      <td className="num">
        {outside.length === 0 && t('measure.none')}
        {outside.map((each) => (
          <div key={each}>
            <CountLink to={`/metingen?${filter}&telt=${each}`} count={figures[each]}>
              {`${number(figures[each])} ${t(`measure.stands.${each}`).toLowerCase()}`}
            </CountLink>
          </div>
        ))}
      </td>
    </>
  );
}
