// Each reason is said in whole sentences, in both languages.
import { expect, test } from 'vitest';
import english from '../../../locales/en-GB.ftl?raw';
import german from '../../../locales/de-DE.ftl?raw';
import { makeText } from '../../app/language';
import { sentences } from './Why';

const en = makeText('en-GB', english);
const de = makeText('de-DE', german);

test('what decided, and what was heard for it', () => {
  const reason = { course: 'not-registered', greeting: { occasion: 'off-hours', presence: null, recording: 'system-default' } } as const;
  expect(sentences(reason, en)).toEqual(['No phone of yours was connected.', 'It was outside of your working hours. The caller heard the standard greeting: you have recorded none for this.']);
  expect(sentences(reason, de)).toEqual(['Keines Ihrer Telefone war verbunden.', 'Es war außerhalb Ihrer Arbeitszeit. Der Anrufer hörte die Standardansage: Sie haben dafür keine aufgenommen.']);
});

test('a call without a greeting has one sentence', () => {
  expect(sentences({ course: 'caller-hung-up', greeting: null }, en)).toEqual(['The caller hung up while it rang.']);
});

test('a presence has its name; one of the company is shown by its key', () => {
  const reason = (presence: string) => ({ course: 'busy', greeting: { occasion: 'presence', presence, recording: 'announcement' } }) as const;
  expect(sentences(reason('sick'), de)[1]).toContain('„Krank“');
  expect(sentences(reason('in-the-lab'), de)[1]).toContain('„in-the-lab“');
});
