// Times and lengths as people write them.
import { expect, test } from 'vitest';
import { daysAgo, fileSize, length, short } from './moment';

const berlin = { language: 'de-DE', zone: 'Europe/Berlin' };
const london = { language: 'en-GB', zone: 'Europe/London' };

test('a day ends at midnight where the person is', () => {
  const at = new Date('2026-11-20T23:30:00Z');
  const now = new Date('2026-11-21T08:00:00Z');
  expect(daysAgo(at, now, berlin.zone)).toBe(0);
  expect(daysAgo(at, now, london.zone)).toBe(1);
});

test('today shows the time, the last week the weekday, else the date', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  expect(short(new Date('2026-11-21T08:05:00Z'), now, berlin)).toBe('09:05');
  expect(short(new Date('2026-11-19T08:05:00Z'), now, berlin)).toContain('Do');
  expect(short(new Date('2026-10-01T08:05:00Z'), now, london)).toBe('1 Oct');
  expect(short(new Date('2025-10-01T08:05:00Z'), now, london)).toBe('01/10/25');
});

test('a night of the clock change is one day', () => {
  const now = new Date('2026-10-26T12:00:00Z');
  expect(daysAgo(new Date('2026-10-25T00:30:00Z'), now, berlin.zone)).toBe(1);
});

test('lengths are minutes and seconds, hours when there are some', () => {
  expect([0, 7, 59.9, 60, 765, 3723, -1].map(length)).toEqual(['0:00', '0:07', '0:59', '1:00', '12:45', '1:02:03', '0:00']);
});

test('sizes are said in the unit that fits', () => {
  expect(fileSize(258_000, 'en-GB')).toBe('258 kB');
  expect(fileSize(1_400_000, 'en-GB')).toBe('1.4 MB');
});
