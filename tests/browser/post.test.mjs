// Messages: told, read, undone and chosen, by mouse and on a phone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { axe, everyScreen, house, openPage, settled } from './support.mjs';

const { server, browser } = house();

const personOf = async (role) => {
  const page = await openPage(browser, server, { role });
  const { person } = await (await page.request.get(`${server.address}/api/v1/sessions/current`)).json();
  await page.context().close();
  return person.id;
};
const tell = async (from, to, question) => {
  const page = await openPage(browser, server, { role: from });
  const answer = await page.request.post(`${server.address}/api/v1/help-requests`, {
    data: { question, theme: null, unitId: null, assignedTo: await personOf(to) },
  });
  assert.equal(answer.status(), 201);
  await page.context().close();
};

describe('messages', () => {
  it('are counted on every page, followed, marked read and unread again', async () => {
    // The demo told things already.
    const reader = await openPage(browser, server, { role: 'impact_advisor' });
    await reader.request.put(`${server.address}/api/v1/messages/state`, { data: { ids: [], all: true, read: true } });
    await reader.context().close();
    await tell('board_member', 'impact_advisor', 'Waar begin ik?');
    await tell('board_member', 'impact_advisor', 'En daarna?');
    const page = await openPage(browser, server, { role: 'impact_advisor' });
    await page.goto(server.address);
    await settled(page);
    await page.getByRole('link', { name: /^Berichten.*2 ongelezen berichten/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Berichten' }).waitFor();
    await page.getByText('Mail is niet ingesteld. Berichten staan alleen hier.').waitFor();
    await page.getByText(/ · 2 ongelezen berichten$/).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('button', { name: 'Alles gelezen' }).click();
    await page.getByText(/ · Geen ongelezen berichten$/).waitFor();
    await page.getByRole('button', { name: 'Ongedaan maken' }).click();
    await page.getByText(/ · 2 ongelezen berichten$/).waitFor();
    await page
      .getByRole('link', { name: /Vraag van/ })
      .first()
      .click();
    await page.waitForURL(/hulpvragen#/);
    await page.getByRole('link', { name: /^Berichten.*1 ongelezen bericht/ }).waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  it('are chosen per kind, and the choice is there after a reload', async () => {
    const page = await openPage(browser, server, { role: 'impact_advisor' });
    await page.goto(`${server.address}/account`);
    await page.getByRole('heading', { level: 2, name: 'Berichten per mail' }).waitFor();
    await page.getByLabel('Iemand stelt mij een vraag').selectOption({ label: 'Elke week' });
    await page.getByLabel('Geen mail vanaf').fill('22:00');
    await page.getByLabel('tot', { exact: true }).fill('07:30');
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200);
    await page.getByRole('button', { name: 'Bewaren' }).click();
    await saved;
    await page.reload();
    await settled(page);
    assert.equal(await page.getByLabel('Iemand stelt mij een vraag').inputValue(), 'weekly');
    assert.equal(await page.getByLabel('tot', { exact: true }).inputValue(), '07:30');
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  for (const width of [1280, 360])
    it(`fit ${String(width)} pixels`, async () => {
      const page = await openPage(browser, server, { role: 'impact_advisor', width });
      await everyScreen(page, server, ['/berichten', '/account', '/berichten/uit']);
      await page.context().close();
    });
});
