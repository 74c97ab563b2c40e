// What the words mean, in the order of the alphabet.
import { useEffect } from 'react';
import { useTranslation } from '../i18n/say';
import { useLocation } from 'react-router';
import { word } from '../i18n';
import dutch from '../i18n/nl.json';
import { PageTitle } from '../ui/basics';
import type { TermCode } from '../ui/Term';

const codes = Object.keys(dutch.term.word) as TermCode[];

export function WordList() {
  const { t, i18n } = useTranslation();
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
  const terms = codes
    .map((code) => ({ code, name: t(word('term.word', code)), means: t(word('term.means', code)) }))
    .sort((a, b) => a.name.localeCompare(b.name, i18n.language));
  return (
    <div className="stack">
      <PageTitle title={t('term.title')} />
      <p className="lead">{t('term.intro')}</p>
      <dl className="terms">
        {terms.map((each) => (
          <div key={each.code} id={each.code}>
            <dt>{each.name}</dt>
            <dd>{each.means}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
