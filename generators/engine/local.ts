import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pasted } from '../shell.ts';
import { type Background, launch } from './background.ts';
import { curlLine } from './call.ts';
import type { Ground } from './cost.ts';
import { diskUse } from './disk.ts';
import { endServer, forgetServer, rememberServer, removeContainers } from './earlier.ts';
import type { Found } from './engines.ts';
import { extraNotes } from './extras.ts';
import { EngineError } from './failure.ts';
import { answersHealthy, HEALTHY_WITHIN, LOOK_EVERY } from './health.ts';
import { movedNotes, portFrom } from './ports.ts';
import { environmentFolder, environmentPython, logFile, type Project } from './project.ts';
import { environmentOf, pythonFor, searchPath } from './python.ts';
import { networkEnvironment } from './secrets.ts';
import { type Bench, type Engine, failed, type Running } from './step.ts';
import { findUv } from './uv.ts';

const WINDOWS = process.platform === 'win32';

function lastLines(file: string, most: number): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split(/\r?\n/).slice(-most);
  } catch {
    return [];
  }
}

/**
 * Locks, builds and runs a project without a container engine: a virtual environment in the project, from the same lock as the image.
 * `asked`: by name, not for want of an engine. `engine` is the one that would have been taken otherwise, or why there is none.
 */
export function localEngine(project: Project, asked: boolean, engine: Promise<Found>): Engine {
  const network = { ...networkEnvironment(process.env), ...searchPath() };
  const removal = `${WINDOWS ? 'rmdir /s /q' : 'rm -rf'} ${pasted(environmentFolder(project))}`;
  let uvAndPython: Promise<{ uv: string; python: string }> | undefined;
  let server: Background | undefined;
  let running: Running | undefined;

  /** uv and the interpreter, looked for once. */
  function uvFor(bench: Bench): Promise<{ uv: string; python: string }> {
    uvAndPython ??= findUv(bench).then(async (uv) => ({ uv, python: await pythonFor(bench, uv, network) }));
    return uvAndPython;
  }

  async function uv(bench: Bench, args: readonly string[], task: string): Promise<readonly string[]> {
    const found = await uvFor(bench);
    const result = await bench.run(found.uv, [...args, '--python', found.python], {
      env: { ...network, UV_PROJECT_ENVIRONMENT: environmentFolder(project) },
      onLine: (line) => bench.show(line.trim()),
    });
    if (!result.ok) throw failed(bench, result.lines, task, 'uv');
    return result.lines;
  }

  /** Locks; uv writes the file in place, so a full disk or Ctrl-C would leave half of one. */
  async function lock(bench: Bench): Promise<void> {
    const file = join(project.folder, 'uv.lock');
    const old = await readFile(file).catch(() => undefined);
    try {
      for (const note of extraNotes(await uv(bench, ['lock'], 'Locking'))) bench.note(note);
    } catch (error) {
      await (old ? writeFile(file, old) : rm(file, { force: true })).catch(() => {});
      throw error;
    }
  }

  async function ground(bench: Bench): Promise<Ground> {
    return { environment: await environmentOf(bench, (await uvFor(bench)).python), image: false };
  }

  async function train(bench: Bench): Promise<void> {
    const result = await bench.run(environmentPython(project), ['-m', project.package, 'train'], {
      env: { PYTHONPATH: join(project.folder, 'src'), PYTHONUNBUFFERED: '1' },
      onLine: (line) => bench.show(line.trim()),
    });
    if (!result.ok) throw failed(bench, result.lines, 'Training', 'python');
  }

  /** Starts the app on this port and waits; 'taken' when another program was faster. */
  async function serve(bench: Bench, port: number): Promise<'healthy' | 'taken'> {
    const log = logFile(project, `serve-${port}`);
    server = await launch(environmentPython(project), ['-m', project.package, 'serve'], {
      cwd: project.folder,
      env: { PYTHONPATH: join(project.folder, 'src'), PYTHONUNBUFFERED: '1', HOST: '127.0.0.1', PORT: String(port) },
      log,
    });
    if (server) await rememberServer(project, { pid: server.pid, port });
    const deadline = Date.now() + HEALTHY_WITHIN;
    while (server && !server.ended() && Date.now() < deadline) {
      if ((await answersHealthy(port)) && !server.ended()) return 'healthy';
      await pause(LOOK_EVERY, undefined, { signal: bench.signal });
    }
    const lines = lastLines(log, 12);
    if (server?.ended() && /address already in use|Errno 98|Errno 48|WinError 10048/i.test(lines.join('\n')))
      return 'taken';
    throw new EngineError(
      server?.ended() === false ? 'The app does not become healthy.' : 'The app ended at once.',
      '',
      1,
      { log, lines },
    );
  }

  async function start(bench: Bench): Promise<void> {
    await endServer(bench);
    const found = await engine;
    // A container that can't be removed keeps its port, and this run takes the next one.
    if (found.engine && found.engine !== 'local') await removeContainers(bench, found.engine).catch(() => {});
    bench.signal.throwIfAborted();
    let first = project.app.port;
    for (;;) {
      const port = await portFrom(first);
      if ((await serve(bench, port)) === 'healthy') return report(bench, port);
      first = port + 1;
    }
  }

  function report(bench: Bench, port: number): void {
    const url = `http://127.0.0.1:${port}`;
    const log = pasted(logFile(project, `serve-${port}`));
    running = {
      url,
      curl: curlLine(project.app.id, url),
      stop: WINDOWS ? `taskkill /PID ${server?.pid} /T /F` : `kill ${server?.pid}`,
      remove: removal,
      logs: WINDOWS ? `type ${log}` : `tail -f ${log}`,
    };
    for (const note of movedNotes(project.app.port, port)) bench.note(note);
  }

  async function install(bench: Bench): Promise<void> {
    await uv(bench, ['sync', '--locked', '--no-dev', '--no-install-project'], 'Installing the libraries');
    // Not sooner: an engine that hangs is given seconds to answer.
    const found = await engine;
    const why = asked || found.engine ? ', as asked for' : `: ${found.reason}`;
    const remedy = [...(found.engine ? [] : [found.remedy]), ...(asked ? ['leave out --engine local'] : [])];
    bench.note(
      `This is not a container but the project's virtual environment (.ml-docker/venv)${why}. For a container, ${remedy.join(', and ')}.`,
    );
  }

  return {
    name: 'local',
    makes: 'environment',
    remove: removal,
    lock: [{ title: 'Lock every version', log: 'lock', work: lock }],
    build: [
      { title: 'Install the libraries', log: 'install', work: install },
      { title: 'Train the sample model', log: 'train', work: train },
    ],
    run: [{ title: 'Start the app and wait until it is healthy', log: 'start', work: start }],
    ground,
    weight: () => diskUse(environmentFolder(project)),
    running: () => running,
    undo: async () => {
      if (server) {
        await server.end();
        await forgetServer(project);
      }
      running = undefined;
      return undefined;
    },
  };
}
