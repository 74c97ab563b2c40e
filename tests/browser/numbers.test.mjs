// Every number on every page, for every role, opens as many rows as it says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pages, records, roles } from './pages.mjs';
import { house, openPage, settled } from './support.mjs';

const { server, browser } = house();

// To another page without loading the program again, as a click on a link does.
const go = (page, path) =>
  page.evaluate((to) => {
    globalThis.history.pushState({}, '', to);
    globalThis.dispatchEvent(new PopStateEvent('popstate'));
  }, path);

const numbersOn = (page) =>
  page.evaluate(() => {
    document.querySelectorAll('details').forEach((each) => (each.open = true));
    const links = [...document.querySelectorAll('main a[href]')];
    return {
      doors: links
        .filter((each) => each.dataset.count !== undefined)
        .map((each) => [each.getAttribute('href'), Number(each.dataset.count)]),
      // A number that leads somewhere says what it counts; only page numbers do not.
      bare: links
        .filter((each) => each.dataset.count === undefined && !each.closest('.pager'))
        .filter((each) => /^[\d.]+ ?%?$/.test(each.textContent.trim()))
        .map((each) => each.outerHTML.slice(0, 200)),
    };
  });

// What the place says that it has, once it says so.
async function rowsAt(page, path, count) {
  await go(page, path);
  const right = (wanted) =>
    [...document.querySelectorAll('main [data-total]')].some((each) => Number(each.dataset.total) === wanted);
  const said = await page.waitForFunction(right, count, { timeout: 8000 }).catch(() => null);
  if (said) return count;
  return page.evaluate(() =>
    [...document.querySelectorAll('main [data-total]')].map((each) => each.dataset.total).join(),
  );
}

describe('every number opens exactly its rows', () => {
  const tried = new Set();
  for (const role of roles)
    it(`for the ${role}`, async (t) => {
      const page = await openPage(browser, server, { role });
      const faults = [];
      const todo = new Map();
      const read = async (path) => (await page.request.get(`${server.address}/api/v1${path}`)).json();
      const all = role === 'impact_advisor' ? [...pages, ...(await records(read))] : pages;
      await page.goto(`${server.address}/over`);
      await settled(page);
      for (const path of all) {
        await page.evaluate(() => (document.title = ''));
        await go(page, path);
        const titled = page.waitForFunction(() => document.title !== '', null, { timeout: 5000 });
        if (!(await titled.catch(() => null))) faults.push(`${path} has no title`);
        await settled(page);
        const { doors, bare } = await numbersOn(page);
        faults.push(...bare.map((each) => `${path}: ${each}`));
        for (const [href, count] of doors)
          if (!tried.has(`${href} ${count}`)) todo.set(`${href} ${count}`, { path, href, count });
      }
      for (const [key, { path, href, count }] of todo) {
        const rows = await rowsAt(page, href, count);
        if (rows !== count) faults.push(`${path}: ${count} -> ${href}: ${rows}`);
        tried.add(key);
      }
      t.diagnostic(`${todo.size} numbers`);
      assert.deepEqual(faults, []);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
});
