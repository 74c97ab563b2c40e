// Words for a screen by their names, each name checked. The library's own types for that took four times as long as all
// the rest of the type check, so what is asked of it is said here: a name that is in the files, and what is filled in.
import { useTranslation as plain } from 'react-i18next';
import type { ListWord, WordName } from './words';

// As text, where the list may lack a word: what is shown instead.
export type Say = (name: WordName | ListWord, filled?: Record<string, unknown> | string) => string;

interface Asked {
  t: Say;
  i18n: { language: string; exists: (name: string) => boolean };
}

export const useTranslation = () => plain() as unknown as Asked;
