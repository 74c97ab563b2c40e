// How long a text may be, by the word it is called by: the same words as src/platform/base/lengths.h (a test compares them).
// What is shorter still says so on its field.
const names = [
  'title',
  'name',
  'userName',
  'displayName',
  'jobTitle',
  'municipalityName',
  'email',
  'place',
  'personName',
  'themeTitle',
  'decider',
  'project',
  'reference',
  'indicatorUnit',
];
const codes = [
  'code',
  'theme',
  'themes',
  'instrument',
  'category',
  'categories',
  'cpv',
  'roles',
  'role',
  'kind',
  'procedure',
  'language',
  'municipalityCode',
  'sector',
];
const longTexts = ['text', 'need', 'explanation', 'description', 'marketNote', 'conclusion', 'note'];

export function longest(pointer: string): number {
  const word = pointer.slice(pointer.lastIndexOf('/') + 1);
  if (names.includes(word)) return 200;
  if (codes.includes(word)) return 100;
  return longTexts.includes(word) ? 20000 : 2000;
}

// Characters as the server counts them: 🌳 is one.
export function characters(text: string): number {
  return [...text].length;
}
