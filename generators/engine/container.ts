import { randomUUID } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Architecture, baseOf } from '../catalog/bases.ts';
import { imageEnvironment } from '../catalog/wheel-tags.ts';
import { curlLine } from './call.ts';
import { run as runCommand } from './command.ts';
import {
  appImage,
  buildArguments,
  buildStep,
  freeName,
  layerArguments,
  layersWeigh,
  lockArguments,
  RUN_LABEL,
  runArguments,
} from './container-arguments.ts';
import type { Ground } from './cost.ts';
import { endServer, removeContainers } from './earlier.ts';
import { extraNotes } from './extras.ts';
import { EngineError } from './failure.ts';
import { answersHealthy, HEALTHY_WITHIN, LOOK_EVERY } from './health.ts';
import { movedNotes, portFrom } from './ports.ts';
import type { Project } from './project.ts';
import { networkArguments } from './secrets.ts';
import { type Bench, type Engine, failed, type Running } from './step.ts';

/** How long undoing may take, in milliseconds. */
const UNDO_WITHIN = 20_000;

/**
 * Docker before version 23 builds with BuildKit only when told to. Attestations carry the time of the build: without them an unchanged
 * project gives the same image again, and no unnamed one is left over.
 */
const BUILD = { DOCKER_BUILDKIT: '1', BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };

/** An architecture by the names that engines and Node have for it. */
const ARCHITECTURE: Readonly<Record<string, Architecture>> = {
  amd64: 'x86_64',
  x64: 'x86_64',
  arm64: 'aarch64',
};

