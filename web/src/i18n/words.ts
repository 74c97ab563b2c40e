// Every word on a screen, per feature, in Dutch and English: what several features say stands beside this file. All words of the
// language in use come before the first page, so that no screen waits for its words; the other language comes when it is chosen.
import type administration from '../features/administration/nl.json';
import type ambition from '../features/ambition/nl.json';
import type auth from '../features/auth/nl.json';
import type check from '../features/check/nl.json';
import type contract from '../features/contract/nl.json';
import type criteria from '../features/criteria/nl.json';
import type dossier from '../features/dossier/nl.json';
import type imports from '../features/imports/nl.json';
import type insight from '../features/insight/nl.json';
import type jobs from '../features/jobs/nl.json';
import type market from '../features/market/nl.json';
import type measure from '../features/measure/nl.json';
import type notices from '../features/notices/nl.json';
import type organisation from '../features/organisation/nl.json';
import type policy from '../features/policy/nl.json';
import type post from '../features/post/nl.json';
import type publication from '../features/publication/nl.json';
import type purchase from '../features/purchase/nl.json';
import type search from '../features/search/nl.json';
import type supplier from '../features/supplier/nl.json';
import type thread from '../features/thread/nl.json';
import type shared from './nl.json';

// The Dutch files say which words there are; scripts/lint compares the English ones with them.
export type Words = typeof shared &
  typeof administration &
  typeof ambition &
  typeof auth &
  typeof check &
  typeof contract &
  typeof criteria &
  typeof dossier &
  typeof imports &
  typeof insight &
  typeof jobs &
  typeof market &
  typeof measure &
  typeof notices &
  typeof organisation &
  typeof policy &
  typeof post &
  typeof publication &
  typeof purchase &
  typeof search &
  typeof supplier &
  typeof thread;

export interface Tree {
  [name: string]: string | Tree;
}

// One tree of several: files may share a heading ("purchase"), never a word (scripts/lint).
export function merge(trees: Tree[]): Tree {
  const all: Tree = {};
  for (const tree of trees)
    for (const [name, value] of Object.entries(tree)) {
      const before = all[name];
      all[name] = typeof value === 'object' && typeof before === 'object' ? merge([before, value]) : value;
    }
  return all;
}

// Where the API says a word of a list as plain text, the list is named and its words are all in use: word('role', person.role).
// Where the API names the values, a template does and is checked to the letter: t(`stage.${notice.stage}`).
type ListsOf<T> = {
  [K in keyof T & string]: T[K] extends string
    ? never
    : T[K] extends Record<string, string>
      ? K
      : `${K}.${ListsOf<T[K]>}`;
}[keyof T & string];
// Those of a number are one word: "dates_one" and "dates_other" are "dates".
type Whole<Name, Names> = Name extends `${infer Base}_${'zero' | 'one' | 'other'}`
  ? `${Base}_other` extends Names
    ? Base
    : Name
  : Name;
export type WordList = ListsOf<Words>;

type NamesOf<T> = {
  [K in keyof T & string]: T[K] extends string ? Whole<K, keyof T> : `${K}.${NamesOf<T[K]>}`;
}[keyof T & string];
// Every word by its name.
export type WordName = NamesOf<Words>;

// A word of a list, whichever: no type says all its names, which would be looked through at every use.
export type ListWord = string & { readonly ofList: unique symbol };
export const word = (list: WordList, value: string | number) => `${list}.${value}` as ListWord;
