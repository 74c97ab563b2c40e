// What everybody sees: made public by a buyer, found by a citizen without script, by an entrepreneur as what fits, and withdrawn.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axe, everyScreen, house, openPage, press, settled, type } from './support.mjs';

const { server, browser } = house();
const site = () => `${server.address}/open/GM9999`;

describe('what everybody sees', () => {
  it('a buyer sees what becomes public, makes it so, and takes it back', async () => {
    const page = await openPage(browser, server, { role: 'procurement_advisor' });
    await page.goto(`${server.address}/inkopen?status=komend&openbaar=nee&klein=nee`);
    await settled(page);
    const open = Number(await page.locator('main [data-total]').first().getAttribute('data-total'));
    const box = page.locator('main tbody input[type=checkbox]').first();
    const title = await page.locator('main tbody tr a').first().innerText();
    await press(page, box, 'Space');
    await press(page, page.getByRole('button', { name: /^Maak openbaar/ }).first());
    const dialog = page.locator('dialog[open]');
    await dialog.getByText('1 inkoop wordt openbaar, met precies dit:').waitFor();
    assert.match(await dialog.locator('.dialog__list').innerText(), new RegExp(title.slice(0, 20)));
    assert.deepEqual(await axe(page), []);
    await press(page, dialog.getByRole('button', { name: 'Maak openbaar' }));
    await page.getByText('1 inkoop openbaar gemaakt.').waitFor();
    await page
      .locator(`main [data-total="${String(open - 1)}"]`)
      .first()
      .waitFor();
    assert.match(await (await page.request.get(`${site()}/inkopen`)).text(), new RegExp(title.slice(0, 20)));
    await press(page, page.getByRole('button', { name: 'Ongedaan maken' }));
    await page
      .locator(`main [data-total="${String(open)}"]`)
      .first()
      .waitFor();
    assert.doesNotMatch(await (await page.request.get(`${site()}/inkopen`)).text(), new RegExp(title.slice(0, 20)));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('a citizen without script learns what is coming and whom to ask in two clicks', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(site());
    await page.getByRole('link', { name: /^Alle \d+ komende inkopen$/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Komende inkopen' }).waitFor();
    assert.equal(await page.locator('a[href^="mailto:inkoopbureau@"]').count(), 1);
    const all = await page.locator('.cards > li').count();
    await page.getByLabel('Zoekwoorden').fill('warmtepomp');
    await page.getByRole('button', { name: 'Zoek' }).click();
    assert.equal(await page.locator('.cards > li').count(), 1);
    assert.ok(all > 1);
    await page.getByRole('link', { name: 'Doelen en resultaten' }).click();
    await page.locator('.cards h2 a').first().click();
    for (const part of ['Waar het op rust', 'Wat wij willen bereiken', 'Inkopen die eraan werken', 'Wat ervan kwam'])
      await page.getByRole('heading', { level: 2, name: part, exact: true }).waitFor();
    assert.deepEqual(await context.cookies(), []);
    await context.close();
  });

  it('the public pages can be read with any aid, on a phone and in both languages', async () => {
    const page = await openPage(browser, server, { width: 360 });
    const goal = /href="(\/open\/GM9999\/doelen\/[^"]+)"/.exec(
      await (await page.request.get(`${site()}/doelen`)).text(),
    )[1];
    for (const path of ['/open/GM9999', '/open/GM9999/inkopen?taal=en', '/open/GM9999/doelen', goal, '/open/GM0000']) {
      await page.goto(server.address + path);
      assert.deepEqual(await axe(page), [], path);
      assert.ok(
        (await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0,
        `${path} scrolls sideways`,
      );
    }
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('an entrepreneur keeps what is looked for, and sees what fits', async () => {
    const page = await openPage(browser, server, { role: 'entrepreneur' });
    await page.goto(server.address);
    await settled(page);
    await page.getByRole('heading', { name: 'Komende inkopen die bij u passen' }).waitFor();
    await press(page, page.locator('summary', { hasText: 'Wat u zoekt:' }));
    await press(page, page.getByRole('checkbox', { name: 'Energie en installaties' }), 'Space');
    await press(page, page.getByRole('button', { name: 'Bewaar wat ik zoek' }));
    await page.getByText('Bewaard wat u zoekt.').waitFor();
    const { fitting } = await (await page.request.get(`${server.address}/api/v1/coming-purchases`)).json();
    await press(page, page.locator(`main a[data-count="${fitting}"][href="/komende-inkopen?passend=ja"]`).first());
    await page.locator(`main [data-total="${fitting}"]`).waitFor();
    await everyScreen(page, server, ['/', '/komende-inkopen?passend=ja']);
    await page.context().close();
  });

  it('an administrator withdraws a part, which is gone for everybody, and the log says so', async () => {
    const page = await openPage(browser, server, { role: 'administrator' });
    await everyScreen(page, server, ['/openbaar', '/komende-inkopen']);
    await page.goto(`${server.address}/openbaar`);
    await settled(page);
    await press(page, page.getByRole('checkbox', { name: /^Komende inkopen/ }), 'Space');
    await type(page, page.getByLabel('Wie kan men vragen'), 'Loket inkoop');
    await press(page, page.getByRole('button', { name: 'Bewaar', exact: true }));
    await page.getByText('Bewaard.', { exact: true }).waitFor();
    assert.equal((await page.request.get(`${site()}/inkopen`)).status(), 404);
    await page
      .getByText(/Komende inkopen: ingetrokken/)
      .first()
      .waitFor();
    await press(page, page.getByRole('button', { name: 'Ongedaan maken' }));
    await page
      .getByText(/Komende inkopen: openbaar gemaakt/)
      .first()
      .waitFor();
    assert.equal((await page.request.get(`${site()}/inkopen`)).status(), 200);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
