// The rows of the picture as a table, and on a phone as a list of levels: the same records, the same figures.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { word } from '../../i18n';
import { euros, number } from '../../format';
import { useNames } from '../../ui/names';
import { purchaseColumn, usePages, type Asked, type Picture, type PictureColumn, type PictureNode } from './asked';
import { Count, NodeFigures } from './Figures';
import { CountLink } from '../../ui/list';

function Name({ node, asked }: { node: PictureNode; asked: Asked }) {
  const { t } = useTranslation();
  const { page } = usePages();
  const own = page(node);
  const title = node.title || t('thread.noTitle');
  return (
    <>
      {node.number && node.kind === 'clause' && <span className="soft">{node.number} </span>}
      {asked.query.from === node.key ? <strong>{title}</strong> : <Link to={asked.focus(node.key)}>{title}</Link>}
      {node.reach === 'suggested' && <span className="tag tag--plain">{t('thread.suggestedWord')}</span>}
      {node.wholeTitle && <div className="soft small">{node.wholeTitle}</div>}
      {own && (
        <div className="small">
          <Link to={own} aria-label={t('thread.openOf', { title })}>
            {t('thread.open')}
          </Link>
        </div>
      )}
    </>
  );
}

export function NodeRow({ node, asked }: { node: PictureNode; asked: Asked }) {
  const names = useNames();
  return (
    <tr className={node.reach === 'suggested' ? 'row--suggested' : undefined}>
      <th scope="row" className="wrap-anywhere">
        <Name node={node} asked={asked} />
      </th>
      <td>{node.themes.map((theme) => names.theme(theme)).join(', ')}</td>
      <td>{[node.unitId ? names.unit(node.unitId) : '', node.owner ?? ''].filter(Boolean).join(' · ')}</td>
      <NodeFigures node={node} asked={asked} />
    </tr>
  );
}

export function TableHead() {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th scope="col">{t('thread.figure.record')}</th>
        <th scope="col">{t('thread.figure.theme')}</th>
        <th scope="col">{t('thread.figure.who')}</th>
        {['purchases', 'euros', 'requirements', 'suggested', 'gaps'].map((each) => (
          <th key={each} scope="col" className="num">
            {t(word('thread.figure', each))}
          </th>
        ))}
      </tr>
    </thead>
  );
}

// The head of a column with its counts, each with its rows.
function ColumnCounts({ column, asked }: { column: PictureColumn; asked: Asked }) {
  const { t } = useTranslation();
  const name = t(word('thread.column', column.name));
  const total = column.confirmed + column.suggested;
  const passed = column.passed + column.passedSuggested;
  const more = [
    { rows: 'suggested' as const, count: column.suggested },
    { rows: 'gaps' as const, count: column.gaps },
  ];
  return (
    <>
      {name}:{' '}
      <Count value={total} to={asked.rows('all', { column: column.column })} label={`${name}: ${number(total)}`} />
      {more
        .filter((each) => each.count > 0)
        .map((each) => (
          <span key={each.rows}>
            {' · '}
            <CountLink
              count={each.count}
              to={asked.rows(each.rows, { column: column.column })}
              aria-label={`${name}: ${t(word('thread.count', each.rows), { count: each.count })}`}
            >
              {t(word('thread.count', each.rows), { count: each.count })}
            </CountLink>
          </span>
        ))}
      {passed > 0 && (
        <span>
          {' · '}
          <CountLink
            count={passed}
            to={asked.rows('passed', { column: column.column })}
            aria-label={`${name}: ${t('thread.box.passed', { count: passed })}`}
          >
            {t('thread.box.passed', { count: passed })}
          </CountLink>
        </span>
      )}
    </>
  );
}

export function PictureTable({ picture, asked }: { picture: Picture; asked: Asked }) {
  const { t } = useTranslation();
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('thread.table')}>
      <table className="table">
        <TableHead />
        {picture.columns.map((column) => (
          <tbody key={column.column}>
            <tr className="table__group">
              <th scope="rowgroup" colSpan={8}>
                <ColumnCounts column={column} asked={asked} />
              </th>
            </tr>
            {picture.nodes
              .filter((node) => node.column === column.column)
              .map((node) =>
                node.id ? (
                  <NodeRow key={node.key} node={node} asked={asked} />
                ) : (
                  <tr key={node.key}>
                    <th scope="row" colSpan={8}>
                      <CountLink count={node.records} to={asked.rows('rest', { column: column.column })}>
                        {t('thread.restOf', {
                          name: t(word('thread.column', column.name)).toLowerCase(),
                          count: node.records,
                        })}
                      </CountLink>
                    </th>
                  </tr>
                ),
              )}
          </tbody>
        ))}
      </table>
    </div>
  );
}

// On a phone: a level per kind, from the sentence down.
export function Levels({ picture, asked }: { picture: Picture; asked: Asked }) {
  const { t } = useTranslation();
  const figures = (node: PictureNode) =>
    [
      node.column < purchaseColumn && node.purchases > 0 ? t('thread.count.purchases', { count: node.purchases }) : '',
      node.column <= purchaseColumn && node.valueCents > 0 ? euros(node.valueCents) : '',
      node.column < purchaseColumn && node.suggested > 0 ? t('thread.count.suggested', { count: node.suggested }) : '',
      node.gaps > 0 ? t('thread.count.gaps', { count: node.gaps }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  const focused = asked.query.from !== undefined;
  return (
    <ol className="levels">
      {picture.columns
        .filter((column) => column.confirmed + column.suggested + column.gaps > 0)
        .map((column) => (
          <li key={column.column}>
            <details open={focused || column.column <= 2}>
              <summary>
                <h3>
                  {t(word('thread.column', column.name))} {number(column.confirmed + column.suggested)}
                </h3>
              </summary>
              <p className="small">
                <ColumnCounts column={column} asked={asked} />
              </p>
              <ul>
                {picture.nodes
                  .filter((node) => node.column === column.column)
                  .map((node) => (
                    <li key={node.key} className={node.reach === 'suggested' ? 'levels__suggested' : undefined}>
                      {node.id ? (
                        <>
                          <Link
                            to={asked.focus(node.key)}
                            aria-current={asked.query.from === node.key ? 'true' : undefined}
                          >
                            {node.title || t('thread.noTitle')}
                          </Link>
                          <div className="soft small">{figures(node)}</div>
                        </>
                      ) : (
                        <CountLink count={node.records} to={asked.rows('rest', { column: column.column })}>
                          {t('thread.box.rest', { count: node.records })}
                        </CountLink>
                      )}
                    </li>
                  ))}
              </ul>
            </details>
          </li>
        ))}
    </ol>
  );
}
