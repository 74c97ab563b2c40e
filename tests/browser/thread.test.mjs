// The red thread in a real browser: the alderman's question, with figures that equal what is counted by hand over other addresses.
// Run by ./test; alone: node --test tests/browser/thread.test.mjs
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axe, everyScreen, openBrowser, openPage, settled, Server } from './support.mjs';

let server;
let browser;
let page; // the alderman's
let sentence;
let hand; // what hangs on the sentence, counted over /red-thread and /purchases

const get = async (who, path) => (await who.request.get(`${server.address}/api/v1${path}`)).json();
const euros = (cents) =>
  new Intl.NumberFormat('nl-NL', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(cents / 100);
const figure = (name) =>
  page.locator('.figures:visible > div', { has: page.getByText(name, { exact: true }) }).locator('dd');
const box = (key) => page.locator(`.picture [data-key="${key}"]`);

before(async () => {
  server = new Server();
  await server.start();
  browser = await openBrowser();
  // Two people say which purchases serve the goals of the sentence; one purchase serves two of them.
  const advisor = await openPage(browser, server, { role: 'procurement_advisor' });
  const clauses = (await get(advisor, '/policy-clauses?search=circulair+koopt&mark=ambition')).items;
  sentence = `clause:${clauses[0].clauseId}`;
  const below = await get(advisor, `/red-thread?from=${sentence}&direction=down`);
  const goals = below.nodes.filter((node) => node.kind === 'goal' && !node.archived).map((node) => node.id);
  const linked = new Set(below.nodes.filter((node) => node.kind === 'purchase').map((node) => node.id));
  const free = (await get(advisor, '/purchases?statuses=preparation,planned,consultation,published')).items.filter(
    (each) => !linked.has(each.id),
  );
  for (const [purchase, goal] of [
    [0, 0],
    [0, 1],
    [1, 1],
    [2, 0],
  ]) {
    const answer = await advisor.request.put(
      `${server.address}/api/v1/purchases/${free[purchase].id}/goals/${goals[goal]}`,
    );
    assert.equal(answer.status(), 200, await answer.text());
  }
  const walked = (await get(advisor, `/red-thread?from=${sentence}&direction=down`)).nodes.filter(
    (node) => !node.archived,
  );
  const of = (kind) => walked.filter((node) => node.kind === kind);
  const all = [];
  for (const node of of('purchase')) all.push(await get(advisor, `/purchases/${node.id}`));
  // A call that serves a goal was bought too: as the purchase that it is of, or as itself when nobody planned it as one.
  for (const node of of('notice')) {
    const above = await get(advisor, `/red-thread?from=notice:${node.id}&direction=up`);
    const planned = above.edges.find((edge) => edge.upperKind === 'purchase' && edge.lowerId === node.id);
    if (!planned) all.push({ title: node.title, valueCents: node.valueCents });
    else if (!all.some((each) => each.id === planned.upperId))
      all.push(await get(advisor, `/purchases/${planned.upperId}`));
  }
  hand = {
    goals: of('goal').length,
    purchases: all,
    cents: all.reduce((sum, each) => sum + (each.valueCents ?? 0), 0),
    requirements: of('requirement').length,
  };
  assert.ok(hand.purchases.length >= 3);
  await advisor.context().close();
  page = await openPage(browser, server, { role: 'alderman' });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  server?.remove();
});

describe('what came of our sentence on a circular economy?', () => {
  it('is found from the picture of everything, by its column of policy', async () => {
    await page.goto(`${server.address}/beleid/rode-draad`);
    await settled(page);
    await page.locator('.picture .ribbon').first().waitFor({ state: 'attached' });
    assert.ok((await page.locator('.picture [data-key]').count()) <= 200);
    assert.deepEqual(await axe(page), []);
    await page
      .locator('.picture')
      .getByRole('link', { name: /^Beleid: \d+$/ })
      .click();
    await page.getByRole('heading', { name: 'Beleid: bevestigd' }).waitFor();
    await page.locator(`tbody a[href*="${sentence}"]`).first().click();
    await box(sentence).waitFor();
    assert.ok(page.url().includes(`van=${sentence}`));
  });

  it('has the figures that a hand count gives, and every number opens exactly its rows', async () => {
    assert.equal(await figure('Doelen').innerText(), String(hand.goals));
    assert.equal(await figure('Inkopen').innerText(), String(hand.purchases.length));
    assert.equal((await figure('Euro').innerText()).replaceAll(' ', ' '), euros(hand.cents).replaceAll(' ', ' '));
    assert.equal(await figure('Eisen').innerText(), String(hand.requirements));
    assert.deepEqual(await axe(page), []);
    await figure('Inkopen').getByRole('link').click();
    await page.getByRole('heading', { name: 'Inkoop: bevestigd' }).waitFor();
    await page.locator('tbody tr').first().waitFor();
    const titles = await page
      .locator('tbody th[scope=row] a:first-of-type')
      .evaluateAll((all) => all.map((each) => each.textContent).filter((text) => text !== 'Open'));
    assert.deepEqual(titles.sort(), hand.purchases.map((each) => each.title).sort());
    assert.deepEqual(await axe(page), []);
    for (const name of ['Doelen', 'Eisen', 'Voorgesteld', 'Gaten']) {
      await page.goto(`${server.address}/beleid/rode-draad?van=${sentence}`);
      await box(sentence).waitFor();
      const shown = Number((await figure(name).innerText()).replace('.', ''));
      if (shown === 0) continue;
      await figure(name).getByRole('link').click();
      const lead = page.locator('main .lead').last();
      await lead.filter({ hasText: /\d/ }).waitFor();
      await page.locator('tbody tr').first().waitFor();
      assert.equal(Number(/\d[\d.]*/.exec(await lead.innerText())[0].replace('.', '')), shown, name);
      if (shown <= 100) assert.equal(await page.locator('tbody tr').count(), shown, name);
    }
  });

  it('tells what is suggested apart, and goes back and forward', async () => {
    await page.goto(`${server.address}/beleid/rode-draad?van=${sentence}&breedte=euro`);
    await box(sentence).waitFor();
    const confirmed = await page.locator('.ribbon[data-state=confirmed]').count();
    assert.ok(confirmed > 0);
    const picture = await get(page, `/red-thread/picture?from=${sentence}&by=euro`);
    assert.equal(
      await page.locator('.ribbon[data-state=suggested]').count(),
      picture.links.filter((each) => each.suggested > 0).length,
    );
    const goal = picture.nodes.find((node) => node.kind === 'goal' && node.purchases > 0).key;
    await box(goal).click();
    await page.waitForURL((url) => url.searchParams.get('van') === goal && url.searchParams.get('breedte') === 'euro');
    await page.locator(`.picture .box--focus[data-key="${goal}"]`).waitFor();
    await box(sentence).waitFor();
    await page.goBack();
    await page.locator(`.picture .box--focus[data-key="${sentence}"]`).waitFor();
    await page.goForward();
    await page.locator(`.picture .box--focus[data-key="${goal}"]`).waitFor();
    await page.getByRole('link', { name: 'Toon alles' }).click();
    await page.waitForURL((url) => !url.searchParams.has('van') && url.searchParams.get('breedte') === 'euro');
  });

  it('is walked with the keyboard', async () => {
    await page.goto(`${server.address}/beleid/rode-draad?van=${sentence}`);
    await box(sentence).waitFor();
    for (let i = 0; i < 200; ++i) {
      if (await page.evaluate(() => document.activeElement?.hasAttribute('data-key'))) break;
      await page.keyboard.press('Tab');
    }
    const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-key'));
    assert.equal(await at(), sentence, 'the way in is the record asked for');
    await page.keyboard.press('ArrowRight');
    const goal = await at();
    assert.match(goal, /^goal:/);
    assert.ok((await page.locator('.picture .is-faded').count()) >= 0);
    await page.keyboard.press('ArrowLeft');
    assert.equal(await at(), sentence);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.locator(`.picture .box--focus[data-key="${goal}"]`).waitFor();
    await page.waitForFunction((key) => document.activeElement?.getAttribute('data-key') === key, goal);
  });

  it('is printed for the council on two pages', async () => {
    await page.goto(`${server.address}/beleid/rode-draad?van=${sentence}`);
    await box(sentence).waitFor();
    await page.evaluate(() => (window.print = () => (document.documentElement.dataset.printed = 'yes')));
    await page.getByRole('button', { name: 'Print voor de raad' }).click();
    assert.equal(await page.evaluate(() => document.documentElement.dataset.printed), 'yes');
    await page.locator('.council h2', { hasText: /aan zet/ }).waitFor({ state: 'attached' });
    const pdf = (
      await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } })
    ).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 2);
    await page.emulateMedia({ media: 'print' });
    const text = (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
    assert.ok(
      text.includes(euros(hand.cents).replaceAll('\u00a0', ' ')),
      `${euros(hand.cents)} in ${text.slice(0, 400)}`,
    );
    assert.match(text, /Wat ontbreekt/);
    assert.equal(await page.getByRole('button').count(), 0);
    await page.emulateMedia({ media: null });
    await page.goto(`${server.address}/beleid/rode-draad`);
    await page.locator('.council h2', { hasText: /aan zet/ }).waitFor({ state: 'attached' });
    const whole = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(whole.match(/\/Type\s*\/Page\b(?!s)/g).length, 2, 'of everything too');
    assert.deepEqual(page.faults, []);
  });

  it('is a list of levels on a phone', async () => {
    const phone = await openPage(browser, server, { role: 'council_member', width: 360, scheme: 'dark' });
    await everyScreen(phone, server, [
      '/beleid/rode-draad',
      `/beleid/rode-draad?van=${sentence}`,
      `/beleid/rode-draad/rijen?van=${sentence}&rijen=bevestigd&kolom=5`,
      '/beleid/rode-draad/rijen?rijen=gaten',
    ]);
    await phone.goto(`${server.address}/beleid/rode-draad?van=${sentence}`);
    await phone.locator('.levels').waitFor();
    assert.equal(await phone.locator('.picture').count(), 0);
    const first = phone.locator('.levels a[href*="van=purchase:"]').first();
    const title = await first.innerText();
    const { id } = hand.purchases.find((each) => title.includes(each.title));
    await first.click();
    await phone.waitForURL((url) => url.searchParams.get('van') === `purchase:${id}`);
    assert.deepEqual(phone.faults, []);
    await phone.context().close();
  });
});
