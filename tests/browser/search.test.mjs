// The search over everything in a real browser. Run by ./test; alone: node --test tests/browser/search.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axe, everyScreen, openBrowser, openPage, Server, settled } from './support.mjs';

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

const field = (page) => page.getByRole('combobox', { name: 'Zoek' });
// Those of the box; a page may have lists to choose from of its own.
const options = (page) => page.getByRole('search').getByRole('option');

describe('the page with all that was found', () => {
  for (const scheme of ['light', 'dark']) {
    it(`has no axe violation and fits 360 pixels, ${scheme}`, async () => {
      const page = await openPage(browser, server, {
        role: 'impact_advisor',
        scheme,
        width: scheme === 'dark' ? 360 : 1280,
      });
      await everyScreen(page, server, [
        '/zoeken',
        '/zoeken?q=groen',
        '/zoeken?q=groen&soort=purchase',
        '/zoeken?q=qxzvwk',
      ]);
      await page.context().close();
    });
  }

  it('keeps its filters in the address and opens a record', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await page.goto(`${server.address}/zoeken?q=groen`);
    await page.getByRole('heading', { name: /^Inkoop / }).waitFor();
    await page.getByRole('main').getByLabel('Soort').selectOption({ label: 'Inkoop' });
    await page.waitForURL(/soort=purchase/);
    await page.waitForFunction(() => document.querySelectorAll('main section').length === 1);
    const link = page.getByRole('main').getByRole('listitem').getByRole('link').first();
    const title = (await link.innerText()).trim();
    await link.click();
    await page.waitForURL(/\/inkopen\//);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});

describe('the box in the header', () => {
  it('is reached, used and left by the keyboard, and remembers what was opened', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await page.goto(`${server.address}/inkopen`);
    await settled(page);
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    assert.equal(await field(page).inputValue(), '', 'the sign that opens it is not typed in it');
    await page.keyboard.type('groenonderhoud');
    await options(page).first().waitFor();
    assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
    assert.deepEqual(await axe(page), []);
    await page.getByRole('status').filter({ hasText: 'gevonden' }).waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[role="option"][aria-selected="true"]');
    await chosen.waitFor();
    assert.equal(await field(page).getAttribute('aria-activedescendant'), await chosen.getAttribute('id'));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => document.querySelectorAll('[role="option"]').length === 0 && location.pathname !== '/inkopen',
    );
    // Ctrl-K from anywhere; empty, it shows what was opened.
    await settled(page);
    await page.keyboard.press('Control+k');
    await page.getByText('Onlangs geopend').waitFor();
    assert.equal(await options(page).count(), 2);
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await page.getByText('Onlangs geopend').waitFor({ state: 'hidden' });
    // Enter without a choice is the page with everything.
    await page.keyboard.press('Control+k');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    await page.keyboard.type('groen');
    await options(page).first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/zoeken\?q=groen/);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('forgets when it is told to, and keeps nothing of one person for another', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await page.goto(`${server.address}/zoeken?q=groen`);
    await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
    await page.waitForURL((url) => url.pathname !== '/zoeken');
    await page.request.post(`${server.address}/api/v1/sessions`, {
      data: { userName: 'impact_advisor', password: 'tenzij-demo' },
    });
    await page.reload();
    await settled(page);
    await page.keyboard.press('Control+k');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    assert.equal(await options(page).count(), 0);
    await page.request.post(`${server.address}/api/v1/sessions`, {
      data: { userName: 'procurement_advisor', password: 'tenzij-demo' },
    });
    await page.reload();
    await settled(page);
    await page.keyboard.press('Control+k');
    await options(page).filter({ hasText: 'Wis deze lijst' }).click();
    await page.getByText('Onlangs geopend').waitFor({ state: 'hidden' });
    await page.reload();
    await settled(page);
    await page.keyboard.press('Control+k');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    assert.equal(await options(page).count(), 0);
    await page.context().close();
  });

  it('opens over the full width of a phone and says that there is nothing', async () => {
    const page = await openPage(browser, server, { role: 'council_member', width: 360 });
    await page.goto(`${server.address}/beleid`);
    await settled(page);
    await page.getByRole('button', { name: 'Zoek', exact: true }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    await page.keyboard.type('qxzvwk');
    await page.getByText('Niets gevonden.').waitFor();
    assert.deepEqual(await axe(page), []);
    const wide = await page.evaluate(
      () =>
        document.querySelector('.search__panel').getBoundingClientRect().width /
        document.body.getBoundingClientRect().width,
    );
    assert.ok(wide > 0.98, `the panel takes ${wide} of the width`);
    assert.ok(
      (await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0,
    );
    await page.getByRole('button', { name: 'Sluit' }).click();
    await field(page).waitFor({ state: 'hidden' });
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
