// Monday morning: each role opens Tenzij, sees what is asked of it, and does the most urgent of it, without a mouse.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { roles } from './pages.mjs';
import { axe, choose, everyScreen, house, openPage, press, settled, type } from './support.mjs';

const { server, browser } = house();

const open = async (role, width = 1280) => {
  const page = await openPage(browser, server, { role, width });
  await page.goto(server.address);
  await settled(page);
  return page;
};
const start = (page) => page.request.get(`${server.address}/api/v1/start`).then((answer) => answer.json());
const act = (page, wanted) => page.locator(`.ask__act[href="${wanted.path}"]`).first();
const read = (page, path) => page.request.get(`${server.address}/api/v1${path}`).then((answer) => answer.json());
const done = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};
// From the start page to where the first of this kind is done.
async function follow(page, kind) {
  const { asks } = await start(page);
  const wanted = asks.find((each) => each.kind === kind);
  assert.ok(wanted, `${kind} is asked`);
  if (!(await act(page, wanted).isVisible())) await press(page, page.locator('summary', { hasText: /^Nog / }).first());
  await press(page, act(page, wanted));
  await page.waitForURL((url) => url.pathname === wanted.path.split(/[?#]/)[0]);
  await settled(page);
  return wanted;
}
const asked = async (page, wanted) =>
  (await start(page)).asks.find((each) => each.kind === wanted.kind && each.path === wanted.path)?.count ?? 0;
const button = (where, name) => where.getByRole('button', { name }).first();
// What was pressed is gone, and the focus stands on something of the page still.
async function pressAway(page, locator) {
  const element = await locator.elementHandle();
  await press(page, locator);
  await page.waitForFunction((gone) => !gone.isConnected, element);
}

describe('a Monday', () => {
  it('of a budget holder: an unless is decided and asked no more', async () => {
    const page = await open('budget_holder');
    assert.equal((await start(page)).asks[0].urgency, 'late');
    const wanted = await follow(page, 'unless_proposed');
    await pressAway(page, button(page.locator(`section#${wanted.theme}`), 'Akkoord: tenzij'));
    assert.equal(await asked(page, wanted), 0);
    await done(page);
  });

  it('of a buyer: a task is done', async () => {
    const page = await open('procurement_advisor');
    const wanted = await follow(page, 'task');
    const box = page.getByRole('checkbox', { name: wanted.detail });
    await press(page, box, 'Space');
    await page.waitForFunction((box) => box.checked && !box.disabled, await box.elementHandle());
    await page.waitForFunction(() => document.activeElement?.matches('input[type=checkbox]'));
    assert.equal(await asked(page, wanted), wanted.count - 1);
    await done(page);
  });

  it('of an adviser on impact: a suggested link is confirmed', async () => {
    const page = await open('impact_advisor');
    const wanted = await follow(page, 'links');
    const listed = await read(page, '/links?state=suggested&upperKind=goal&lowerKind=purchase');
    assert.equal(wanted.count, listed.total);
    await page.locator('[data-link]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('y');
    await page.locator('[data-link]').getByText('Bevestigd', { exact: true }).first().waitFor();
    assert.equal(await asked(page, wanted), wanted.count - 1);
    await done(page);
  });

  it('of a coordinator of social return: a report of somebody else is verified', async () => {
    const page = await open('sroi_coordinator');
    const wanted = await follow(page, 'moment_to_judge');
    await pressAway(page, button(page, `Verifieer ${wanted.detail}`));
    assert.equal(await asked(page, wanted), wanted.count - 1);
    await done(page);
  });

  it('of a contract manager: what is late is reported', async () => {
    const page = await open('contract_manager');
    const wanted = await follow(page, 'moment_late');
    await press(page, button(page, `Rapporteer ${wanted.detail}`));
    const form = page.getByRole('form', { name: new RegExp(`^Rapporteer ${wanted.detail}`) });
    await page.waitForFunction((form) => form.contains(document.activeElement), await form.elementHandle());
    await page.keyboard.type('12');
    await type(page, form.getByRole('textbox').last(), 'Gehaald, zie de foto van het werk');
    await pressAway(page, button(form, 'Rapporteer'));
    assert.equal(await asked(page, wanted), wanted.count - 1);
    await done(page);
  });

  it('of a director: a second look is given', async () => {
    const page = await open('director');
    const wanted = await follow(page, 'unless_second_look');
    await pressAway(page, button(page.locator(`section#${wanted.theme}`), 'Akkoord: tenzij'));
    assert.equal(await asked(page, wanted), 0);
    await done(page);
  });

  it('of an administrator: a notice gets its unit', async () => {
    const page = await open('administrator');
    await follow(page, 'unassigned');
    await press(page, page.locator('main a[href*="/aankondigingen/0"]').first());
    await page.waitForURL(/\/aankondigingen\//);
    await settled(page);
    await choose(page, page.getByLabel('Onderdeel', { exact: true }), 'Ruimte');
    await page.waitForFunction(
      async () => !(await (await fetch('/api/v1/start')).json()).asks.some((each) => each.kind === 'unassigned'),
    );
    await done(page);
  });

  it('of an entrepreneur: an answer is sent', async () => {
    const page = await open('entrepreneur');
    const wanted = await follow(page, 'invited');
    const form = page.getByRole('form', { name: 'Reactie op het geheel' });
    await type(page, form.getByLabel('Uw reactie'), 'Met deze regels kan een kleine werkplaats meedoen.');
    await press(page, button(form, 'Versturen'));
    await press(page, button(page, 'Ik ben klaar'));
    await page.getByText('Dank u wel').waitFor();
    assert.equal(await asked(page, wanted), 0);
    await done(page);
  });

  it('of a council member: what came of a sentence is followed to its purchases', async () => {
    const page = await open('council_member');
    await page.getByRole('heading', { name: 'Wat kwam er van onze zinnen?' }).waitFor();
    await page.locator('blockquote').first().waitFor();
    assert.equal(await page.locator('blockquote').count(), 5);
    await press(page, page.getByRole('link', { name: /Volg deze zin/ }).first());
    await page.waitForURL(/rode-draad\?van=clause:/);
    await done(page);
  });

  for (const [role, kind] of [
    ['alderman', 'goals_unserved'],
    ['board_member', 'with_impact'],
  ])
    it(`of a ${role}: nothing waits, and the number that matters opens its rows`, async () => {
      const page = await open(role);
      const { asks, figures } = await start(page);
      assert.deepEqual(asks, []);
      const figure = figures.find((each) => each.kind === kind);
      await press(page, page.locator(`main a[data-count][href="${figure.path}"]`).first());
      await page.locator(`[data-total="${figure.count}"]`).waitFor();
      await done(page);
    });

  it('of a citizen: nothing is asked, and it says when something would be', async () => {
    const page = await open('citizen');
    assert.deepEqual((await start(page)).asks, []);
    await page.getByText('Nodigt de gemeente u uit om te reageren, dan staat dat hier.').waitFor();
    await press(page, page.getByRole('link', { name: 'Woordenlijst' }));
    await page.getByRole('heading', { level: 1, name: 'Woordenlijst' }).waitFor();
    await done(page);
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
