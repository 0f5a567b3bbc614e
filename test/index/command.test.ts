import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Resolver } from '../../generators/catalog/refresh/resolver.ts';
import { start } from '../cli/command.ts';

/* npm run catalog as a real process, against indexes that don't answer as they should. */

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const SCRIPT = path.join(ROOT, 'node_modules', '.cache', 'catalog-test.js');
const index = await Resolver.open().catch((error: Error) => error.message);

const ANSWERS: Record<string, { status: number; type: string; body: string }> = {
  404: { status: 404, type: 'text/html', body: '<html>gone</html>' },
  403: { status: 403, type: 'text/html', body: '<html>not for you</html>' },
  garbage: { status: 200, type: 'application/octet-stream', body: '\u0000\u0001' },
  'a login page': { status: 200, type: 'text/html', body: '<html><body>Log in to the network</body></html>' },
};

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ml-docker-catalog-'));
  const source = path.join('generators', 'catalog', 'refresh', 'command.ts');
  const flags = ['--bundle', '--platform=node', '--format=esm', '--packages=external', '--log-level=warning'];
  execFileSync(path.join(ROOT, 'node_modules', '.bin', 'esbuild'), [source, ...flags, `--outfile=${SCRIPT}`], {
    cwd: ROOT,
  });
  server = createServer(({ url = '' }, response) => {
    const { status, type, body } = ANSWERS[decodeURIComponent(url.split('/')[1] as string)] as (typeof ANSWERS)[string];
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await new Promise((closed) => server.close(closed));
});

function catalog(args: readonly string[], env: Record<string, string> = {}) {
  const words = [process.execPath, SCRIPT, '--output', path.join(folder, 'wheels.json'), ...args];
  return start(words, { cwd: ROOT, env: { ...process.env, ...env } }).outcome;
}

const online = typeof index === 'string' ? describe.skip : describe;

online(`npm run catalog${typeof index === 'string' ? ` (skipped: ${index})` : ''}`, () => {
  it.each([...Object.keys(ANSWERS), 'nothing'])(
    'where the index answers %s: one line, and no file',
    async (answer) => {
      const { port } = server.address() as AddressInfo;
      const address = answer === 'nothing' ? 'http://127.0.0.1:9' : `http://127.0.0.1:${port}/${encodeURI(answer)}`;
      const { code, stdout, stderr } = await catalog([], { UV_DEFAULT_INDEX: `${address}/simple` });
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^catalog: The package index does not answer: [^\n]+\n$/);
      expect(readdirSync(folder)).toEqual([]);
    },
    60_000,
  );

  it.each([
    [['--index', 'nonsense=https://example.org'], 'pytorch-cpu'],
    [['--index', 'pytorch-cpu=nonsense'], 'NAME=ADDRESS'],
    [['--indexes'], '--indexes'],
  ])('%j is refused with the way to call it', async (args, said) => {
    const { code, stderr } = await catalog(args);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain('Usage: npm run catalog');
    expect(existsSync(path.join(folder, 'wheels.json'))).toBe(false);
  });
});
