// Every word on a screen, per feature, in Dutch and English: what several features say stands beside this file.
// All of them come with the first page, so that no screen waits for its words.
import administrationEn from '../features/administration/en.json';
import administration from '../features/administration/nl.json';
import ambitionEn from '../features/ambition/en.json';
import ambition from '../features/ambition/nl.json';
import authEn from '../features/auth/en.json';
import auth from '../features/auth/nl.json';
import contractEn from '../features/contract/en.json';
import contract from '../features/contract/nl.json';
import criteriaEn from '../features/criteria/en.json';
import criteria from '../features/criteria/nl.json';
import importsEn from '../features/imports/en.json';
import imports from '../features/imports/nl.json';
import insightEn from '../features/insight/en.json';
import insight from '../features/insight/nl.json';
import jobsEn from '../features/jobs/en.json';
import jobs from '../features/jobs/nl.json';
import noticesEn from '../features/notices/en.json';
import notices from '../features/notices/nl.json';
import organisationEn from '../features/organisation/en.json';
import organisation from '../features/organisation/nl.json';
import policyEn from '../features/policy/en.json';
import policy from '../features/policy/nl.json';
import postEn from '../features/post/en.json';
import post from '../features/post/nl.json';
import purchaseEn from '../features/purchase/en.json';
import purchase from '../features/purchase/nl.json';
import searchEn from '../features/search/en.json';
import search from '../features/search/nl.json';
import supplierEn from '../features/supplier/en.json';
import supplier from '../features/supplier/nl.json';
import threadEn from '../features/thread/en.json';
import thread from '../features/thread/nl.json';
import sharedEn from './en.json';
import shared from './nl.json';

const dutch = [
  shared,
  administration,
  ambition,
  auth,
  contract,
  criteria,
  imports,
  insight,
  jobs,
  notices,
  organisation,
  policy,
  post,
  purchase,
  search,
  supplier,
  thread,
];
const english = [
  sharedEn,
  administrationEn,
  ambitionEn,
  authEn,
  contractEn,
  criteriaEn,
  importsEn,
  insightEn,
  jobsEn,
  noticesEn,
  organisationEn,
  policyEn,
  postEn,
  purchaseEn,
  searchEn,
  supplierEn,
  threadEn,
];

// The Dutch files say which words there are; scripts/lint compares the English ones with them.
export type Words = typeof shared &
  typeof administration &
  typeof ambition &
  typeof auth &
  typeof contract &
  typeof criteria &
  typeof imports &
  typeof insight &
  typeof jobs &
  typeof notices &
  typeof organisation &
  typeof policy &
  typeof post &
  typeof purchase &
  typeof search &
  typeof thread;

export interface Tree {
  [name: string]: string | Tree;
}

// One tree of several: files may share a heading ("purchase"), never a word (scripts/lint).
function merge(trees: Tree[]): Tree {
  const all: Tree = {};
  for (const tree of trees)
    for (const [name, value] of Object.entries(tree)) {
      const before = all[name];
      all[name] = typeof value === 'object' && typeof before === 'object' ? merge([before, value]) : value;
    }
  return all;
}

export const resources = { nl: { translation: merge(dutch) }, en: { translation: merge(english) } };

// Where the API says a word of a list as plain text, the list is named and its words are all in use: word('role', person.role).
// Where the API names the values, a template does and is checked to the letter: t(`stage.${notice.stage}`).
type ListsOf<T> = {
  [K in keyof T & string]: T[K] extends string
    ? never
    : T[K] extends Record<string, string>
      ? K
      : `${K}.${ListsOf<T[K]>}`;
}[keyof T & string];
type ListOf<T, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof T
    ? ListOf<T[Head], Rest>
    : never
  : Path extends keyof T
    ? T[Path]
    : never;
type Whole<Name> = Name extends `${infer Base}_${'zero' | 'one' | 'other'}` ? Base : Name;
export type WordList = ListsOf<Words>;

export const word = <List extends WordList>(list: List, value: string | number) =>
  `${list}.${value}` as `${List}.${Whole<keyof ListOf<Words, List> & string>}`;
