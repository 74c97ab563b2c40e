// Contracts in a real browser: what is late first, a report that somebody else verifies, and a sum that one can redo.
// Run by ./test; alone: node --test tests/browser/contract.test.mjs
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axe, everyScreen, house, openPage, settled } from './support.mjs';

const { server, browser } = house();
const api = async (page, path) => (await page.request.get(`${server.address}/api/v1${path}`)).json();

describe('every screen of contracts', () => {
  for (const [width, scheme] of [
    [1280, 'light'],
    [360, 'dark'],
  ]) {
    it(`has no axe violation and fits ${width} pixels, ${scheme}`, async () => {
      const page = await openPage(browser, server, { role: 'sroi_coordinator', scheme, width });
      const one = async (query) => (await api(page, `/contracts?${query}`)).items[0].id;
      const late = await one('late=true');
      const draft = await one('states=draft');
      const paths = [
        '/contracten',
        '/contracten?telaat=ja',
        '/contracten/nieuw',
        '/contracten/regels',
        '/contracten/leveranciers',
        `/contracten/${late}`,
        `/contracten/${draft}`,
      ];
      const more = [
        '/contracten/komt',
        '/contracten/social-return',
        '/contracten/herinneringen',
        '/contracten/bewaartermijn',
        '/inlezen/contracts',
        `/contracten/${late}/opvolger`,
      ];
      await everyScreen(page, server, [...paths, ...more, `/contracten/${draft}/wijzigen`]);
      await page.goto(`${server.address}/contracten/${late}`);
      await page.getByRole('heading', { name: 'Wat is er beloofd' }).waitFor();
      await settled(page);
      const outline = page.getByRole('navigation', { name: 'Op deze pagina' });
      assert.equal(await outline.isVisible(), width > 1000, 'beside the page where there is room');
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(height <= 6000, `the page of a contract is ${height} pixels long`);
      await page.context().close();
    });
  }
});

describe('social return of all contracts', () => {
  it('opens exactly what it counts, and its sum needs no scrolling sideways on a phone', async () => {
    const page = await openPage(browser, server, { role: 'sroi_coordinator', width: 360 });
    await page.goto(`${server.address}/contracten/social-return`);
    await settled(page);
    const doors = page.getByRole('navigation', { name: 'Wat aandacht vraagt' }).getByRole('link');
    assert.equal(await doors.count(), 6, 'all, behind, silent, to look at, plan, to settle');
    const silent = page.getByRole('link', { name: /^Zwijgt/ });
    const count = await silent.getAttribute('data-count');
    assert.notEqual(count, '0');
    await silent.click();
    await page.locator(`[data-total="${count ?? ''}"]`).waitFor();
    const first = page.getByRole('rowheader').first();
    await first.getByRole('link').click();
    await page.getByRole('heading', { name: 'Social return' }).waitFor();
    const table = page.locator('.table--stacked');
    await table.waitFor();
    const scrolls = await table.evaluate((element) => {
      const holder = element.parentElement ?? element;
      return holder.scrollWidth - holder.clientWidth;
    });
    assert.ok(scrolls <= 0, `${String(scrolls)} pixels to scroll sideways`);
    await page.goto(`${server.address}/contracten/komt`);
    await settled(page);
    await page.locator('summary', { hasText: 'Per maand' }).click();
    const cell = page.getByRole('cell').getByRole('link').first();
    const dates = await cell.getAttribute('data-count');
    await cell.click();
    await page.locator(`[data-total="${dates ?? ''}"]`).waitFor();
    await page.context().close();
  });
});

