// A mail's text: what becomes a link, what is a quotation, and what stays text.
import { expect, test } from 'vitest';
import { blocks, linkified } from './blocks';

const links = (text: string) => linkified(text).flatMap((piece) => ('href' in piece ? [piece.href] : []));

test('only http and https become links', () => {
  expect(links('see https://example.org/a?b=c and http://example.org')).toEqual(['https://example.org/a?b=c', 'http://example.org']);
  expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd ftp://example.org')).toEqual([]);
});

test('what ends a sentence is not part of a link, what was opened in it is', () => {
  expect(links('Read https://example.org/a.')).toEqual(['https://example.org/a']);
  expect(links('(https://example.org/a)')).toEqual(['https://example.org/a']);
  expect(links('https://example.org/a_(b)')).toEqual(['https://example.org/a_(b)']);
});

test('nothing of a text is lost', () => {
  const text = 'a https://example.org. <b> "c" https://';
  expect(linkified(text).map((piece) => ('href' in piece ? piece.href : piece.text)).join('')).toBe(text);
});

test('quoted lines are one block', () => {
  const made = blocks('Yes.\r\n\r\n> Really?\r\n> Now?\r\n\r\nBye');
  expect(made.map((block) => [block.quoted, block.pieces])).toEqual([
    [false, [{ text: 'Yes.' }]],
    [true, [{ text: 'Really?\nNow?' }]],
    [false, [{ text: 'Bye' }]],
  ]);
});
