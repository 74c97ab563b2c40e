// Somebody else saved first: what differs, field by field; nothing that was typed is lost.
import { useTranslation } from '../i18n/say';

const show = (value: unknown) =>
  value === null || value === undefined || value === ''
    ? '–'
    : typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : JSON.stringify(value);

interface Props<T> {
  mine: T;
  theirs: T;
  names: (keyof T & string)[];
  label: (name: keyof T & string) => string;
  onChange: (value: T) => void;
}

export function Merge<T>({ mine, theirs, names, label, onChange }: Props<T>) {
  const { t } = useTranslation();
  return (
    <div className="alert alert--note stack stack--small" role="alert">
      <strong>{t('conflict.title')}</strong>
      <p>{t('conflict.text')}</p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('conflict.field')}</th>
            <th scope="col">{t('conflict.theirs')}</th>
            <th scope="col">{t('conflict.mine')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{label(name)}</th>
              <td>{show(theirs[name])}</td>
              <td>{show(mine[name])}</td>
              <td>
                <button type="button" className="plain" onClick={() => onChange({ ...mine, [name]: theirs[name] })}>
                  {t('conflict.take')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
