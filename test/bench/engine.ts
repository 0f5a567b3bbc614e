import { request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { networkArguments } from '../../generators/engine/secrets.ts';
import { BUILDING, docker } from '../engine/images.ts';
import { type Cost, timed } from './measure.ts';

/** How often an app that starts is asked, and how long at most, in milliseconds. */
const ASK_EVERY = 5;
const ANSWERS_WITHIN = 120_000;

/** Builds a folder as a person would, with what this machine knows of its network. */
export function build(folder: string, ...options: string[]): Cost {
  const args = ['build', '--progress', 'plain', ...networkArguments(process.env), ...options, '.'];
  const { wall } = timed('docker', args, { cwd: folder, env: BUILDING });
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
