import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenario/catalogue';
import { TEMPLATES, textOf } from '../editor/templates';
import { load, parseFile } from '../../scenario/load';
import { pack, unpack } from './packing';

// Goal: a link holds a scenario of one's own whole, and is short enough for a chat.
describe('a packed scenario', () => {
  test.each(catalogue.map((file) => [file.id, file] as const))('%s comes out as it went in', async (_, file) => {
    const text = JSON.stringify(file, null, 2);
    expect(JSON.parse(await unpack(await pack(text)))).toEqual(file);
  });

  test.each(TEMPLATES)('the template $id loads, and fits into 2,000 characters', async (template) => {
    const text = textOf(template, catalogue);
    expect(load(parseFile(text)).scenario.id).toBe(`my-${template.id}`);
    expect((await pack(text)).length).toBeLessThanOrEqual(1_900);
  });

  test('any text comes back, JSON or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        let wanted = text;
        try {
          wanted = JSON.stringify(JSON.parse(text));
        } catch {
          // Not JSON: as it is.
        }
        expect(await unpack(await pack(wanted))).toBe(wanted);
      }),
      { numRuns: 30 },
    );
  });

  test('says what is wrong with what it cannot read', async () => {
    await expect(unpack('2abc')).rejects.toThrow('later version');
    await expect(unpack('1!!')).rejects.toThrow('damaged');
    const packed = await pack(JSON.stringify(catalogue[0]));
    await expect(unpack(packed.slice(0, packed.length / 2))).rejects.toThrow('cut off');
  });
});
