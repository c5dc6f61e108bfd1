// The own address book as a person keeps it, by keyboard: an entry added, refused, found, changed and deleted; a file brought.
import { expect, test } from './tap.mjs';
import { open, wordsOf } from './visit.mjs';

/** The languages work beside each other, each on entries of its own. */
const NAMES = { 'en-GB': 'Carl Kurz', 'de-DE': 'Zoë Müller' };

export async function contacts(browser, language, state) {
  const words = wordsOf(language);
  const { context, page } = await open(browser, language, { state });
  const name = NAMES[language];
  const row = (of) => page.getByRole('listitem').filter({ has: page.getByText(of, { exact: true }) }).first();
  const press = (id, args) => page.getByRole('button', { name: words(id, args), exact: true }).press('Enter');
  const search = page.getByRole('searchbox', { name: words('contacts-search') });
  await page.goto('/contacts');

  await test(`${language}: a contact is added by keyboard, and what is no number is refused in words`, async () => {
    await press('contact-new');
    // The first field has the focus.
    await page.keyboard.type(name);
    const number = page.getByRole('textbox', { name: words('contact-number'), exact: true });
    await number.fill('mother');
    await press('save');
    await page.getByRole('alert').getByText(words('contact-wrong')).waitFor();
    await number.fill('+49 (30) 99');
    await press('save');
    await row(name).getByText('+493099').waitFor();
  });
  await test(`${language}: it is found by its number and its name, and nobody else is`, async () => {
    for (const sought of ['030 99', name.slice(2)]) {
      await search.fill(sought);
      await row(name).waitFor();
    }
    await search.fill('nobody at all');
    await page.getByText(words('contacts-none')).waitFor();
    await search.fill(name);
    await row(name).waitFor();
  });
  await test(`${language}: it is changed, unless somebody has changed it in the meantime`, async () => {
    await press('contact-change', { name });
    await page.getByRole('textbox', { name: words('contact-company'), exact: true }).fill('Acme');
    await press('save');
    await row('Acme').waitFor();
    await press('contact-change', { name });
    await changeBehind(page, name);
    await press('save');
    await page.getByRole('alert').getByText(words('contact-changed')).waitFor();
    await press('cancel');
    await row('Acme & Sons').waitFor();
  });
  await test(`${language}: a file is brought, and what of it cannot be kept is said`, async () => {
    const buffer = Buffer.from(`name,work\nFile ${name},+49301\n,+49302\n`);
    await page.locator('input[type=file]').setInputFiles({ name: 'book.csv', mimeType: 'text/csv', buffer });
    await page.getByText(words('contacts-imported', { added: 1, known: 0, left: 1 })).waitFor();
    await row(`File ${name}`).waitFor();
  });
  await test(`${language}: entries are deleted`, async () => {
    for (const of of [`File ${name}`, name]) {
      await page.getByRole('button', { name: words('delete-for', { name: of }), exact: true }).press('Enter');
      await page.getByText(of, { exact: true }).waitFor({ state: 'detached' });
    }
    expect((await page.getByText(words('contacts-none')).count()) === 1, 'somebody is left');
  });
  await context.close();
}

/** As another window of the same person does. */
async function changeBehind(page, name) {
  const status = await page.evaluate(async (sought) => {
    const found = await fetch(`/api/v1/contacts/own?search=${encodeURIComponent(sought)}`);
    const { id, etag, ...plan } = (await found.json()).items[0];
    const body = JSON.stringify({ ...plan, company: 'Acme & Sons' });
    const changed = await fetch(`/api/v1/contacts/own/${id}`, { method: 'PUT', body, headers: { 'content-type': 'application/json', 'if-match': etag } });
    return changed.status;
  }, name);
  expect(status === 200, `changing it is answered ${status}`);
}
