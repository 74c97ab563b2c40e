// From the files of a bundle to the packages they are from, with licence and its text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The innermost package folder of a file below node_modules; nothing for our own files.
function folderOf(file) {
  const at = file.lastIndexOf('/node_modules/');
  if (at < 0) return null;
  const parts = file.slice(at + '/node_modules/'.length).split('/');
  return join(file.slice(0, at), 'node_modules', parts[0].startsWith('@') ? join(parts[0], parts[1]) : parts[0]);
}

function textOf(folder) {
  const name = readdirSync(folder).find((each) => /^licen[cs]e(\.|$)/i.test(each));
  return name ? readFileSync(join(folder, name), 'utf8').trim() : '';
}

export function licencesOf(files) {
  const folders = new Set(
    files
      .map((file) => folderOf(file.replace(/^\0/, '').replace(/\?.*$/, '')))
      .filter((folder) => folder && existsSync(join(folder, 'package.json'))),
  );
  return [...folders]
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return {
        name,
        version,
        licence: typeof license === 'string' ? license : (license?.type ?? 'unknown'),
        text: textOf(folder),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
}
