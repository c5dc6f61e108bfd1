// The own distribution lists by keyboard, and a PIN that is refused in words and then holds.
import { expect, test } from './tap.mjs';
import { open, wordsOf } from './visit.mjs';

const { EMAIL, PASSWORD } = process.env;

const LISTS = { 'en-GB': 'Friends', 'de-DE': 'Freunde' };
const PINS = { 'en-GB': '860295', 'de-DE': '731946' };

export async function account(browser, language, state) {
  const words = wordsOf(language);
  const { context, page } = await open(browser, language, { state });
  const press = (id, args) => page.getByRole('button', { name: words(id, args), exact: true }).press('Enter');
  const name = LISTS[language];
  await page.goto('/account');

  await test(`${language}: a list is made by keyboard, and who is nobody is refused in words`, async () => {
    await press('list-new');
    await page.keyboard.type(name);
    const members = page.getByRole('textbox', { name: words('list-members'), exact: true });
    await members.fill('89999');
    await press('save');
    await page.getByRole('alert').getByText(words('list-wrong')).waitFor();
    await members.fill(`${EMAIL}, friend@elsewhere.example`);
    await press('save');
    await page.getByText(words('list-kept')).waitFor();
    await page.getByRole('listitem').filter({ hasText: name }).getByText(words('list-reaches', { count: 2 })).waitFor();
  });
  await test(`${language}: a list is deleted`, async () => {
    await page.getByRole('listitem').filter({ hasText: name }).getByRole('button').last().press('Enter');
    await page.getByRole('listitem').filter({ hasText: name }).waitFor({ state: 'detached' });
  });
  const pin = page.locator('form').filter({ has: page.getByRole('heading', { name: words('change-pin') }) });
  const change = async (password, wanted) => {
    await pin.locator('input[name=password]').fill(password);
    await pin.locator('input[name=wanted]').fill(wanted);
    await pin.getByRole('button', { name: words('change-pin'), exact: true }).press('Enter');
  };
  await test(`${language}: a PIN that is easily guessed is refused in words, another one holds`, async () => {
    await change(PASSWORD, '111111');
    await pin.getByRole('alert').getByText(words('pin-refused')).waitFor();
    await change(PASSWORD, PINS[language]);
    await page.getByText(words('pin-changed')).waitFor();
    expect((await pin.locator('input[name=password]').inputValue()) === '', 'the password still stands there');
  });
  await context.close();
}
