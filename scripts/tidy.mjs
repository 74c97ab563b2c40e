// What we agreed about the shape of the code, as a test: floors, doors, sizes, no dead files, limits in one header.
// Prints every breach and ends with an error; run by ./test and scripts/lint.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { formatterKeepsSql, linesWithoutSql, sqlBreaches } from './sql.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const breaches = [];
const breach = (file, text) => breaches.push(`${relative(home, file)}: ${text}`);
const walk = (folder) =>
  readdirSync(folder).flatMap((name) =>
    statSync(join(folder, name)).isDirectory()
      ? name === 'node_modules'
        ? []
        : walk(join(folder, name))
      : [join(folder, name)],
  );
const read = (file) => readFileSync(file, 'utf8');

// A room uses only rooms on lower floors; rooms of one floor do not know each other.
const floors = [
  ['platform'],
  ['reference', 'scan'],
  ['organisation'],
  ['party'],
  ['thread'],
  ['policy'],
  ['ambition', 'criteria', 'measure', 'notices', 'spend'],
  ['purchase'],
  ['board', 'contract', 'dossier'],
  ['supplier', 'market'],
  ['evaluation'],
  ['insight', 'publication', 'plan'],
  ['administration'],
  ['app'],
];
const floorOf = (room) => floors.findIndex((floor) => floor.includes(room));
// Inside the ground floor: base below process below reader, and process below db below http below auth, live, jobs, mail, documents.
const inner = [
  'base',
  'process',
  'reader',
  'db',
  'http',
  'auth',
  'live',
  'jobs',
  'mail',
  'documents',
  'tables',
  'imports',
];
const mayUseInside = {
  base: ['base'],
  process: ['base', 'process'],
  reader: ['base', 'process', 'reader'],
  db: ['base', 'process', 'db'],
  http: ['base', 'db', 'http'],
  auth: ['base', 'db', 'http', 'auth'],
  live: ['base', 'db', 'http', 'live'],
  jobs: ['base', 'db', 'http', 'live', 'jobs'],
  mail: ['base', 'db', 'http', 'auth', 'live', 'mail'],
  documents: ['base', 'process', 'reader', 'documents', 'tables'],
  tables: ['base', 'tables'],
  imports: ['base', 'db', 'http', 'live', 'jobs', 'mail', 'reader', 'documents', 'tables', 'imports'],
};

