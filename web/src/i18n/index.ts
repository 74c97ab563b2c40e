import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { resources } from './words';

export { word } from './words';

export const languages = ['nl', 'en'] as const;
const stored = localStorage.getItem('language');

void i18next.use(initReactI18next).init({
  resources,
  lng: stored === 'en' ? 'en' : 'nl',
  fallbackLng: 'nl',
  interpolation: { escapeValue: false },
});
document.documentElement.lang = i18next.language;

export function setLanguage(language: string): void {
  localStorage.setItem('language', language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}
