// Both languages say the same things with the same values.
import { parse } from '@fluent/syntax';
import { expect, test } from 'vitest';
import english from '../../locales/en-GB.ftl?raw';
import german from '../../locales/de-DE.ftl?raw';

/** Ids with the names of the values that their texts use. */
function spoken(source: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of parse(source, {}).body) {
    expect(entry.type, JSON.stringify(entry)).not.toBe('Junk');
    if (entry.type === 'Message') {
      const values = [...JSON.stringify(entry).matchAll(/"VariableReference","id":\{"type":"Identifier","name":"([^"]+)"/g)];
      found.set(entry.id.name, [...new Set(values.map((value) => value[1] ?? ''))].sort());
    }
  }
  return found;
}

test('German has every word that English has, and no other', () => {
  const [en, de] = [spoken(english), spoken(german)];
  expect(en.size).toBeGreaterThan(50);
  expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
  for (const [id, values] of en) expect(de.get(id), id).toEqual(values);
});
