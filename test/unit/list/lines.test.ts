import { describe, expect, it } from '@jest/globals';
import { size, span } from '../../../generators/list/cells.ts';
import { listLines } from '../../../generators/list/lines.ts';
import {
  type ListedLibrary,
  type ListedPreset,
  type Listing,
  listing,
  type Support,
} from '../../../generators/list/listing.ts';

const FACTS = listing('1.2.3');
const YES: Support = { supported: true, reason: null, pythons: ['3.12', '3.13'], from: 'wheels', note: null };

/** A list of two bases and these libraries. */
function small(...libraries: Partial<ListedLibrary>[]): Listing {
  const base = { label: '', purpose: 'a base', libc: 'glibc', pythons: ['3.12', '3.13'], defaultPython: '3.13' };
  return {
    ...FACTS,
    presets: [],
    bases: ['one', 'two'].map((id) => ({ id, ...base })),
    libraries: libraries.map((library) => ({
      ...{ id: 'lib', label: 'Lib', purpose: 'what for', group: 'group', newest: '1' },
      ...{ megabytes: 5, gpu: null, unproven: null, bases: { one: YES, two: YES } },
      ...library,
    })),
  };
}

/** The row of a library in the table of such a list. */
function row(library: Partial<ListedLibrary>, columns = 80): string | undefined {
  return listLines(small(library), columns).find((line) => line.startsWith('  lib'));
}

function no(reason: string): Support {
  return { supported: false, reason, pythons: [], from: null, note: null };
}

describe('the list for people', () => {
  it('fits every screen of 40 columns and more', () => {
    for (let columns = 40; columns <= 200; columns += 1) {
      const wide = listLines(FACTS, columns).filter((line) => line.length > columns);
      expect({ columns, wide }).toEqual({ columns, wide: [] });
    }
  });

  it.each([40, 60, 80, 120, 200])('names every base, preset and library on %d columns', (columns) => {
    const first = listLines(FACTS, columns).map((line) => /^ {2}([\w.-]+)/.exec(line)?.[1]);
    for (const { id } of [...FACTS.bases, ...FACTS.presets, ...FACTS.libraries]) expect(first).toContain(id);
  });

  it('has a heading for each group, and nothing else is one', () => {
    const headings: string[] = [];
    const style = (heading: string) => {
      headings.push(heading.split(/ {2,}/)[0] as string);
      return heading;
    };
    listLines(FACTS, 80, style);
    const groups = [...new Set(FACTS.libraries.map(({ group }) => group))];
    expect(headings.sort()).toEqual(
      ['Base images (--base)', 'Presets (--preset)', 'Libraries (--libraries)', ...groups].sort(),
    );
  });

  it('is a table on 80 columns', () => {
    expect(listLines(FACTS, 80).join('\n')).toMatch(/ MB {2}GPU MB {2}python {2}/);
  });

  it('gives each reason a number, once, and says below the table what it means', () => {
    const lines = listLines(
      small(
        { id: 'a', bases: { one: YES, two: no('has no wheel') } },
        { id: 'b', bases: { one: no('needs a'), two: no('has no wheel') } },
      ),
      80,
    );
    expect(lines.filter((line) => /^ {2}[ab]/.test(line)).map((line) => line.trim().split(/ {2,}/).slice(-2))).toEqual([
      ['yes', 'no (1)'],
      ['no (2)', 'no (1)'],
    ]);
    expect(lines.slice(-2)).toEqual(['  (1)  has no wheel', '  (2)  needs a']);
  });

  it('says the reason beside the base where there is no room for a table', () => {
    const lines = listLines(
      small({ id: 'a'.repeat(30), label: 'a'.repeat(30), bases: { one: YES, two: no('has no wheel') } }),
      40,
    );
    expect(lines.slice(-3)).toEqual([`  ${'a'.repeat(30)}:`, '    5 MB', '    two: no, has no wheel']);
  });

  it('says of a preset what it holds, and which base lacks some of it or what it is about', () => {
    const preset = { id: 'few', label: 'Few', purpose: 'what for', libraries: ['a', 'b'] };
    const lines = (bases: ListedPreset['bases']) => listLines({ ...small({}), presets: [{ ...preset, bases }] }, 80);
    const all = { reason: null, libraries: ['b', 'a'] };
    expect(lines({ one: all, two: all })).toContain('  few  a, b');
    expect(lines({ one: all, two: { reason: null, libraries: ['b'] } })).toContain('  few  a, b; on two without a');
    expect(lines({ one: { reason: 'no a', libraries: [] }, two: all })).toContain('  few  a, b; not on one');
  });

  it('names the Pythons where not all of the base will do', () => {
    expect(row({ bases: { one: YES, two: { ...YES, pythons: ['3.12'] } } })).toMatch(/ yes {2}3\.12$/);
  });

  it('shows purposes where they fit in the same line', () => {
    expect(row({}, 80)).toContain('what for');
    expect(row({ purpose: 'x'.repeat(60) }, 80)).not.toContain('xxx');
    expect(row({ purpose: 'x'.repeat(60) }, 120)).toContain('xxx');
  });

  it('calls an unknown size unknown, never 0', () => {
    expect(row({ megabytes: null, gpu: { megabytes: null } })).toMatch(/ unknown {2}unknown {2}yes/);
    expect(size(0.04)).toBe('<1');
  });

  it('says once why sizes are unknown, where that is known', () => {
    const unproven = 'its index did not answer';
    const lines = listLines(small({ megabytes: null, unproven }, { id: 'b', megabytes: null, unproven }), 80);
    expect(lines.slice(-2)).toEqual(['', '  unknown: its index did not answer']);
  });

  it('shows no GPU size where there is no other build', () => {
    expect(row({ megabytes: 5 })).toMatch(/ 5 {10}yes {2}yes$/);
  });
});

describe('Python versions', () => {
  const all = ['3.11', '3.12', '3.13', '3.14'];
  it.each([
    [['3.11', '3.12', '3.13'], '3.11-3.13'],
    [['3.12'], '3.12'],
    [['3.11', '3.13', '3.14'], '3.11, 3.13-3.14'],
    [[], ''],
  ])('%j are shown as %s', (pythons, shown) => {
    expect(span(pythons, all)).toBe(shown);
  });
});
