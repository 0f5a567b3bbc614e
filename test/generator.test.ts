import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import helpers from 'yeoman-test';
import MlDockerGenerator from '../generators/app/index.ts';
import type { Flags } from '../generators/app/options.ts';
import { filesFor } from './combinations.ts';

const RESOLVED = path.resolve(import.meta.dirname, '..', 'generators', 'app', 'index.ts');
const ANSWERS = {
  preset: 'own',
  base: 'alpine',
  libraries: ['numpy', 'polars'],
  python: '3.11',
  delivery: 'files',
};
const FLAGS: Flags = { base: 'alpine', libraries: 'numpy,polars', python: '3.11' };

const here = process.cwd();
let cwd: string;

beforeEach(() => {
  cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'ml-docker-')));
});
afterEach(() => {
  process.chdir(here);
  rmSync(cwd, { recursive: true, force: true });
});

/**
 * Runs the generator under Yeoman.
 * @param answers what a person answers at the prompts; without it there is no terminal.
 * @returns what it printed.
 */
async function generate(folder: string, flags: Flags, answers?: Record<string, unknown>): Promise<string> {
  const lines: string[] = [];
  await helpers
    .run(MlDockerGenerator as never, { namespace: 'ml-docker:app', resolved: RESOLVED, cwd, autoCleanup: false })
    .onGenerator((generator) => {
      const terminal = answers !== undefined;
      Object.assign(generator, { _terminal: () => terminal, _print: (printed: string[]) => lines.push(...printed) });
    })
    .withArguments([folder])
    .withOptions({ force: false, ...flags } as never)
    .withAnswers(answers ?? {});
  return lines.join('\n');
}

/** Every file under the project: path -> text. */
function tree(folder = 'demo'): Record<string, string> {
  const root = path.join(cwd, folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(root, file), readFileSync(file, 'utf8')];
    }),
  );
}

/** When each file and folder of the project was last changed, in milliseconds. */
function times(folder = 'demo'): Record<string, number> {
  const root = path.join(cwd, folder);
  const entries = ['.', ...(readdirSync(root, { recursive: true }) as string[])];
  return Object.fromEntries(entries.map((entry) => [entry, statSync(path.join(root, entry)).mtimeMs]));
}

function stored(): unknown {
  return JSON.parse(readFileSync(path.join(cwd, 'demo', '.yo-rc.json'), 'utf8'));
}

