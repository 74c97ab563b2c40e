// Judging links in a real browser. Run by ./test; alone: node --test tests/browser/links.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axe, everyScreen, openBrowser, openPage, settled, Server } from './support.mjs';

let server;
let browser;
before(async () => {
  server = new Server();
  await server.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  server?.remove();
});

const path = '/beleid/koppelingen';
const left = async (page) =>
  Number(
    /\d+/.exec(
      await page
        .getByRole('status')
        .filter({ hasText: /voorstel/ })
        .innerText(),
    )[0],
  );
const until = (page, count) =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('[role=status]')].some((each) =>
        new RegExp(`Nog ${wanted} voorstel`).test(each.textContent),
      ),
    count,
  );
const api = async (page, where) => (await page.request.get(`${server.address}/api/v1${where}`)).json();

async function open(role, where = path, width = 1280) {
  const page = await openPage(browser, server, { role, width });
  await page.goto(server.address + where);
  await settled(page);
  await page.locator('[data-link]').first().waitFor();
  return page;
}

describe('judging links', () => {
  for (const width of [1280, 360]) {
    it(`has no axe violation and fits ${width} pixels`, async () => {
      const page = await openPage(browser, server, { role: 'impact_advisor', width });
      const goals = (await api(page, '/goals')).items;
      const goal = goals.find((each) => each.title === 'Helft van het groen ecologisch beheerd').id;
      await everyScreen(page, server, [
        path,
        `${path}?staat=bevestigd`,
        `${path}?staat=afgewezen`,
        `${path}?van=goal:${goal}`,
        `/beleid/doelen/${goal}`,
      ]);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
  }

  it('goes by keyboard, says how many are left, and takes back', async () => {
    const page = await open('impact_advisor');
    const total = (await api(page, '/links?upperKind=goal&lowerKind=purchase&limit=1')).total;
    assert.equal(await left(page), total);
    const items = page.locator('[data-link]');
    await items.first().focus();
    await page.keyboard.press('j');
    const focused = (place) =>
      page.waitForFunction((at) => document.activeElement === document.querySelectorAll('[data-link]')[at], place);
    await focused(1);
    await page.keyboard.press('k');
    await focused(0);
    await page.keyboard.press('y');
    await until(page, total - 1);
    await items.nth(0).getByText('Bevestigd', { exact: true }).waitFor();
    await page.waitForFunction(() => document.activeElement === document.querySelectorAll('[data-link]')[1]);
    await page.keyboard.press('n');
    await until(page, total - 2);
    await items.nth(1).getByText('Afgewezen', { exact: true }).waitFor();
    await page.keyboard.press('u');
    await until(page, total - 1);
    await page.reload();
    await settled(page);
    await until(page, total - 1);
    const mine = await api(page, '/links?state=confirmed&upperKind=goal&lowerKind=purchase&limit=200');
    assert.ok(mine.items.some((each) => each.person === 'Noor Hasselt'));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('tells the second of two who was first', async () => {
    const one = await open('impact_advisor');
    const other = await open('procurement_advisor');
    const name = await one.locator('[data-link]').first().getAttribute('data-link');
    await one.locator(`[data-link="${name}"]`).focus();
    await one.keyboard.press('y');
    await one.locator(`[data-link="${name}"]`).getByText('Bevestigd', { exact: true }).waitFor();
    await other.locator(`[data-link="${name}"]`).focus();
    await other.keyboard.press('n');
    await other
      .locator(`[data-link="${name}"]`)
      .getByText(/Noor Hasselt was u voor/)
      .waitFor();
    await other.locator(`[data-link="${name}"]`).getByText('Bevestigd', { exact: true }).waitFor();
    assert.deepEqual(await axe(other), []);
    await one.context().close();
    await other.context().close();
  });

  it('judges one purchase to the end with buttons, and the purchase says by whom', async () => {
    const page = await open('procurement_advisor');
    const pair = (await api(page, '/links?upperKind=goal&lowerKind=purchase&limit=200')).items.at(-1);
    await page.goto(`${server.address}/inkopen/${pair.lower.id}`);
    await settled(page);
    await page.getByRole('link', { name: 'Bekijk en bevestig' }).click();
    await page.waitForURL(`**${path}?van=purchase:${pair.lower.id}`);
    await page.locator('[data-link]').first().waitFor();
    const count = await page.locator('[data-link]').count();
    for (let i = 0; i < count; ++i) {
      const item = page.locator('[data-link]').nth(i);
      await item.getByRole('button', { name: /^Klopt ?:/ }).click();
      await item.getByText('Bevestigd', { exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Afronden' }).click();
    await page.getByRole('heading', { name: 'Alle voorstellen zijn bekeken' }).waitFor();
    await page.goto(`${server.address}/inkopen/${pair.lower.id}`);
    await settled(page);
    const served = page.getByRole('region', { name: 'Doelen die deze inkoop dient' });
    await served.getByRole('link', { name: pair.upper.title }).waitFor();
    await served
      .getByText(/Fatima el Amrani/)
      .first()
      .waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
