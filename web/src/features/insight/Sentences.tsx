// "Wat kwam er van onze zinnen?": for alderman and council, in words.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { api, type Schema, unwrap } from '../../api/client';
import { euros } from '../../format';
import { Awaited } from '../../ui/list';

function Fate({ sentence }: { sentence: Schema['Sentence'] }) {
  const { t } = useTranslation();
  const { fate, purchases } = sentence;
  if (purchases === 0) return <p>{t('start.fate.none')}</p>;
  const said = [
    fate.asked > 0 ? t('start.fate.asked', { count: fate.asked }) : '',
    fate.unless > 0 ? t('start.fate.unless', { count: fate.unless }) : '',
    fate.open > 0 ? t('start.fate.open', { count: fate.open }) : '',
    fate.running > 0 ? t('start.fate.running', { count: fate.running }) : '',
    fate.called > 0 ? t('start.fate.called', { count: fate.called }) : '',
    fate.coming > 0 ? t('start.fate.coming', { count: fate.coming }) : '',
    t('start.fate.notMeasured'),
  ];
  return <p>{said.filter(Boolean).join(' ')}</p>;
}

export function Sentences() {
  const { t } = useTranslation();
  const { data, error } = useQuery({ queryKey: ['sentences'], queryFn: () => unwrap(api.GET('/sentences')) });
  return (
    <section className="card stack" aria-labelledby="sentences">
      <h2 id="sentences">{t('start.sentences')}</h2>
      <Awaited data={data} error={error} />
      {data?.items.length === 0 && <p>{t('start.noSentences')}</p>}
      <ol className="list">
        {data?.items.map((each) => (
          <li key={each.clauseId} className="stack stack--small">
            <blockquote className="wrap-anywhere">{each.text}</blockquote>
            <p className="soft small">{[each.document, each.number].filter(Boolean).join(' ')}</p>
            <p>
              <strong>{t('start.goals', { count: each.goals })}</strong>
              {each.purchases > 0 &&
                ` · ${t('start.purchases', { count: each.purchases })} · ${euros(each.valueCents)}`}
            </p>
            <Fate sentence={each} />
            <Link to={`/beleid/rode-draad?van=clause:${each.clauseId}`}>
              {t('start.follow')}
              <span className="visually-hidden">{` ${each.text}`}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
