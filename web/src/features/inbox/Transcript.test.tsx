// What was said in a message, as its reader is shown it, also when it comes later.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { type Kept, mail, openInbox } from './stage';

afterEach(() => vi.unstubAllGlobals());

type Said = NonNullable<Kept['transcript']>;

const piece = (text: string, more: Partial<Said['pieces'][number]> = {}) => ({ text, link: null, date: null, ...more });

async function open(transcript: Kept['transcript']) {
  const mailbox = openInbox([{ ...mail(1), kind: 'voice', transcript }]);
  await userEvent.click(await screen.findByRole('option', {}, { timeout: 5_000 }));
  await screen.findByRole('heading', { name: 'Subject 1' });
  return mailbox;
}

test('numbers lead on, dates are dates, and the rest is text', async () => {
  await open({ standing: 'reliable', pieces: [piece('Call '), piece('030 4440001', { link: 'tel:0304440001' }), piece(' '), piece('tomorrow', { date: '2026-11-23' }), piece('. <b>')] });
  expect(await screen.findByRole('heading', { name: 'What was said' })).toBeTruthy();
  expect(screen.getByRole('link', { name: '030 4440001' }).getAttribute('href')).toBe('tel:0304440001');
  expect(screen.getByText('tomorrow').getAttribute('datetime')).toBe('2026-11-23');
  expect(screen.getByText('. <b>')).toBeTruthy();
  expect(screen.queryByText(/Hard to hear/)).toBeNull();
});

test('what is hard to hear says so', async () => {
  await open({ standing: 'unreliable', pieces: [piece('Good morning')] });
  expect(await screen.findByText(/Hard to hear/)).toBeTruthy();
  expect(screen.getByText('Good morning')).toBeTruthy();
});

test('a message of a hang-up says that nothing is said', async () => {
  await open({ standing: 'empty', pieces: [] });
  expect(await screen.findByText(/Nothing is said/)).toBeTruthy();
});

test('the words appear in the open message when they are there', async () => {
  const mailbox = await open(null);
  expect(screen.queryByRole('heading', { name: 'What was said' })).toBeNull();
  mailbox.change([{ ...mail(1), kind: 'voice', transcript: { standing: 'reliable', pieces: [piece('Good morning')] } }]);
  await waitFor(() => expect(screen.getByText('Good morning')).toBeTruthy());
});
