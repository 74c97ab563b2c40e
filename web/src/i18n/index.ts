import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export { word } from './words';

export const languages = ['nl', 'en'] as const;
export type Language = (typeof languages)[number];
const files = { nl: () => import('./nl'), en: () => import('./en') };

async function bring(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', (await files[language]()).words);
}

// Before the first page is drawn.
export async function start(): Promise<void> {
  const language = localStorage.getItem('language') === 'en' ? 'en' : 'nl';
  await i18next
    .use(initReactI18next)
    .init({ resources: {}, lng: language, fallbackLng: false, interpolation: { escapeValue: false } });
  await bring(language);
  document.documentElement.lang = language;
}

// Refused while the words cannot be fetched: the page stays as it is.
export async function setLanguage(language: Language): Promise<void> {
  await bring(language);
  localStorage.setItem('language', language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
