// The first week of a municipality: what is done and what comes next, each with a minute's explanation.
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import type { Schema } from '../../api/client';
import { word } from '../../i18n';

const order = ['notices', 'units', 'people', 'policy', 'rules', 'purchase'];

export function FirstWeek({ steps }: { steps: Schema['FirstStep'][] }) {
  const { t } = useTranslation();
  const place = (step: Schema['FirstStep']) => (order.includes(step.kind) ? order.indexOf(step.kind) : order.length);
  const sorted = [...steps].sort((a, b) => place(a) - place(b));
  return (
    <section className="card stack stack--small" aria-labelledby="first-week">
      <h2 id="first-week">{t('start.firstWeek')}</h2>
      <p role="status">
        {t('start.stepsDone', { count: steps.filter((each) => each.done).length, whole: steps.length })}
      </p>
      <ol className="asks">
        {sorted.map((step) => (
          <li key={step.kind} className="ask">
            <span className="ask__when">
              <span className={step.done ? 'tag' : 'tag tag--plain'}>
                <span aria-hidden="true">{step.done ? '✓\u00a0' : '○\u00a0'}</span>
                {t(step.done ? 'start.stepDone' : 'start.stepOpen')}
              </span>
            </span>
            <span>
              <strong>{t(word('start.step', step.kind))}</strong>
              <details>
                <summary>{t('start.stepWhat')}</summary>
                <p>{t(word('start.stepWhy', step.kind))}</p>
              </details>
            </span>
            {!step.done && (
              <Link to={step.path} className="ask__act">
                {t('start.stepGo')}
                <span className="visually-hidden">{` ${t(word('start.step', step.kind))}`}</span>
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
