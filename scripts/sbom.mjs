// CycloneDX 1.5 from what is really there: lockfiles, the dynamic linker's answer about the program, and dpkg.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path) => readFileSync(path, 'utf8');
const run = (program, ...args) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const lockfiles = ['web', 'tools/typst', 'tools/node', 'bench'];
// One identifier, or an expression of several.
const licences = (text) =>
  !text
    ? []
    : /\s/.test(text)
      ? [{ expression: text.replace(/^\((.*)\)$/, '$1') }]
      : [{ license: /^[A-Za-z0-9.+-]+$/.test(text) ? { id: text } : { name: text } }];

// `scope`: what only builds, tests or measures is not in what runs.
function npm(folder) {
  const lock = JSON.parse(read(join(home, folder, 'package-lock.json')));
  return Object.entries(lock.packages)
    .filter(([path, each]) => path !== '' && !each.link)
    .map(([path, each]) => {
      const name = each.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const [algorithm, value] = (each.integrity ?? '').split(' ')[0].split(/-(.*)/s);
      return {
        type: 'library',
        'bom-ref': `${folder}:${path}`,
        name,
        version: each.version,
        purl: `pkg:npm/${name.replace('@', '%40')}@${each.version}`,
        scope:
          each.dev || folder === 'bench' || folder === 'tools/node'
            ? 'excluded'
            : each.optional
              ? 'optional'
              : 'required',
        ...(algorithm === 'sha512' && {
          hashes: [{ alg: 'SHA-512', content: Buffer.from(value, 'base64').toString('hex') }],
        }),
        licenses: licences(each.license),
        properties: [{ name: 'tenzij:lockfile', value: `${folder}/package-lock.json` }],
      };
    });
}

function linked() {
  const program = join(home, 'build', 'release', 'tenzij');
  if (!existsSync(program)) throw new Error('build/release/tenzij is missing: scripts/build');
  const files = [...run('ldd', program).matchAll(/(\/\S+) \(0x/g)].map(([, path]) => realpathSync(path));
  const owners = new Set();
  for (const file of files) {
    // A merged /usr: dpkg may know the file without it.
    for (const path of [file, file.replace(/^\/usr/, '')]) {
      try {
        owners.add(run('dpkg-query', '-S', path).split(':')[0]);
        break;
      } catch {
        continue;
      }
    }
  }
  return owners;
}

// Names in scripts/setup of what the server is built from and runs; a machine may lack some.
function setUp() {
  const list = /^packages=\(([^)]*)\)/ms.exec(read(join(home, 'scripts', 'setup')))[1];
  return list.split(/\s+/).filter(Boolean);
}

// The licence names of the machine-readable copyright file; Debian's names, not always of the SPDX list.
function licenceNames(name) {
  const file = `/usr/share/doc/${name}/copyright`;
  if (!existsSync(file)) return [];
  const names = [...new Set([...read(file).matchAll(/^License:[ \t]*(\S.*)$/gm)].map(([, licence]) => licence.trim()))];
  // Older packages say it in prose only.
  return (names.length > 0 ? names : [`in words: ${file}`]).map((each) => ({ license: { name: each } }));
}

function debian(name, scope) {
  let line;
  try {
    line = run('dpkg-query', '-W', '-f', '${Version} ${Architecture} ${db:Status-Status}', name).split(' ');
  } catch {
    return [];
  }
  const [version, architecture, status] = line;
  if (status !== 'installed') return [];
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-12`;
  return [{ type: 'library', 'bom-ref': purl, name, version, purl, scope, licenses: licenceNames(name) }];
}

const version = /^project\(tenzij VERSION (\S+)/m.exec(read(join(home, 'CMakeLists.txt')))[1];
const libraries = linked();
const packages = [
  ...[...libraries].sort().flatMap((name) => debian(name, 'required')),
  ...setUp()
    .filter((name) => !libraries.has(name))
    .flatMap((name) => debian(name, 'optional')),
];
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': 'tenzij',
      name: 'tenzij',
      version,
      licenses: [{ license: { id: 'EUPL-1.2' } }],
    },
  },
  components: [...packages, ...lockfiles.flatMap(npm)],
};
console.log(JSON.stringify(bom, null, 2));
