import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compare, unused } from '../../../generators/app/compare.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ml-docker-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** How a file that would say `now` stands to one that says `there`, when the run before made `before` of it. */
function standing(now: string, there?: string, before?: string): string | undefined {
  if (there !== undefined) writeFileSync(path.join(folder, 'file'), there);
  const earlier = new Map(before === undefined ? [] : [['file', before]]);
  return compare(folder, [{ path: 'file', contents: now }], earlier).get('file');
}

describe('a file of the project', () => {
  it.each([
    ['is new where there is none', 'create', ['now']],
    ['is as it was where it says the same', 'identical', ['now', 'now']],
    ['differs where no earlier run made it', 'differs', ['now', 'there']],
    ['may be replaced where it is just as the run before made it', 'outdated', ['now', 'before', 'before']],
    ['stays where a person edited it and nothing is new for it', 'edited', ['before', 'edited', 'before']],
    ['differs where a person edited it and something is new for it', 'differs', ['now', 'edited', 'before']],
  ] as const)('%s', (_, expected, [now, there, before]) => {
    expect(standing(now, there, before)).toBe(expected);
  });

  it('differs where a folder stands in its place', () => {
    mkdirSync(path.join(folder, 'file'));
    expect(standing('now', undefined, 'before')).toBe('differs');
  });
});

describe('a file that only the run before made', () => {
  const before = new Map(['compose.gpu.yaml', 'compose.yaml', 'gone'].map((file) => [file, 'before']));

  it('is named while it is there, edited or not, and stays', () => {
    for (const file of ['compose.gpu.yaml', 'compose.yaml', 'notes']) writeFileSync(path.join(folder, file), 'edited');
    expect(unused(folder, [{ path: 'compose.yaml', contents: 'now' }], before)).toEqual(['compose.gpu.yaml']);
    expect(readdirSync(folder)).toContain('compose.gpu.yaml');
  });
});
