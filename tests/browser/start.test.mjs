// Monday morning: each role opens Tenzij, sees what is asked of it, and does the most urgent of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { roles } from './pages.mjs';
import { axe, everyScreen, house, openPage, settled } from './support.mjs';

const { server, browser } = house();

const open = async (role, width = 1280) => {
  const page = await openPage(browser, server, { role, width });
  await page.goto(server.address);
  await settled(page);
  return page;
};
const start = (page) => page.request.get(`${server.address}/api/v1/start`).then((answer) => answer.json());
const act = (page, kind, asks) => page.locator(`.ask__act[href="${asks.find((each) => each.kind === kind).path}"]`);

describe('the start page', () => {
  it('a budget holder decides on an unless in two clicks, and it is asked no more', async () => {
    const page = await open('budget_holder');
    const { asks } = await start(page);
    assert.equal(asks[0].urgency, 'late');
    const wanted = asks.find((each) => each.kind === 'unless_proposed');
    const row = page.locator(`.ask__act[href="${wanted.path}"]`);
    if (!(await row.isVisible())) assert.fail('what is late stands without unfolding');
    await row.click();
    const theme = page.locator(`section#${wanted.theme}`);
    await theme.getByRole('button', { name: 'Akkoord: tenzij' }).click();
    await theme.getByRole('button', { name: 'Akkoord: tenzij' }).waitFor({ state: 'detached' });
    const left = (await start(page)).asks;
    assert.ok(!left.some((each) => each.path === wanted.path));
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('a buyer comes to the tasks of the purchase that waits longest', async () => {
    const page = await open('procurement_advisor');
    const { asks } = await start(page);
    await act(page, asks[0].kind, asks).first().click();
    await page.getByRole('heading', { level: 1, name: asks[0].title }).waitFor();
    await page.getByText(asks[0].detail).first().waitFor();
    await page.context().close();
  });

  it('an adviser comes from the number of suggested links to as many links', async () => {
    const page = await open('impact_advisor');
    const { asks } = await start(page);
    const links = asks.find((each) => each.kind === 'links');
    const listed = await page.request
      .get(`${server.address}/api/v1/links?state=suggested&upperKind=goal&lowerKind=purchase`)
      .then((answer) => answer.json());
    assert.equal(links.count, listed.total);
    await act(page, 'links', asks).click();
    await page.getByRole('heading', { level: 1, name: 'Koppelingen' }).waitFor();
    await page.context().close();
  });

  it('a director comes to what was published without a decision', async () => {
    const page = await open('director');
    const { asks } = await start(page);
    const wanted = asks.find((each) => each.kind === 'published_undecided');
    await page.locator(`.ask__act[href="${wanted.path}"]`).click();
    await page.getByRole('heading', { level: 1, name: wanted.title }).waitFor();
    await page.context().close();
  });

  it('a council member reads what came of a sentence and follows it', async () => {
    const page = await open('council_member');
    await page.getByRole('heading', { name: 'Wat kwam er van onze zinnen?' }).waitFor();
    await page.locator('blockquote').first().waitFor();
    assert.equal(await page.locator('blockquote').count(), 5);
    await page
      .getByRole('link', { name: /Volg deze zin/ })
      .first()
      .click();
    await page.waitForURL(/rode-draad\?van=clause:/);
    await page.context().close();
  });
});

describe('for everybody', () => {
  for (const role of roles)
    it(`it can be read by the ${role} with any aid`, async () => {
      const page = await open(role);
      await page.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });

  it('fits a phone', async () => {
    for (const role of ['procurement_advisor', 'council_member', 'administrator']) {
      const page = await open(role, 360);
      await everyScreen(page, server, ['/']);
      await page.context().close();
    }
  });
});
