import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Given } from '../generators/app/answers.ts';
import { BASES } from '../generators/catalog/bases.ts';
import { filesFor } from './combinations.ts';

/*
 * A few generated projects as they are, reviewed like code. One lies in test/golden/ whole, of the others only what differs from it. After
 * a change that is meant: UPDATE_GOLDEN=1 npm test -- golden, and read the difference in git.
 */

const FIRST = 'python-seeds';
/** The nine pairs that this product is for, and each base with all three. */
const SEEDS = BASES.flatMap(({ id: base }) =>
  ['numpy', 'pandas', 'scikit-learn', 'numpy,pandas,scikit-learn'].map((libraries): [string, Given] => [
    `${base}-${libraries.includes(',') ? 'seeds' : libraries}`,
    { base, libraries },
  ]),
);
const PROJECTS: Record<string, Given> = {
  ...Object.fromEntries(SEEDS),
  'python-torch-gpu': { base: 'python', libraries: 'torch', gpu: true },
};

/** The sample's data is the same in every project and is no text to review: its checksum stands for it. */
const DATA = 'data/penguins.csv';
const DATA_SHA256 = 'f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93';

type Tree = Record<string, string>;

function generated(given: Given): Tree {
  const { [DATA]: _, ...files } = Object.fromEntries(filesFor({ name: 'demo', ...given }));
  return files;
}

function folderOf(name: string): string {
  return path.join(import.meta.dirname, 'golden', name);
}

function read(name: string): Tree {
  const folder = folderOf(name);
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')];
    }),
  );
}

/** Puts what is generated in the place of what lies there. */
function update(name: string, tree: Tree, same: Tree): void {
  rmSync(folderOf(name), { recursive: true, force: true });
  for (const [file, text] of Object.entries(tree)) {
    if (same[file] === text) continue;
    const to = path.join(folderOf(name), file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
}

describe('the golden project', () => {
  // All of them before the first comparison: most are compared with FIRST too.
  beforeAll(() => {
    if (!process.env.UPDATE_GOLDEN) return;
    const first = generated(PROJECTS[FIRST] as Given);
    for (const [name, given] of Object.entries(PROJECTS)) update(name, generated(given), name === FIRST ? {} : first);
  });

  it.each(Object.entries(PROJECTS))('%s is as it was reviewed', (name, given) => {
    const tree = generated(given);
    expect(tree).toEqual({ ...read(FIRST), ...read(name) });
  });

  it('has the data that the project says it has', () => {
    const data = filesFor({}).get(DATA) as string;
    expect(createHash('sha256').update(data).digest('hex')).toBe(DATA_SHA256);
  });

  it('has no neighbour that nothing is compared with', () => {
    expect(readdirSync(path.join(import.meta.dirname, 'golden')).sort()).toEqual(Object.keys(PROJECTS).sort());
  });
});
