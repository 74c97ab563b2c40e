// An act that cannot be taken back asks once more, in its own place.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Act, Button } from './basics';

export function Confirmed({
  label,
  name,
  question,
  act,
  pending,
}: {
  label: string;
  name: string;
  question: string;
  act: () => void;
  pending: boolean;
}) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <Act of={name} onClick={() => setAsked(true)}>
        {label}
      </Act>
    );
  return (
    <span className="row" role="group" aria-label={question}>
      <span>{question}</span>
      <Button
        disabled={pending}
        autoFocus
        onClick={() => {
          setAsked(false);
          act();
        }}
      >
        {label}
      </Button>
      <button type="button" className="plain" onClick={() => setAsked(false)}>
        {t('app.rather')}
      </button>
    </span>
  );
}