// Heavy or delicate libraries and the only files that may include them.
const doors = [
  [/boost\/(asio|beast)/, ['platform/http/server.cpp']],
  [/libpq-fe\.h/, ['platform/db/connection.cpp']],
  [/pugixml/, ['notices/xml.h']],
  [/prometheus\//, ['app/metrics.cpp']],
  [/xlsxwriter/, ['platform/documents/table.cpp']],
  [/libxml\//, ['platform/documents/xml.cpp', 'platform/documents/entities.cpp']],
  [/archive(_entry)?\.h/, ['notices/zip.cpp', 'platform/documents/zip.cpp', 'platform/tables/package.cpp']],
  [/expat\.h/, ['platform/tables/package.cpp']],
  [/libstemmer/, ['scan/normalise.cpp']],
  [/sodium\.h/, ['platform/base/ids.cpp', 'platform/auth/passwords.cpp', 'app/main.cpp']],
  [/openssl\//, ['platform/base/ids.cpp']],
  [/curl\//, ['platform/mail/smtp.cpp']],
  [/CLI\/CLI\.hpp/, ['app/main.cpp']],
];

// Who may look at foreign bytes: parsers are called by each other and by *kinds.cpp, which runs in the reader. Elsewhere it is
// document_of(), table_of(), or the reader's kind "notices".
const parsers = [
  [/\b(read_document|read_found|read_sheets|read_pdf|page_picture)\(/, /^platform\/documents\/(?!report|table)/],
  [/\b(read_book|read_csv|read_xlsx|read_ods)\(/, /^platform\/tables\/|^platform\/documents\/(kinds|sheets)\.cpp$/],
  [/\bnotices::(parse|unpack)\(/, /^notices\/kinds\.cpp$/],
  [
    /(?<![\w.>:])(parse|unpack)\(/,
    /^(?!notices\/)|^notices\/(parse|zip|kinds|notice|notices|xml|ocds|ted|eforms)\w*\.(cpp|h)$/,
  ],
  [/<(pugixml|archive|expat)\b/, /^notices\/|^platform\/(documents|tables)\//],
];
// Who starts processes, and how every descriptor is opened.
const starts = /(?<![\w.>:])(fork|vfork|execve?|execvp|fexecve|posix_spawnp?|popen|system)\(/;
const startsProcesses = [/^platform\/process\//, /^platform\/db\/postmaster\.cpp$/, /^app\/backup\.cpp$/];
const opens =
  /(?<![\w.>:])(open\([^()]*(\(\))?[^()]*\bO_|openat\(|socket\(|socketpair\(|accept4\(|memfd_create\(|pipe2?\(|eventfd\(|signalfd\(|epoll_create1?\()/;

const longestFile = 400; // lines, SQL not counted: past that it is usually two rooms
const longestFunction = 70;
const longestComponent = 250; // lines of a file of the web with a component, and so of the component
const domainWords = /\b(tender|procurement|social_return|sroi|ambition|criterion|budget_holder)\b/i;

const src = join(home, 'src');
const code = walk(src).filter((file) => /\.(cpp|h)$/.test(file));
const included = new Set();
for (const file of code) {
  const name = relative(src, file);
  const [room, part] = name.split('/');
  const isTest = name.includes('/test/');
  const text = read(file);
  const lines = linesWithoutSql(text); // SQL as null
  for (const [, system, target] of text.matchAll(/^#include ([<"])([^>"]+)[>"]/gm)) {
    for (const [pattern, allowed] of doors)
      if (pattern.test(target) && system === '<' && !allowed.includes(name) && !isTest)
        breach(file, `only ${allowed.join(', ')} may include ${target}`);
    if (system === '<') continue;
    included.add(target);
    const [other, otherPart] = target.split('/');
    if (isTest || room === 'pch.h' || other === 'tests' || other === 'bench') continue;
    if (floorOf(other) > floorOf(room)) breach(file, `${room} stands below ${other} and may not use it (${target})`);
    if (other !== room && floorOf(other) === floorOf(room))
      breach(file, `${room} and ${other} stand on one floor and do not know each other (${target})`);
    if (other !== room && other !== 'platform' && target !== `${other}/${other}.h`)
      breach(file, `${other} is entered by ${other}/${other}.h only, not by ${target}`);
    if (room === 'platform' && other === 'platform' && inner.includes(part) && !mayUseInside[part].includes(otherPart))
      breach(file, `platform/${part} may not use platform/${otherPart}`);
  }
  if (room === 'platform' && !isTest && domainWords.test(text))
    breach(file, `a word of the domain on the ground floor: ${domainWords.exec(text)[0]}`);
  // A child can take long: whoever starts one asks that it is not on a request worker. The database's own are started once, and a backup is a command of its own.
  if (
    /\bposix_spawnp?\(/.test(text) &&
    part !== 'db' &&
    name !== 'app/backup.cpp' &&
    !isTest &&
    !text.includes('slow::not_on_a_request_worker(')
  )
    breach(file, 'starts a child without slow::not_on_a_request_worker()');
  if (!isTest) {
    lines.forEach((raw, i) => {
      const line = (raw ?? '').replace(/\/\/.*/, '').replace(/"(\\.|[^"\\])*"/g, '""');
      for (const [pattern, allowed] of parsers)
        if (pattern.test(line) && !allowed.test(name))
          breach(file, `line ${i + 1} reads foreign bytes outside the reader: ${pattern.exec(line)[0]}`);
      if (starts.test(line) && !startsProcesses.some((each) => each.test(name)))
        breach(file, `line ${i + 1} starts a process by itself; platform/process does`);
      if (opens.test(line) && !/CLOEXEC|O_PATH/.test(line + (lines[i + 1] ?? '')))
        breach(file, `line ${i + 1} opens what a child would inherit: say CLOEXEC`);
    });
  }
  const written = lines.filter((line) => line !== null).length;
  if (written > longestFile) breach(file, `${written} lines; past ${longestFile} a file is usually two rooms`);
  // A function at file level: from its opening line to the closing brace in the first column.
  let start = -1;
  lines.forEach((line, i) => {
    if (line === null) return;
    if (/^\S.*\{$/.test(line) && !/^(namespace|struct|class|enum|extern|BOOST_|TEST)/.test(line)) start = i;
    if (line === '}' && start >= 0) {
      const long = lines.slice(start, i).filter((each) => each !== null).length;
      if (long > longestFunction) breach(file, `the function at line ${start + 1} has ${long} lines`);
      start = -1;
    }
  });
}
// SQL: in the rooms, in tests and in measurements.
const measured = walk(join(home, 'bench')).filter((file) => /\.(cpp|h)$/.test(file));
for (const file of [...code, ...measured]) {
  const name = relative(home, file);
  const found = sqlBreaches(read(file), /^bench\/|\/test\/|^src\/platform\/db\//.test(name));
  for (const [line, what] of found) breach(file, `line ${line}: ${what}`);
}
if (!formatterKeepsSql(home)) breach(join(home, '.clang-format'), 'changes SQL in raw literals');

for (const file of code.filter((each) => each.endsWith('.h') && basename(each) !== 'pch.h'))
  if (!included.has(relative(src, file))) breach(file, 'nobody includes it');

for (const room of readdirSync(src))
  if (statSync(join(src, room)).isDirectory() && !existsSync(join(src, room, 'README.md')))
    breach(join(src, room), 'has no README.md');

const limits = read(join(src, 'platform/base/limits.h'));
const everything = [...code, ...walk(join(home, 'tests')).filter((file) => /\.(cpp|h)$/.test(file))]
  .map(read)
  .join('\n');
for (const [, name] of limits.matchAll(/inline constexpr \S+ (\w+)/g))
  if (!everything.includes(`limits::${name}`)) breach(join(src, 'platform/base/limits.h'), `${name} is used nowhere`);
limits.split('\n').forEach((line, i, all) => {
  if (line.startsWith('inline constexpr') && !all[i - 1].startsWith('//') && !all[i - 1].startsWith('inline'))
    breach(join(src, 'platform/base/limits.h'), `line ${i + 1} gives no reason`);
});

// The web: every file is reached from main.tsx; features do not reach into each other, except through the demo password.
const web = join(home, 'web/src');
const sources = walk(web).filter((file) => /\.(ts|tsx)$/.test(file) && !/\.(test|d)\.tsx?$/.test(file));
const reached = new Set();
const visit = (file) => {
  if (reached.has(file)) return;
  reached.add(file);
  for (const [, target] of read(file).matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
    const found = ['', '.ts', '.tsx', '/index.ts']
      .map((end) => join(dirname(file), target) + end)
      .find((path) => existsSync(path) && statSync(path).isFile());
    if (found && /\.tsx?$/.test(found)) visit(found);
  }
};
visit(join(web, 'main.tsx'));
for (const file of sources) {
  if (!reached.has(file)) breach(file, 'is imported nowhere');
  const longest = file.endsWith('.tsx') ? longestComponent : longestFile;
  if (read(file).split('\n').length - 1 > longest) breach(file, `more than ${longest} lines`);
}

if (breaches.length > 0) {
  console.error(breaches.join('\n'));
  process.exit(1);
}
console.log(`tidy: ${code.length} C++ files and ${sources.length} web files keep to what we agreed`);
