import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PYTHONS } from '../../../generators/catalog/bases.ts';
import { changes, formatWheels } from '../../../generators/catalog/refresh/data-file.ts';
import { VARIANTS } from '../../../generators/catalog/variants.ts';
import { PLATFORMS, parseWheels, type Wheels, WheelsError } from '../../../generators/catalog/wheels.ts';

const TEXT = readFileSync(path.join(import.meta.dirname, '../../../generators/catalog/wheels.json'), 'utf8');
const DATA = parseWheels(TEXT);

/** The data with one part of it made wrong. */
function spoilt(change: (data: Record<string, never>) => void): string {
  const data = JSON.parse(TEXT);
  change(data);
  return JSON.stringify(data);
}

describe('the data file', () => {
  it('knows every library on every platform that matters to it, for every Python of a base', () => {
    expect(Object.keys(DATA.libraries)).toEqual(VARIANTS.map(({ id }) => id));
    expect(DATA.pythons).toEqual(PYTHONS);
    for (const { id, gpu } of VARIANTS) {
      const asked = PLATFORMS.filter((platform) => !gpu || platform.startsWith('glibc'));
      expect(Object.keys(DATA.libraries[id]?.platforms ?? {})).toEqual(asked);
    }
  });

  it('names a blocker wherever a Python is missing, and none elsewhere', () => {
    for (const { platforms } of Object.values(DATA.libraries)) {
      for (const { pythons, blockedBy } of Object.values(platforms)) {
        expect(blockedBy.length > 0).toBe(pythons.length < DATA.pythons.length);
      }
    }
  });

  it('says that a size is not known, and what is not proven', () => {
    for (const { megabytes, unproven } of Object.values(DATA.libraries)) {
      if (unproven) expect(megabytes).toBeNull();
      else expect(megabytes).toBeGreaterThan(0);
    }
  });

  it('is as npm run catalog writes it, a line for each library and platform', () => {
    expect(formatWheels(DATA)).toBe(TEXT);
    expect(TEXT.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  it.each([0, 1, 100, TEXT.length - 3])('cut off after %i characters is one error that names the command', (length) => {
    expect(() => parseWheels(TEXT.slice(0, length))).toThrow(WheelsError);
    expect(() => parseWheels(TEXT.slice(0, length))).toThrow(/^[^\n]*is broken[^\n]*npm run catalog[^\n]*$/);
  });

  it.each([
    ['no libraries', (data: never) => Object.assign(data, { libraries: [] })],
    ['no date', (data: never) => Object.assign(data, { date: 'yesterday' })],
    ['no version of uv', (data: never) => Object.assign(data, { uv: 1 })],
    ['no Python', (data: never) => Object.assign(data, { pythons: [] })],
    ['numpy', ({ libraries }: { libraries: object }) => Object.assign(libraries, { numpy: null })],
    ['numpy, megabytes', ({ libraries }: Wheels) => Object.assign(libraries.numpy as object, { megabytes: 0 })],
    [
      'numpy, musl x86_64',
      ({ libraries }: Wheels) => Object.assign(libraries.numpy as object, { 'musl x86_64': { pythons: ['3.11'] } }),
    ],
  ])('with something wrong (%s) is one error that says where', (where, change) => {
    const text = spoilt(change as never);
    expect(() => parseWheels(text)).toThrow(WheelsError);
    expect(() => parseWheels(text)).toThrow(/^[^\n]*is not valid[^\n]*npm run catalog[^\n]*$/);
    if (where.startsWith('numpy')) expect(() => parseWheels(text)).toThrow(where);
  });
});

describe('a change of the data', () => {
  const numpy = DATA.libraries.numpy as Wheels['libraries'][string];

  it('is told by library', () => {
    const fresh = { ...DATA, libraries: { ...DATA.libraries, numpy: { ...numpy, newest: '99' } } };
    expect(changes(TEXT, fresh)).toEqual([`numpy: ${numpy.newest} -> 99`]);
    expect(changes(formatWheels({ ...DATA, libraries: { numpy } }), { ...DATA, libraries: {} })).toEqual([
      'numpy: gone',
    ]);
  });

  it('is none where only the date differs', () => {
    expect(changes(TEXT, { ...DATA, date: '2099-01-01' })).toEqual([]);
  });

  it('is everything where the old file was broken', () => {
    expect(changes(TEXT.slice(0, 100), { ...DATA, libraries: { numpy } })).toEqual(['numpy: new']);
    expect(changes(undefined, { ...DATA, libraries: { numpy } })).toEqual(['numpy: new']);
  });
});
