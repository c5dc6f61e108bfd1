// The inbox by keyboard alone, in the whole desk: where the keys go, and that nobody loses them when the list changes.
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { mail, openInbox } from './stage';

afterEach(() => vi.unstubAllGlobals());

/** Newest first, as the server lists them. */
const mails = (count: number) => Array.from({ length: count }, (_, at) => mail(count - at));

async function focusedList(): Promise<HTMLElement> {
  const list = await screen.findByRole('listbox', { name: 'Messages' });
  act(() => list.focus());
  return list;
}

/** The message with the keys, as a screen reader is told. */
function active(): string | undefined {
  const list = screen.getByRole('listbox');
  return document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.dataset['message'];
}

const keysAt = (id: string) => waitFor(() => expect(active()).toBe(id));

test('arrows, pages, Home and End move, and stop at both ends', async () => {
  openInbox(mails(40));
  await focusedList();
  await keysAt('m40');
  for (const [key, id] of [['ArrowDown', 'm39'], ['j', 'm38'], ['ArrowUp', 'm39'], ['k', 'm40'], ['ArrowUp', 'm40'], ['PageDown', 'm33'], ['End', 'm1'], ['ArrowDown', 'm1'], ['Home', 'm40']] as const) {
    await userEvent.keyboard(`{${key}}`);
    await keysAt(id);
  }
  expect(screen.getByRole('listbox')).toBe(document.activeElement);
});

test('End reaches the last of many pages', async () => {
  openInbox(mails(250));
  await focusedList();
  await userEvent.keyboard('{End}');
  await keysAt('m1');
});

test('Enter opens and goes to the message, Escape goes back to the list', async () => {
  openInbox(mails(5));
  const list = await focusedList();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  const heading = await screen.findByRole('heading', { name: 'Subject 4' });
  await waitFor(() => expect(document.activeElement).toBe(heading));
  expect(screen.getByRole('option', { selected: true }).dataset['message']).toBe('m4');
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(list));
  expect(active()).toBe('m4');
});

test('Delete hands the keys to the next message, at the end to the one before', async () => {
  const mailbox = openInbox(mails(3));
  const list = await focusedList();
  await userEvent.keyboard('{ArrowDown}{Delete}');
  await keysAt('m1');
  await userEvent.keyboard('{Delete}');
  await keysAt('m3');
  await waitFor(() => expect(mailbox.messages.map((one) => one.id)).toEqual(['m3']));
  expect(document.activeElement).toBe(list);
});

test('what arrives above does not move the keys to another message', async () => {
  const mailbox = openInbox(mails(6));
  const list = await focusedList();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await keysAt('m4');
  act(() => mailbox.change([mail(7), ...mailbox.messages]));
  await screen.findByText('Subject 7');
  expect(active()).toBe('m4');
  await userEvent.keyboard('{End}');
  await keysAt('m1');
  act(() => mailbox.change([mail(8), ...mailbox.messages]));
  await screen.findByText('Subject 8');
  expect(active()).toBe('m1');
  expect(document.activeElement).toBe(list);
});

test('a message removed elsewhere leaves the keys at its place, for good', async () => {
  const mailbox = openInbox(mails(6));
  const list = await focusedList();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await keysAt('m4');
  act(() => mailbox.change(mailbox.messages.filter((one) => one.id !== 'm4')));
  await keysAt('m3');
  act(() => mailbox.change([mail(7), ...mailbox.messages]));
  await screen.findByText('Subject 7');
  expect(active()).toBe('m3');
  expect(document.activeElement).toBe(list);
});
