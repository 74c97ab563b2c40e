// The impact paragraph of a small purchase, ready to go along with the order.
import { useState } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { Button } from '../../ui/basics';
import { useNames } from '../../ui/names';
import { useReasons, type Purchase } from './purchase';

export function Paragraph({ purchase }: { purchase: Purchase }) {
  const { t } = useTranslation();
  const names = useNames();
  const reasons = useReasons();
  const [copied, setCopied] = useState(false);
  const lines = purchase.themes.map((theme) => {
    const texts = purchase.requirements
      .filter((each) => each.state === 'chosen' && each.theme === theme.theme)
      .map((each) => each.filled);
    const unless = t('small.unless', { reason: reasons.find((each) => each.value === theme.reason)?.label ?? '' });
    return { theme: theme.theme, text: theme.state === 'unless' ? unless : texts.join(' ') || t('small.nothing') };
  });
  const copy = async () => {
    await navigator.clipboard.writeText(lines.map((each) => `${names.theme(each.theme)}: ${each.text}`).join('\n'));
    setCopied(true);
  };
  return (
    <section className="card stack stack--small" aria-labelledby="paragraph">
      <h2 id="paragraph">{t('small.paragraph')}</h2>
      <dl className="facts">
        {lines.map((each) => (
          <div key={each.theme} className="facts__row">
            <dt>{names.theme(each.theme)}</dt>
            <dd>{each.text}</dd>
          </div>
        ))}
      </dl>
      <div className="row no-print">
        <Button onClick={() => void copy()}>{t('small.copy')}</Button>
        <span role="status">{copied && t('small.copied')}</span>
        <Link to={`/inkopen/${purchase.id}/impact`}>{t('small.change')}</Link>
      </div>
    </section>
  );
}