describe('what was promised', () => {
  it('is reported by one and verified by another, and the sum can be redone by hand', async () => {
    const manager = await openPage(browser, server, { role: 'contract_manager' });
    await manager.goto(`${server.address}/contracten?telaat=ja&sorteer=-late`);
    await settled(manager);
    await manager.getByRole('row').nth(1).getByRole('link').click();
    await manager.getByRole('heading', { name: 'Wat is er beloofd' }).waitFor();
    const address = manager.url();
    const first = manager.getByRole('article').first();
    await first.getByText('te laat sinds').first().waitFor();
    await first
      .getByRole('button', { name: /^Rapporteer/ })
      .first()
      .click();
    await first.getByRole('spinbutton', { name: 'Wat is er gedaan' }).fill('41');
    await first.getByRole('textbox', { name: 'Toelichting' }).fill('Zie het logboek');
    await first.getByRole('button', { name: 'Rapporteer', exact: true }).click();
    await first.getByText('gerapporteerd 41').first().waitFor();
    const line = manager.getByRole('listitem').filter({ hasText: 'gerapporteerd 41' });
    assert.equal(await line.getByRole('button', { name: /^Verifieer/ }).count(), 0, 'nobody verifies an own report');

    const coordinator = await openPage(browser, server, { role: 'sroi_coordinator' });
    await coordinator.goto(address);
    await settled(coordinator);
    const theirs = coordinator.getByRole('listitem').filter({ hasText: 'gerapporteerd 41' });
    await theirs.getByRole('button', { name: /^Verifieer/ }).click();
    await theirs.getByText('geverifieerd 41').waitFor();
    await theirs.getByRole('button', { name: /^Heropen/ }).waitFor();
    assert.deepEqual(coordinator.faults, []);

    // The rows of the sum add up to what stands below it.
    const contracts = (await api(coordinator, '/contracts?states=in_force&pageSize=100')).items;
    let found = '';
    for (const each of contracts) {
      const state = await api(coordinator, `/contracts/${each.id}/social-return`);
      if (state.verified.lines.some((row) => row.kind === 'placement')) found = each.id;
    }
    await coordinator.goto(`${server.address}/contracten/${found}`);
    const sum = coordinator.getByRole('table', { name: 'De som' });
    await sum.waitFor();
    const cents = (text) => Math.round(Number(text.replace(/[^\d,-]/g, '').replace(',', '.')) * 100);
    const amounts = await sum.locator('tbody td.num').allTextContents();
    const below = cents(await sum.locator('tfoot td.num').textContent());
    assert.equal(
      Math.abs(amounts.map(cents).reduce((a, b) => a + b, 0)),
      below,
      'never below zero: the words say which',
    );
    assert.match(await sum.locator('tbody').textContent(), /× 36\/36 uur|× [\d,]+\/36 uur × \d+\/365 dagen/);
    await manager.context().close();
    await coordinator.context().close();
  });

  it('warns of a change with its article, and takes it back', async () => {
    const manager = await openPage(browser, server, { role: 'contract_manager' });
    const items = (await api(manager, '/contracts?states=in_force&pageSize=100')).items;
    const contract = items.find((each) => each.valueCents && each.startOn < '2026-01-01');
    await manager.goto(`${server.address}/contracten/${contract.id}`);
    await manager.getByText('Wijzig de waarde', { exact: true }).first().click();
    const form = manager.getByRole('form', { name: 'Wijzig de waarde' });
    await form.getByRole('textbox', { name: 'Vanaf', exact: true }).fill('1-10-2026');
    await form.getByRole('textbox', { name: 'Nieuwe waarde' }).fill(String((contract.valueCents / 100) * 3));
    await form.getByRole('combobox', { name: 'Grond' }).selectOption('d');
    await form.getByRole('textbox', { name: 'Waarom' }).fill('Er komt een wijk bij');
    await form.getByRole('button', { name: 'Wijzig de waarde' }).click();
    const line = manager.getByRole('listitem').filter({ hasText: 'Er komt een wijk bij' });
    await line.getByText(/artikel 2\.163d\): ten hoogste/).waitFor();
    await line.getByText('Aankondiging nog te publiceren').waitFor();
    await line.getByRole('button', { name: /^Neem terug/ }).click();
    await line.getByText('Teruggenomen', { exact: true }).waitFor();
    assert.equal(await line.getByText('Aankondiging nog te publiceren').count(), 0);
    assert.deepEqual(manager.faults, []);
    await manager.context().close();
  });

  it('shows no groups of people to who does not judge them', async () => {
    const page = await openPage(browser, server, { role: 'director' });
    const contracts = (await api(page, '/contracts?states=in_force&pageSize=100')).items;
    for (const each of contracts.slice(0, 8)) {
      const answer = await page.request.get(`${server.address}/api/v1/contracts/${each.id}/placements`);
      assert.equal(answer.status(), 403);
    }
    await page.context().close();
  });
});

describe('what ends without a successor', () => {
  it('becomes a planned purchase in three clicks, filled in with what the contract says', async () => {
    const page = await openPage(browser, server, { role: 'contract_manager' });
    await page.goto(`${server.address}/beleid/gaten`);
    await settled(page);
    await page.goto(`${server.address}/beleid/gaten?soort=contract_without_successor`);
    await settled(page);
    const table = page.getByRole('table', { name: 'Gaten in de rode draad' });
    const title = await table.getByRole('link').first().textContent();
    await table.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: `Opvolger van ${title}` }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Naam van de inkoop' }).inputValue(), title);
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Plan deze inkoop' }).click();
    await page.waitForURL(/\/inkopen\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
});
