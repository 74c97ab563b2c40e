// Every page at 360, 768 and 1440 pixels, laid out in one page to look through. Usage: scripts/screenshots [role]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, records } from '../tests/browser/pages.mjs';
import { home, openBrowser, Server, settled } from '../tests/browser/support.mjs';

const [role = 'impact_advisor'] = process.argv.slice(2);
const widths = [360, 768, 1440];
const folder = join(home, 'build', 'screenshots');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const server = new Server();
await server.start();
const browser = await openBrowser();
const rows = [];
try {
  for (const width of widths) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale: 'nl-NL',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.request.post(`${server.address}/api/v1/sessions`, { data: { userName: role, password: 'tenzij-demo' } });
    const read = async (path) => (await page.request.get(`${server.address}/api/v1${path}`)).json();
    const all = [...pages, ...(await records(read))];
    for (const [at, path] of all.entries()) {
      await page.goto(server.address + path);
      await settled(page);
      const file = `${at}-${width}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: true });
      rows[at] ??= { path, title: await page.title(), files: [] };
      rows[at].files.push(file);
    }
    await context.close();
    console.error(`${width} pixels: ${all.length} pages`);
  }
} finally {
  await browser.close();
  await server.stop();
  server.remove();
}

const escape = (text) => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
const section = ({ path, title, files }) =>
  `<section><h2>${escape(title)} <small>${escape(path)}</small></h2><div>${files
    .map(
      (file, i) =>
        `<a href="${file}"><img loading="lazy" src="${file}" alt="${widths[i]} px" style="width:${[18, 30, 50][i]}%"></a>`,
    )
    .join('')}</div></section>`;
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><html lang="nl"><meta charset="utf-8"><title>Tenzij: ${escape(role)}</title>
<style>body{font:16px sans-serif;margin:1rem}section{margin-block:2rem}img{vertical-align:top;border:1px solid #999;margin-right:.5rem;max-height:60rem;object-fit:cover;object-position:top}small{color:#555;font-weight:normal}</style>
<h1>${escape(role)}</h1>${rows.map(section).join('\n')}</html>`,
);
console.log(join(folder, 'index.html'));
