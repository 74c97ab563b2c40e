// Two pages for the council, on paper only: the sentence, the path and the figures; then what is missing and who acts.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { word } from '../../i18n';
import { api, unwrap } from '../../api/client';
import { useSession } from '../../api/queries';
import { date, euros, number } from '../../format';
import { useNames } from '../../ui/names';
import { purchaseColumn, type Asked, type Picture } from './asked';
import { useFigures } from './Figures';

const shorten = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const sentencesShown = 3;
const rowsInPath = 16; // with the sentences and the figures they fill one page
const gapsShown = 16;

export function useGapsOf(asked: Asked, more: { column?: number; of?: string; offset?: number } = {}) {
  const query = { ...asked.query, ...more };
  return useQuery({
    queryKey: ['thread-gaps', query],
    queryFn: () => unwrap(api.GET('/red-thread/picture/gaps', { params: { query } })),
  });
}

function Path({ picture }: { picture: Picture }) {
  const { t } = useTranslation();
  const names = useNames();
  const said = (node: Picture['nodes'][number]) =>
    node.column < purchaseColumn
      ? node.purchases > 0
        ? `${t('thread.count.purchases', { count: node.purchases })}, ${euros(node.valueCents)}`
        : t('thread.council.nothing')
      : node.column === purchaseColumn
        ? `${euros(node.valueCents)}, ${t('thread.count.requirements', { count: node.requirements })}`
        : node.wholeTitle;
  const sureIn = (column: number) =>
    picture.nodes.filter((node) => node.column === column && node.id && node.reach === 'confirmed');
  const columns = picture.columns.filter((column) => column.column > 1);
  const filled = columns.filter((column) => sureIn(column.column).length > 0).length;
  const rowsShown = Math.max(2, Math.min(6, Math.floor(rowsInPath / Math.max(1, filled))));
  return (
    <table className="table">
      <caption>{t('thread.council.path')}</caption>
      <tbody>
        {columns.flatMap((column) => {
          const shown = sureIn(column.column).slice(0, rowsShown);
          const name = t(word('thread.column', column.name));
          const more = column.confirmed - shown.length;
          return [
            <tr key={column.name} className="table__group">
              <th scope="rowgroup" colSpan={3}>
                {name}: {number(column.confirmed)}
                {more > 0 && shown.length > 0 ? ` (${t('thread.council.largest', { count: shown.length })})` : ''}
                {column.suggested > 0 ? ` · ${t('thread.council.besides', { count: column.suggested })}` : ''}
              </th>
            </tr>,
            ...shown.map((node) => (
              <tr key={node.key}>
                <th scope="row">{shorten(node.title, 70)}</th>
                <td>{[node.unitId ? names.unit(node.unitId) : '', node.owner ?? ''].filter(Boolean).join(' · ')}</td>
                <td>{shorten(said(node), 60)}</td>
              </tr>
            )),
          ];
        })}
      </tbody>
    </table>
  );
}

export function Council({ picture, asked }: { picture: Picture; asked: Asked }) {
  const { t } = useTranslation();
  const figures = useFigures(picture, asked);
  const place = useSession().data?.municipality.name;
  const gaps = useGapsOf(asked).data;
  const sentences = picture.nodes.filter((node) => node.kind === 'clause').slice(0, sentencesShown);
  const focus = picture.focus;
  const today = date(new Date().toISOString());
  return (
    <div className="council">
      <section className="council__page">
        <p className="small">
          {place ? `${place} · ` : ''}
          {today}
        </p>
        <h2>{focus ? t('thread.council.title', { title: shorten(focus.title, 120) }) : t('thread.council.whole')}</h2>
        {sentences.map((node) => (
          <blockquote key={node.key} className="quote">
            {shorten(node.title, 300)}
            <div className="small">
              {node.wholeTitle} {node.number}
            </div>
          </blockquote>
        ))}
        <dl className="figures">
          {figures.map((each) => (
            <div key={each.name}>
              <dt>{each.name}</dt>
              <dd>{each.text ?? number(each.value)}</dd>
            </div>
          ))}
        </dl>
        <p className="small">{t('thread.council.counts')}</p>
        <Path picture={picture} />
      </section>
      <section className="council__page">
        <h2>{t('thread.council.gaps', { count: gaps?.total ?? 0 })}</h2>
        {gaps?.total === 0 && <p>{t('thread.council.noGaps')}</p>}
        {gaps && gaps.total > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('gap.subject')}</th>
                <th scope="col">{t('gap.kindLabel')}</th>
                <th scope="col">{t('gap.who')}</th>
                <th scope="col">{t('gap.nextLabel')}</th>
              </tr>
            </thead>
            <tbody>
              {gaps.items.slice(0, gapsShown).map((gap, i) => (
                <tr key={`${gap.kind}${gap.subjectId}${String(i)}`}>
                  <th scope="row">{shorten(gap.title, 60)}</th>
                  <td>{t(word('gap.kind', gap.kind))}</td>
                  <td>{gap.owner ?? t(word('role', gap.role))}</td>
                  <td>{shorten(t(word('gap.next', gap.kind)), 60)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {gaps && gaps.total > gapsShown && <p>{t('thread.council.moreGaps', { count: gaps.total - gapsShown })}</p>}
      </section>
    </div>
  );
}
