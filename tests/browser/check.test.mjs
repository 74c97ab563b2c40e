// A draft is brought through two versions to "alles wat beloofd is staat erin", and read with its findings beside it.
// Run by ./test; alone: node --test tests/browser/check.test.mjs
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { axe, house, openPage, press, settled } from './support.mjs';

const { server, browser } = house();

const draft = `Programma van eisen

1 Onderhoud

De opdrachtnemer werkt netjes en op tijd.

Voor onkruidbestrijding worden chemische middelen zoveel mogelijk vermeden.
`;
const better = `Programma van eisen

1 Onderhoud

Alle voertuigen en machines voor het onderhoud zijn emissievrij.

Voor onkruidbestrijding worden geen chemische middelen gebruikt.
`;
const requirements = [
  ['climate', 'Emissievrij werken', 'Alle voertuigen en machines voor het onderhoud zijn emissievrij.'],
  ['environment', 'Geen gif', 'Voor onkruidbestrijding worden geen chemische middelen gebruikt.'],
];

async function purchase(page) {
  const send = async (path, data) => {
    const answer = await page.request.post(`${server.address}/api/v1${path}`, { data });
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
    return answer.json();
  };
  const { id } = await send('/purchases', {
    title: 'Onderhoud groen Oost',
    need: 'Straten waar bewoners graag buiten zijn',
    nature: 'services',
    social: false,
    valueCents: 40_000_000,
    lots: 1,
    publishOn: '2027-06-01',
    marketNote: '',
  });
  for (const [theme, title, text] of requirements)
    await send(`/purchases/${id}/own-requirements`, {
      theme,
      title,
      text,
      level: 3,
      open: false,
      variables: [],
      instrument: 'specification',
      evidence: 'Opgave bij levering',
      moment: 'delivery',
      who: 'contract_manager',
    });
  return id;
}

async function upload(page, id, name, text) {
  const answer = await page.request.post(`${server.address}/api/v1/purchases/${id}/documents`, {
    multipart: { files: { name, mimeType: 'text/plain', buffer: Buffer.from(text) } },
  });
  assert.equal(answer.status(), 202, await answer.text());
  const [document] = (await answer.json()).items;
  for (let state = ''; state !== 'read';)
    state = (await (await page.request.get(`${server.address}/api/v1/documents/${document.id}`)).json()).state;
  return document.id;
}

it('a draft comes in two versions to: alles wat beloofd is staat erin', async () => {
  const page = await openPage(browser, server, { role: 'procurement_advisor' });
  const id = await purchase(page);
  await page.goto(`${server.address}/inkopen/${id}/controle`);
  await page.getByText('Er is nog geen document gelezen').waitFor();
  await upload(page, id, 'PvE groen.txt', draft);
  await page.reload();
  const line = (title) => page.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) });
  await line('Emissievrij werken').getByText('staat er niet in').waitFor();
  const weak = line('Geen gif');
  await weak.getByText('afgezwakt').waitFor();
  await weak.getByText('zoveel mogelijk', { exact: false }).first().waitFor();
  await weak.getByRole('link', { name: /Naar de eis/ }).waitFor();
  assert.equal(await page.getByText('Alles wat beloofd is staat erin.').count(), 0);
  assert.deepEqual(await axe(page), []);

  // Accepted as it is, and taken back.
  await weak.getByRole('button', { name: /^Accepteer zoals het er staat/ }).click();
  await weak.getByLabel('Waarom mag dit zo blijven?').fill('Het college wil het zo.');
  await weak.getByRole('button', { name: 'Accepteer zoals het er staat', exact: true }).click();
  await page.getByText(/Geaccepteerd door .*Het college wil het zo\./).waitFor();
  await page.getByRole('button', { name: 'Ongedaan maken' }).click();
  await weak.getByRole('button', { name: /^Accepteer zoals het er staat/ }).waitFor();

  const second = await upload(page, id, 'PvE groen v2.txt', better);
  await page.reload();
  await page.getByText('Alles wat beloofd is staat erin.').waitFor();
  await page.goto(`${server.address}/inkopen/${id}/documenten/${second}/vergelijking`);
  await settled(page);
  await page.getByText('aangescherpt').or(page.getByText('erbij')).first().waitFor();
  assert.deepEqual(await axe(page), []);

  // The document with its findings: by keyboard, as a table, judged, and on a phone.
  await page.goto(`${server.address}/inkopen/${id}/documenten/${second}`);
  await settled(page);
  await press(page, page.getByRole('button', { name: 'Volgende' }));
  await page.getByText(/^1 van \d+$/).waitFor();
  await page.keyboard.press('n');
  await page.getByText(/^2 van \d+$/).waitFor();
  await page.keyboard.press('p');
  await page.getByText(/^1 van \d+$/).waitFor();
  assert.equal(await page.locator('mark[aria-current="true"]').count(), 1);
  await page.getByRole('button', { name: 'Klopt', exact: true }).click();
  await page
    .getByText(/: klopt\.$/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Ongedaan maken' }).first().click();
  await page.getByRole('button', { name: 'Klopt niet', exact: true }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  assert.deepEqual(await axe(page), []);
  await page.goto(`${server.address}/inkopen/${id}/documenten/${second}?tabel=ja`);
  await page.getByRole('table', { name: 'Vondsten in dit document' }).first().waitFor();
  await page.emulateMedia({ media: 'print' });
  assert.ok(
    await page.getByRole('table', { name: 'Vondsten in dit document' }).first().isVisible(),
    'the annex on paper',
  );
  assert.deepEqual(page.faults, []);
});
