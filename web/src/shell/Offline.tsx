// Without a connection: said in a strip, whatever page is open. What was loaded stays to be read; what is sent says that it was not.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/say';

export function Offline() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const lost = () => setOffline(true);
    const back = () => {
      setOffline(false);
      void client.invalidateQueries();
    };
    window.addEventListener('offline', lost);
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('offline', lost);
      window.removeEventListener('online', back);
    };
  }, [client]);
  return (
    <div className="offline no-print" role="status">
      {offline && <p>{t('error.offlineStrip')}</p>}
    </div>
  );
}