/** Locks, builds and runs a project with docker or podman. */
export function containerEngine(name: 'docker' | 'podman', project: Project): Engine {
  const mark = randomUUID();
  const network = networkArguments(process.env, undefined, project.asked.ownIndex);
  let container = '';
  let port = 0;
  let running: Running | undefined;

  async function build(bench: Bench, args: readonly string[], task: string): Promise<readonly string[]> {
    const result = await bench.run(name, args, {
      env: BUILD,
      onLine: (line) => {
        const step = buildStep(line);
        if (step) bench.show(step);
      },
    });
    if (!result.ok) throw failed(bench, result.lines, task, name);
    return result.lines;
  }

  /** Makes uv.lock beside its place: a full disk or Ctrl-C leaves the old lock or none, never half of one. */
  async function lock(bench: Bench): Promise<void> {
    const staging = join('.ml-docker', 'lock');
    const lines = await build(bench, lockArguments(name, network, staging), 'Locking');
    for (const note of extraNotes(lines)) bench.note(note);
    await rename(join(project.folder, staging, 'uv.lock'), join(project.folder, 'uv.lock'));
  }

  /** What an image weighs; undefined where the engine does not say. */
  async function weigh(bench: Bench, image: string): Promise<number | undefined> {
    const { ok, lines } = await bench.run(name, layerArguments(image));
    return ok ? layersWeigh(lines) : undefined;
  }

  /** The base stage: locking has made it, so it is there in a moment. Where it can't be had the build will say why. */
  async function ground(bench: Bench): Promise<Ground> {
    const base = { target: 'base', tag: `${project.image}:base-${mark.slice(0, 8)}` };
    let bytes: number | undefined;
    let architecture = '';
    try {
      const built = await bench.run(name, buildArguments(name, base, network), { env: BUILD });
      if (built.ok) {
        bytes = await weigh(bench, base.tag);
        const seen = await bench.run(name, ['image', 'inspect', '--format', '{{.Architecture}}', base.tag]);
        architecture = seen.lines.at(-1)?.trim() ?? '';
      }
    } finally {
      // Only the name, after Ctrl-C as well: what is below it is what the build goes on from.
      await runCommand(name, ['image', name === 'podman' ? 'untag' : 'rm', base.tag], { timeout: UNDO_WITHIN });
    }
    const environment = imageEnvironment(
      project.python,
      baseOf(project.asked.base).libc,
      ARCHITECTURE[architecture] ?? ARCHITECTURE[process.arch] ?? 'x86_64',
    );
    return { environment, image: true, ...(bytes !== undefined && { base: bytes }) };
  }

  /** Removes what this run has started, and nothing else. */
  async function undo(): Promise<string | undefined> {
    running = undefined;
    if (!container) return undefined;
    const options = { timeout: UNDO_WITHIN };
    const mine = await runCommand(name, ['ps', '--all', '--quiet', '--filter', `label=${RUN_LABEL}=${mark}`], options);
    const ids = mine.lines.filter((line) => /^[0-9a-f]{12,64}$/.test(line));
    if (mine.ok && ids.length === 0) return undefined;
    const removed = mine.ok && (await runCommand(name, ['rm', '--force', '--volumes', ...ids], options)).ok;
    return removed ? undefined : `${name} rm --force ${container}`;
  }

  async function start(bench: Bench): Promise<void> {
    await removeContainers(bench, name);
    await endServer(bench);
    bench.signal.throwIfAborted();
    let { gpu } = project;
    let first = project.app.port;
    for (;;) {
      const names = await bench.run(name, ['ps', '--all', '--format', '{{.Names}}']);
      container = freeName(project.image, names.lines);
      port = await portFrom(first);
      // Ctrl-C waits for this command, which takes a moment: one that is cut off may still start its container afterwards.
      const never = new AbortController().signal;
      const result = await bench.run(name, runArguments(name, project, { name: container, port, gpu, run: mark }), {
        signal: never,
        timeout: 60_000,
      });
      if (result.ok) return;
      await undo();
      bench.signal.throwIfAborted();
      const text = result.lines.join('\n');
      if (/port is already allocated|address already in use|ports are not available/i.test(text)) first = port + 1;
      else if (gpu && /select device driver|unresolvable CDI|nvidia/i.test(text)) {
        gpu = false;
        bench.note(
          `${name} has no access to a GPU here: the container runs on the CPU (install the NVIDIA Container Toolkit to change that).`,
        );
      } else if (!/name .* (is )?already in use/i.test(text))
        throw failed(bench, result.lines, 'Starting the container', name);
    }
  }

  /** Undefined while the container starts, else how that ended. */
  async function state(bench: Bench): Promise<'healthy' | 'unhealthy' | 'ended' | undefined> {
    const answer = await runCommand(name, ['inspect', '--format', '{{json .State}}', container], {
      signal: bench.signal,
      timeout: UNDO_WITHIN,
    });
    const json = answer.lines.find((line) => line.startsWith('{'));
    if (!answer.ok || !json) {
      for (const line of answer.lines) await bench.log.write(line);
      throw failed(bench, answer.lines, 'Waiting for the container', name);
    }
    const seen = JSON.parse(json) as { Running?: boolean; Restarting?: boolean; Health?: { Status?: string } | null };
    if (!seen.Running) return 'ended';
    if (name === 'podman') {
      // Without systemd nothing runs podman's health checks: ask for one.
      const check = await runCommand(name, ['healthcheck', 'run', container], {
        signal: bench.signal,
        timeout: UNDO_WITHIN,
      });
      return check.ok ? 'healthy' : undefined;
    }
    if (!seen.Health?.Status) return (await answersHealthy(port)) ? 'healthy' : undefined;
    return seen.Health.Status === 'healthy' || seen.Health.Status === 'unhealthy' ? seen.Health.Status : undefined;
  }

  async function wait(bench: Bench): Promise<void> {
    const deadline = Date.now() + HEALTHY_WITHIN;
    for (;;) {
      const seen = await state(bench);
      if (seen === 'healthy') break;
      if (seen || Date.now() > deadline) {
        const said = await bench.run(name, ['logs', container]);
        const why = seen === 'ended' ? 'ended before it was healthy' : 'does not become healthy';
        throw new EngineError(`The container ${why}.`, '', 1, { log: bench.log.file, lines: said.lines.slice(-12) });
      }
      await pause(LOOK_EVERY, undefined, { signal: bench.signal });
    }
    const url = `http://127.0.0.1:${port}`;
    running = {
      url,
      curl: curlLine(project.app.id, url),
      stop: `${name} stop ${container}`,
      remove: `${name} rm --force ${container}`,
      logs: `${name} logs --follow ${container}`,
    };
    for (const note of movedNotes(project.app.port, port)) bench.note(note);
    if (container !== project.image)
      bench.note(`There is a container ${project.image} already, so this one is called ${container}.`);
    if (/^(tcp|ssh|https?):/.test(process.env.DOCKER_HOST ?? '') && name === 'docker') {
      bench.note('DOCKER_HOST names another machine: the address is open there, not here.');
    }
  }

  return {
    name,
    makes: 'image',
    remove: `${name} rmi ${project.image}`,
    lock: [{ title: 'Lock every version', log: 'lock', work: lock }],
    build: [
      {
        title: `Build the image ${project.image}`,
        log: 'build',
        work: async (bench) => {
          await build(bench, buildArguments(name, appImage(project), network), 'The build');
        },
      },
    ],
    run: [
      { title: 'Start the container', log: 'start', work: start },
      { title: 'Wait until it is healthy', log: 'run', work: wait },
    ],
    ground,
    weight: (bench) => weigh(bench, project.image),
    running: () => running,
    undo,
  };
}
