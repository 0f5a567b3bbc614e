import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { networkArguments } from '../../generators/engine/secrets.ts';
import { output } from './command.ts';
import { type Cost, timed } from './measure.ts';

/** Where `npm run engine` puts the commands of the engine that it sets up. */
const COMMANDS = path.join(
  process.env.ML_DOCKER_ENGINE_HOME ?? path.join(homedir(), '.cache', 'ml-docker-engine'),
  'bin',
);

const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: existsSync(COMMANDS) ? `${COMMANDS}${path.delimiter}${process.env.PATH}` : process.env.PATH,
  DOCKER_BUILDKIT: '1',
  // Attestations carry the time of the build, and would make a new image of an unchanged project.
  BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
};

/** How often an app that starts is asked, and how long at most, in milliseconds. */
const ASK_EVERY = 5;
const ANSWERS_WITHIN = 120_000;

/** Why images can't be measured here, and the command that changes it; undefined when an engine answers. */
export function whyNoEngine(): string | undefined {
  const { error, status, stderr } = spawnSync('docker', ['version'], { env: ENVIRONMENT, encoding: 'utf8' });
  if (!error && status === 0) return undefined;
  const why = error ? 'docker is not installed' : stderr.trim().split('\n').at(-1);
  return `the image part needs a container engine, and none answers (${why}). To have one: npm run engine`;
}

/** Runs docker; its standard output. */
export function docker(...args: string[]): string {
  return output('docker', args, { env: ENVIRONMENT });
}

/** Builds a folder as a person would, with what this machine knows of its network. */
export function build(folder: string, ...options: string[]): Cost {
  const args = ['build', '--progress', 'plain', ...networkArguments(process.env), ...options, '.'];
  const { wall } = timed('docker', args, { cwd: folder, env: ENVIRONMENT });
  return { wall }; // the processor time is the engine's, not this command's
}

/** A port of this machine that is free. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The status that a JSON request is answered with; undefined while nothing answers. */
function post(url: string, body: object): Promise<number | undefined> {
  return new Promise((resolve) => {
    const call = request(
      url,
      { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode));
        answer.once('error', () => resolve(undefined));
      },
    );
    call.once('error', () => resolve(undefined));
    call.end(JSON.stringify(body));
  });
}

/**
 * Starts an image and says how long it took until it answered with a prediction; the container is removed then.
 * @param label marks the container, so that it can be found whatever happens.
 * @throws Error with the container's log, when it answers otherwise or not at all.
 */
export async function firstAnswer(image: string, label: string, body: object): Promise<Cost> {
  const port = await freePort();
  const started = performance.now();
  const container = docker('run', '--detach', '--label', label, '--publish', `127.0.0.1:${port}:8000`, image);
  try {
    for (;;) {
      const status = await post(`http://127.0.0.1:${port}/predict`, body);
      const took = performance.now() - started;
      if (status === 200) return { wall: took / 1000 };
      if (status !== undefined || took > ANSWERS_WITHIN) {
        throw new Error(`${image} gives no prediction (${status ?? 'no answer'}):\n${docker('logs', container)}`);
      }
      await pause(ASK_EVERY);
    }
  } finally {
    docker('rm', '--force', '--volumes', container);
  }
}

/** The bytes of an image as it is sent over a network; undefined where the image store knows them unpacked only. */
export function packedSize(image: string): number | undefined {
  const containerd = docker('info', '--format', '{{json .DriverStatus}}').includes('io.containerd.snapshotter');
  return containerd ? Number(docker('image', 'inspect', '--format', '{{.Size}}', image)) : undefined;
}

/** The bytes of an image's files on disk, layer by layer. */
export function unpackedSize(image: string): number {
  const layers = docker('history', '--human=false', '--format', '{{.Size}}', image).split('\n').map(Number);
  return layers.reduce((sum, one) => sum + one, 0);
}

/** A part of the build cache, as far as it matters here. */
interface CacheRecord {
  ID: string;
  Description: string;
  Parents: string[] | null;
}

/** The parts of the build cache that a marked command made, and all that was built on them. */
function marked(records: readonly CacheRecord[], mark: string): Set<string> {
  const found = new Set(records.filter(({ Description }) => Description.includes(mark)).map(({ ID }) => ID));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { ID, Parents } of records) if (Parents?.some((parent) => found.has(parent))) found.add(ID);
  }
  return found;
}

/** Removes the containers, images and parts of the build cache that carry a mark, and nothing else. */
export function cleanUp(mark: string, label: string): void {
  const remove = (found: string, ...args: string[]) => {
    if (found !== '') docker(...args, ...new Set(found.split('\n')));
  };
  remove(docker('ps', '--all', '--quiet', '--filter', `label=${label}`), 'rm', '--force', '--volumes');
  remove(docker('images', '--filter', `reference=${mark}*`, '--format', '{{.Repository}}:{{.Tag}}'), 'rmi', '--force');
  try {
    const records = docker('buildx', 'du', '--format', 'json')
      .split('\n')
      .map((line) => JSON.parse(line) as CacheRecord);
    const ids = [...marked(records, mark)];
    if (ids.length > 0) docker('buildx', 'prune', '--all', '--force', '--filter', `id~=^(${ids.join('|')})$`);
  } catch {
    // an older buildx can't list them like this: its own garbage collection will find them
  }
}
