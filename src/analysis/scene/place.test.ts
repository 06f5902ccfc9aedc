import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlaceList, type FrozenPlace } from './place';
import type { RestingCopy } from './scene';

type Act = { readonly act: 'add' | 'remove' | 'first' | 'freeze'; readonly number: number };

// Goal: a place is a list in order of index, and what a key frame holds never changes.
// Method: random acts beside a plain sorted list; every frame is thawed at the end and compared.
test('a place is a sorted list, now and in every frame taken of it', () => {
  const acts = fc.array(
    fc.record<Act>({
      act: fc.constantFrom('add', 'add', 'add', 'remove', 'first', 'first', 'freeze'),
      number: fc.nat(50),
    }),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(acts, (all) => {
      const place = new PlaceList(0, true);
      let plain: RestingCopy[] = [];
      const frames: { readonly frozen: FrozenPlace; readonly plain: readonly RestingCopy[] }[] = [];
      all.forEach(({ act, number }, copy) => {
        if (act === 'add') {
          const resting = { copy, message: copy, index: number, since: 0, deliveries: 0 };
          const at = plain.findIndex(({ index }) => index > number);
          plain = plain.toSpliced(at === -1 ? plain.length : at, 0, resting);
          place.add(resting);
        } else if (act === 'freeze') frames.push({ frozen: place.freeze(), plain });
        else {
          const gone = plain[act === 'first' ? 0 : number % Math.max(plain.length, 1)];
          if (gone === undefined) return;
          plain = plain.filter((one) => one !== gone);
          place.remove(gone.copy, gone.index);
        }
        expect(place.copies).toEqual(plain);
        expect(place.count).toBe(plain.length);
      });
      for (const frame of frames) expect(PlaceList.thaw(frame.frozen).copies).toEqual(frame.plain);
    }),
  );
});

test('a long backlog is taken from its head without being shifted', () => {
  const place = new PlaceList(0, true);
  for (let index = 0; index < 5000; index += 1)
    place.add({ copy: index, message: index, index, since: 0, deliveries: 0 });
  for (let index = 0; index < 4000; index += 1) place.remove(index, index);
  expect(place.count).toBe(1000);
  expect(place.copies[0]!.index).toBe(4000);
});
