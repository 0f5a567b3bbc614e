import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Resolver } from '../../generators/catalog/refresh/resolver.ts';
import { BAD_ANSWERS, type BadAnswer, BadIndex } from '../bad-index.ts';
import { start } from '../cli/command.ts';

/* npm run catalog as a real process, against indexes that don't answer as they should. */

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const SCRIPT = path.join(ROOT, 'node_modules', '.cache', 'catalog-test.js');
const index = await Resolver.open().catch((error: Error) => error.message);

let folder: string;
const bad = new BadIndex();
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ml-docker-catalog-'));
  const source = path.join('generators', 'catalog', 'refresh', 'command.ts');
  const flags = ['--bundle', '--platform=node', '--format=esm', '--packages=external', '--log-level=warning'];
  execFileSync(path.join(ROOT, 'node_modules', '.bin', 'esbuild'), [source, ...flags, `--outfile=${SCRIPT}`], {
    cwd: ROOT,
  });
  await bad.open();
});
afterAll(() => {
  bad.close();
  rmSync(folder, { recursive: true, force: true });
});

function catalog(args: readonly string[], env: Record<string, string> = {}) {
  const words = [process.execPath, SCRIPT, '--output', path.join(folder, 'wheels.json'), ...args];
  return start(words, { cwd: ROOT, env: { ...process.env, ...env } }).outcome;
}

const online = typeof index === 'string' ? describe.skip : describe;

online(`npm run catalog${typeof index === 'string' ? ` (skipped: ${index})` : ''}`, () => {
  it.each([...(Object.keys(BAD_ANSWERS) as BadAnswer[]), 'nothing' as const])(
    'where the index answers %s: one line, and no file',
    async (answer) => {
      const { code, stdout, stderr } = await catalog([], { UV_DEFAULT_INDEX: bad.address(answer) });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^catalog: The package index does not answer: [^\n]+\n$/);
      expect(readdirSync(folder)).toEqual([]);
    },
    60_000,
  );

  it.each([
    [['--index', 'nonsense=https://example.org'], 'pytorch-cpu'],
    [['--index', 'pytorch-cpu=nonsense'], 'is no address of the web'],
    [['--indexes'], '--indexes'],
  ])('%j is refused with the way to call it', async (args, said) => {
    const { code, stderr } = await catalog(args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain('Usage: npm run catalog');
    expect(existsSync(path.join(folder, 'wheels.json'))).toBe(false);
  });
});
