// Both languages say the same things with the same values, and have words for every code that the server sends.
import { parse } from '@fluent/syntax';
import { expect, test } from 'vitest';
import english from '../../locales/en-GB.ftl?raw';
import german from '../../locales/de-DE.ftl?raw';
import document from '../../openapi.json';
import { LANGUAGES_OF_CALLERS, SITUATIONS } from '../features/greetings/GreetingsPage';

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

interface Schema {
  enum?: string[];
  properties?: Record<string, Schema>;
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** The values of a property, as the API's document lists them. */
function codes(name: string, property: string): string[] {
  const schemas = document.components.schemas as unknown as Record<string, Schema>;
  const found = schemas[name]?.properties?.[property]?.enum ?? [];
  expect(found.length, `${name}.${property}`).toBeGreaterThan(1);
  return found;
}

test('every code of the server, and every greeting of the page, has its words', () => {
  const known = spoken(english);
  const families = [
    ['problem', codes('Problem', 'code')],
    ['outcome', codes('Call', 'outcome')],
    ['why', codes('Reason', 'course')],
    ['occasion', codes('GreetingReason', 'occasion')],
    ['heard', codes('GreetingReason', 'recording')],
    ['situation', SITUATIONS],
    // Nothing is kept of a call that plays.
    ['play-call', codes('HouseCall', 'stage').filter((stage) => !stage.endsWith('kept'))],
    ['page-call', codes('HouseCall', 'stage')],
    ['page-played', codes('PageAnnouncement', 'played')],
  ] as const;
  for (const [family, all] of families) for (const code of all) expect(known.has(`${family}-${code}`), `${family}-${code}`).toBe(true);
});

test('a greeting can be recorded in every language that the house speaks', () => {
  expect([...LANGUAGES_OF_CALLERS]).toEqual([...document.components.schemas.LanguageTag.enum].sort());
});
