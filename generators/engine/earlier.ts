import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { endGroup, run } from './command.ts';
import { ownFilters } from './container-arguments.ts';
import { environmentPython, type Project } from './project.ts';
import { type Bench, failed } from './step.ts';

/** Between two looks at a process that is asked to end, in milliseconds. */
const LOOK_EVERY = 50;

/** A server that a run without a container has started. */
export interface Server {
  pid: number;
  port: number;
}

/**
 * Removes the containers of earlier runs of this project from this folder, running or not, and no other. Throws an EngineError where the
 * engine can't.
 */
export async function removeContainers(bench: Bench, engine: 'docker' | 'podman'): Promise<void> {
  const found = await bench.run(engine, [
    'ps',
    '--all',
    ...ownFilters(bench.project),
    '--format',
    '{{.ID}} {{.Names}}',
  ]);
  if (!found.ok) throw failed(bench, found.lines, 'Looking for the container of an earlier run', engine);
  const containers = found.lines.flatMap((line) => {
    const match = /^([0-9a-f]{12,64}) (\S+)$/.exec(line);
    return match ? [{ id: match[1] ?? '', name: match[2] ?? '' }] : [];
  });
  if (containers.length === 0) return;
  const removed = await bench.run(engine, ['rm', '--force', '--volumes', ...containers.map(({ id }) => id)]);
  if (!removed.ok) throw failed(bench, removed.lines, 'Removing the container of an earlier run', engine);
  const names = containers.map(({ name }) => name).join(', ');
  bench.note(
    containers.length === 1
      ? `The container ${names} of an earlier run was replaced.`
      : `The containers of earlier runs were replaced: ${names}.`,
  );
}

/** Where the server of this folder is written down. */
function record(project: Project): string {
  return join(project.folder, '.ml-docker', 'serve.json');
}

/** Writes down which server runs, for the next run. A folder that can't be written leaves the next run with another port, no more. */
export async function rememberServer(project: Project, server: Server): Promise<void> {
  await mkdir(dirname(record(project)), { recursive: true }).catch(() => {});
  await writeFile(record(project), `${JSON.stringify(server)}\n`).catch(() => {});
}

/** Forgets the server that has ended. */
export async function forgetServer(project: Project): Promise<void> {
  await rm(record(project), { force: true }).catch(() => {});
}

/** The server that was written down; undefined where there is none or the file makes no sense. */
async function rememberedServer(project: Project): Promise<Server | undefined> {
  try {
    const { pid, port } = JSON.parse(await readFile(record(project), 'utf8'));
    return Number.isSafeInteger(pid) && pid > 1 && Number.isInteger(port) ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether this process is surely the server of this project in this folder: its number may have passed to another one since. Never sure
 * on Windows.
 */
async function isServer(project: Project, pid: number): Promise<boolean> {
  const command = [environmentPython(project), '-m', project.package, 'serve'].join(' ');
  if (process.platform === 'win32') return false;
  if (process.platform === 'linux') {
    try {
      const seen = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return seen === command && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(project.folder);
    } catch {
      return false;
    }
  }
  const seen = await run('ps', ['-p', String(pid), '-o', 'command=']);
  return seen.ok && seen.lines.at(-1)?.trim() === command;
}

/** Ends the server that an earlier run of this project has started from this folder without a container, if it still runs. */
export async function endServer(bench: Bench): Promise<void> {
  const { project } = bench;
  const server = await rememberedServer(project);
  if (!server || !(await isServer(project, server.pid))) return;
  bench.show('ending the app of an earlier run');
  const gone = new AbortController();
  const ended = (async () => {
    while (!gone.signal.aborted && (await isServer(project, server.pid))) await pause(LOOK_EVERY);
  })();
  await endGroup(server.pid, ended);
  gone.abort();
  await forgetServer(project);
  bench.note(`The app of an earlier run (process ${server.pid}, port ${server.port}) was replaced.`);
}
