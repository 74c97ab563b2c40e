// The words on the screens, as a test: Dutch and English say the same things with the same blanks, no word is said twice, none is
// left over, what is said has its blanks filled in, and a feature uses its own words and the shared ones. That a key exists is tsc's to
// say. Run by scripts/lint.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const src = join(home, 'web/src');
const ts = createRequire(join(home, 'web/package.json'))('typescript');
const breaches = [];
const breach = (file, text) => breaches.push(`${relative(home, file)}: ${text}`);

// A file as lines of Prettier, so that a name that stands there twice is seen; JSON.parse would keep the last one.
function readWords(file) {
  const found = new Map();
  const path = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, indent, name, rest] = /^( *)"([^"]+)": (.*)$/.exec(line) ?? [];
    if (!name) continue;
    path.length = indent.length / 2 - 1;
    path.push(name);
    const key = path.join('.');
    if (found.has(key)) breach(file, `${key} stands there twice`);
    found.set(key, rest === '{' ? null : JSON.parse(rest.replace(/,$/, '')));
  }
  return new Map([...found].filter(([, text]) => text !== null));
}

const blanks = (text) => [...new Set([...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name))].sort();
// "one row" may do without its number.
const needed = (key, text) => blanks(text).filter((name) => !(name === 'count' && key.endsWith('_one')));

const shared = join(src, 'i18n');
const folders = [shared, ...readdirSync(join(src, 'features')).map((name) => join(src, 'features', name))];
const homeOf = new Map();
const wordsOf = new Map();
for (const folder of folders) {
  const [dutch, english] = ['nl', 'en'].map((language) => readWords(join(folder, `${language}.json`)));
  for (const [key, text] of dutch) {
    if (homeOf.has(key)) breach(join(folder, 'nl.json'), `${key} stands in ${relative(src, homeOf.get(key))} too`);
    homeOf.set(key, folder);
    wordsOf.set(key, text);
    const other = english.get(key);
    if (other === undefined) breach(join(folder, 'en.json'), `lacks ${key}`);
    else if (needed(key, text).join() !== needed(key, other).join())
      breach(
        join(folder, 'en.json'),
        `${key} has other blanks than the Dutch: ${blanks(other)} against ${blanks(text)}`,
      );
  }
  for (const key of english.keys()) if (!dutch.has(key)) breach(join(folder, 'nl.json'), `lacks ${key}`);
}

// What a key in the code stands for: itself, or its forms for one and for several.
const forms = new Map();
for (const key of homeOf.keys())
  for (const name of new Set([key, key.replace(/_(zero|one|other)$/, '')]))
    forms.set(name, [...(forms.get(name) ?? []), key]);

const config = ts.getParsedCommandLineOfConfigFile(join(home, 'web/tsconfig.json'), {}, { ...ts.sys });
const program = ts.createProgram(config.fileNames, config.options);
const checker = program.getTypeChecker();

// Every text that a template can become; null when the types do not say.
function texts(template) {
  let all = [template.head.text];
  for (const span of template.templateSpans) {
    const type = checker.getTypeAtLocation(span.expression);
    const values = (type.isUnion() ? type.types : [type]).map((each) => (each.isLiteral() ? String(each.value) : null));
    if (values.includes(null)) return null;
    all = all.flatMap((before) => values.map((value) => before + value + span.literal.text));
  }
  return all;
}

// 'policy.read' may be a right as well as a word.
const isRight = (node) =>
  (ts.isCallExpression(node.parent) && /(^|\.)(useMay|may|includes|guarded)$/.test(node.parent.expression.getText())) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === 'permission');

// What is given to fill in, by name; null when more is given than can be seen here.
function given(values) {
  if (!values || ts.isStringLiteralLike(values)) return [];
  if (!ts.isObjectLiteralExpression(values) || values.properties.some(ts.isSpreadAssignment)) return null;
  return values.properties.map((each) => each.name.getText());
}
// Every blank of what is said here is filled in.
function fills(file, node) {
  const [said, values] = node.arguments;
  const names = given(values);
  if (!said || names === null) return;
  const say = (name) => {
    for (const key of forms.get(name) ?? [])
      for (const blank of needed(key, wordsOf.get(key)))
        if (!names.includes(blank)) breach(file, `${name} is said without its {{${blank}}}`);
  };
  const choose = (each) => {
    if (ts.isStringLiteralLike(each)) say(each.text);
    else if (ts.isTemplateExpression(each)) (texts(each) ?? []).forEach(say);
    else if (ts.isConditionalExpression(each)) [each.whenTrue, each.whenFalse].forEach(choose);
  };
  choose(said);
}

const used = new Set();
let lists = new Set();
for (const file of program.getSourceFiles()) {
  if (file.isDeclarationFile || !file.fileName.startsWith(src) || /\.test\.tsx?$/.test(file.fileName)) continue;
  const feature = folders.find((folder) => folder !== shared && file.fileName.startsWith(`${folder}/`));
  const use = (key) => {
    used.add(key);
    const at = homeOf.get(key);
    if (at !== shared && at !== feature)
      breach(file.fileName, `${key} is a word of ${relative(src, at)}; words of several stand in i18n`);
  };
  const visit = (node) => {
    if (ts.isStringLiteralLike(node) && !isRight(node)) (forms.get(node.text) ?? []).forEach(use);
    if (ts.isTemplateExpression(node) && /^[a-z]\w*\./i.test(node.head.text))
      for (const text of texts(node) ?? []) (forms.get(text) ?? []).forEach(use);
    if (ts.isCallExpression(node) && node.expression.getText() === 't') fills(file.fileName, node);
    if (ts.isCallExpression(node) && node.expression.getText() === 'word') {
      const [list] = node.arguments;
      const type = checker.getTypeAtLocation(list);
      for (const name of type.isUnion() ? type.types.map((each) => each.value) : [type.value ?? list.text]) {
        lists.add(name);
        for (const key of homeOf.keys()) if (key.startsWith(`${name}.`)) use(key);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
for (const [key, folder] of homeOf) if (!used.has(key)) breach(join(folder, 'nl.json'), `nobody says ${key}`);

if (breaches.length > 0) {
  console.error([...new Set(breaches)].join('\n'));
  process.exit(1);
}
console.log(
  `words: ${homeOf.size} in two languages, each in use; ${lists.size} lists of words for values that the API gives as text`,
);
