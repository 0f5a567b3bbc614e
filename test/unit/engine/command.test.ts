import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { launch } from '../../../generators/engine/background.ts';
import { CommandLog, run } from '../../../generators/engine/command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const node = process.execPath;

/** Whether a process lives. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits for something that happens soon. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('it did not happen');
    await new Promise((done) => setImmediate(done));
  }
}

describe('a command', () => {
  it('gives both of its outputs as lines, without colours', async () => {
    const result = await run(node, ['-e', 'console.log("\\u001b[31mred\\u001b[0m"); console.error("error")']);
    expect(result.ok).toBe(true);
    expect(result.lines.sort()).toEqual(['error', 'red']);
  });

  it('that fails or is missing is a result, not an exception', async () => {
    await expect(run(node, ['-e', 'process.exit(3)'])).resolves.toMatchObject({ ok: false, missing: false });
    await expect(run(join(folder, 'nothing'), [])).resolves.toMatchObject({ ok: false, missing: true });
  });

  it('leaves its line and its whole output in the log, and no secret', async () => {
    const log = new CommandLog(join(folder, 'deep', 'build.log'), ['s3cret']);
    const seen: string[] = [];
    const options = { log, onLine: (line: string) => seen.push(line) };
    const result = await run(
      node,
      ['-e', 'for (let i = 0; i < 1000; i++) console.log("line", i, "s3" + "cret")'],
      options,
    );
    await log.end();
    const text = readFileSync(log.file, 'utf8').split('\n');
    expect(text[0]).toMatch(/^\$ .*node/);
    expect(text[1]).toBe('line 0 ***');
    expect(text[1000]).toBe('line 999 ***');
    expect(seen).toHaveLength(1000);
    expect([...seen, ...result.lines].join()).not.toContain('s3cret');
  });

  it('goes on when its log can not be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const log = new CommandLog(join(folder, 'file', 'build.log'));
    await expect(run(node, ['-e', 'console.log(1)'], { log })).resolves.toMatchObject({ ok: true, lines: ['1'] });
    await log.end();
  });

  it('that is cancelled ends at once, with everything that it started', async () => {
    const stop = new AbortController();
    const pids: number[] = [];
    // Both ignore Ctrl-C, as a stubborn program may.
    const child = 'process.on("SIGINT", () => {}); console.log(process.pid); setInterval(() => {}, 1000);';
    const parent = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { stdio: "inherit" }); console.log(process.pid); setInterval(() => {}, 1000);`;
    const running = run(node, ['-e', parent], { signal: stop.signal, onLine: (line) => void pids.push(Number(line)) });
    running.catch(() => {});
    await until(() => pids.length === 2);
    stop.abort();
    await expect(running).rejects.toThrow(/abort/i);
    await until(() => !pids.some(lives));
  }, 20_000);

  it('ends when its time is over', async () => {
    const result = await run(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 50 });
    expect(result.ok).toBe(false);
  });
});

describe('a command in the background', () => {
  it('writes to its file, and ends when told to', async () => {
    const log = join(folder, 'log', 'serve.log');
    const script = 'console.log("from", process.env.PLACE); setInterval(() => {}, 1000)';
    const started = await launch(node, ['-e', script], { cwd: folder, env: { PLACE: 'here' }, log });
    await until(() => existsSync(log) && readFileSync(log, 'utf8') === 'from here\n');
    expect(started?.ended()).toBe(false);
    await started?.end();
    expect(started?.ended()).toBe(true);
  });

  it('that can not be started is undefined', async () => {
    const options = { cwd: folder, env: {}, log: join(folder, 'serve.log') };
    await expect(launch(join(folder, 'nothing'), [], options)).resolves.toBeUndefined();
  });
});