describe('under Yeoman', () => {
  it('the prompts give the same files as the flags', async () => {
    await generate('demo', {}, ANSWERS);
    const prompted = tree();
    rmSync(path.join(cwd, 'demo'), { recursive: true });
    await generate('demo', FLAGS);
    expect(tree()).toEqual(prompted);
  });

  it('a project is what the plan renders, and the stored answers', async () => {
    await generate('demo', FLAGS);
    const { '.yo-rc.json': _, ...files } = tree();
    expect(files).toEqual(Object.fromEntries(filesFor({ name: 'demo', ...FLAGS })));
  });

  it('the answers are stored, and nothing else', async () => {
    await generate('demo', { ...FLAGS, with: 'altair>=5' });
    expect(stored()).toEqual({
      'generator-ml-docker': {
        name: 'demo',
        base: 'alpine',
        python: '3.11',
        libraries: ['numpy', 'polars'],
        with: ['altair>=5'],
        apps: ['api'],
        gpu: false,
        index: [],
      },
    });
  });

  it('it ends with the next commands and the line that repeats the answers', async () => {
    const printed = await generate('demo', FLAGS);
    expect(printed).toMatch(/^Created demo: \d+ files$/m);
    expect(printed).toContain('cd demo');
    expect(printed).toContain('docker compose up --build --wait');
    expect(printed).toMatch(/ml-docker demo --base alpine --python 3\.11 --libraries numpy,polars --apps api$/);
  });

  it('--dry-run shows every file and writes none', async () => {
    const printed = await generate('demo', { ...FLAGS, 'dry-run': true });
    expect(printed).toMatch(/^ {2}\+ Dockerfile$/m);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('wrong answers are refused, and nothing is written', async () => {
    await expect(generate('demo', { ...FLAGS, base: 'debian' })).rejects.toMatchObject({ exitCode: 2 });
    await expect(generate('demo', {}, { ...ANSWERS, libraries: ['torch'] })).rejects.toThrow(/can't run on alpine/);
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('the same answers again', () => {
  it.each([
    ['from flags', FLAGS, undefined],
    ['from what was stored', {}, undefined],
    ['at the prompts', {}, { delivery: 'files' }],
  ])('%s change nothing and touch nothing', async (_, flags, answers) => {
    await generate('demo', FLAGS);
    const before = times();
    expect(await generate('demo', flags, answers)).toContain('nothing to change');
    expect(times()).toEqual(before);
  });

  it('bring back a file that was deleted, and touch no other', async () => {
    await generate('demo', FLAGS);
    const before = times();
    rmSync(path.join(cwd, 'demo', 'Makefile'));
    expect(await generate('demo', {})).toMatch(/Wrote 1 of \d+ files in demo: Makefile/);
    const { '.': _, Makefile: __, ...others } = times();
    expect(before).toMatchObject(others);
  });
});

describe('other answers in a project', () => {
  beforeEach(() => generate('demo', FLAGS).then(() => undefined));
  const edit = (file: string) => {
    const there = path.join(cwd, 'demo', file);
    writeFileSync(there, `${readFileSync(there, 'utf8')}# mine\n`);
  };

  it('replace without a question what nobody has edited', async () => {
    expect(await generate('demo', { libraries: 'numpy' })).toMatch(/Wrote \d of \d+ files in demo: .*pyproject\.toml/s);
    expect(tree()['pyproject.toml']).not.toContain('polars');
  });

  it('leave an edited file alone for which they have nothing new', async () => {
    edit('Makefile');
    expect(await generate('demo', { libraries: 'numpy' })).toContain('Left as you edited it: Makefile');
    expect(tree().Makefile).toContain('# mine');
  });

  it('are refused without a terminal where they would change an edited file', async () => {
    edit('pyproject.toml');
    await expect(generate('demo', { libraries: 'numpy' })).rejects.toThrow(/differ.*\n {2}pyproject\.toml\n/);
    expect(tree()['pyproject.toml']).toContain('# mine');
  });
});

describe('a folder that holds files', () => {
  beforeEach(() => {
    mkdirSync(path.join(cwd, 'demo'));
    writeFileSync(path.join(cwd, 'demo', 'README.md'), 'mine');
    writeFileSync(path.join(cwd, 'demo', 'notes.txt'), 'mine too');
  });
  const mine = { 'README.md': 'mine', 'notes.txt': 'mine too' };

  it('is refused without a terminal, with the list of files that differ', async () => {
    await expect(generate('demo', FLAGS)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/demo holds files that differ.*\n {2}README\.md\n.*--force/),
    });
    expect(tree()).toEqual(mine);
  });

  it('gets the project with --force, which keeps what it replaces', async () => {
    const printed = await generate('demo', { ...FLAGS, force: true });
    const { 'README.md': readme, 'notes.txt': notes, ...others } = tree();
    expect(readme).toContain('# demo');
    expect(notes).toBe('mine too');
    const [backup] = Object.keys(others).filter((file) => file.startsWith('.ml-docker/'));
    expect(backup).toMatch(/^\.ml-docker\/backup\/[^/]+\/README\.md$/);
    expect(others[backup as string]).toBe('mine');
    expect(printed).toContain(`Kept what was there, in ${path.posix.dirname(backup as string)}/:\n  README.md`);
  });

  it("is asked about in a terminal with Yeoman's own question, file by file", async () => {
    await generate('demo', {}, { ...ANSWERS, action: 'skip' });
    expect(tree()).toMatchObject(mine);
    expect(Object.keys(tree())).toContain('Dockerfile');
    await generate('demo', {}, { ...ANSWERS, action: 'write' });
    expect(tree()['README.md']).toContain('# demo');
  });

  it('is left as it is when the question is aborted', async () => {
    await expect(generate('demo', {}, { ...ANSWERS, action: 'abort' })).rejects.toThrow(
      'Cancelled: nothing was written.',
    );
    expect(tree()).toEqual(mine);
  });

  it('is refused where a file stands in the place of a folder', async () => {
    writeFileSync(path.join(cwd, 'demo', 'src'), 'a file');
    await expect(generate('demo', { ...FLAGS, force: true })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/src is a file where the project needs a folder/),
    });
    expect(tree()).toEqual({ ...mine, src: 'a file' });
  });

  it('keeps what other generators stored in its .yo-rc.json, without a question', async () => {
    rmSync(path.join(cwd, 'demo', 'README.md'));
    writeFileSync(path.join(cwd, 'demo', '.yo-rc.json'), '{"generator-node": {"kept": true}}');
    await generate('demo', FLAGS);
    await generate('demo', { python: '3.12', force: true });
    expect(stored()).toMatchObject({ 'generator-node': { kept: true }, 'generator-ml-docker': { python: '3.12' } });
  });
});

describe('a run that was killed while it moved files into place', () => {
  it('is finished by the next one', async () => {
    await generate('demo', FLAGS);
    const before = tree();
    mkdirSync(path.join(cwd, 'demo', '.ml-docker', 'ready'), { recursive: true });
    writeFileSync(path.join(cwd, 'demo', '.ml-docker', 'ready', 'Makefile'), before.Makefile as string);
    rmSync(path.join(cwd, 'demo', 'Makefile'));
    expect(await generate('demo', FLAGS)).toContain('nothing to change');
    expect(tree()).toEqual(before);
  });
});
