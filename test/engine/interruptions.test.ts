import { existsSync, mkdirSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readVersions } from '../../generators/app/versions.ts';
import { describeWithEngine } from './available.ts';
import { ENVIRONMENT } from './here.ts';
import { succeed, Workplace } from './workplace.ts';

const RUN = ['--libraries', 'numpy', '--run'];

/** A way to the engine that can be cut: what an engine that dies looks like. */
class Line {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(engine: string) {
    this.#server = createServer((near) => {
      const far = connect(engine);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => other.destroy());
      }
      near.pipe(far).pipe(near);
    });
  }

  async open(path: string): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(path, done));
  }

  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

describeWithEngine(
  'a run that does not go as planned',
  () => {
    const workplace = new Workplace();
    afterAll(() => workplace.cleanUp(), 60_000);

    describe('Ctrl-C', () => {
      const name = workplace.name('cancelled');

      it.each([
        'Lock every version',
        'Add up what it costs',
        'Build the image',
        'Start the container',
        'Wait until it is healthy',
      ])(
        'at "%s" exits 130 and leaves no container',
        async (step) => {
          const { exitCode, output } = await workplace.mlDocker(name, RUN, { interruptAt: step });
          expect(output).toContain('Cancelled');
          expect(exitCode).toBe(130);
          expect(await workplace.containers(name)).toEqual([]);
          expect(existsSync(join(workplace.project(name), 'Dockerfile'))).toBe(true);
        },
        120_000,
      );
    });

    describe('a port that is taken', () => {
      const name = workplace.name('port');
      const server = createServer();
      // Where something listens on port 8000 already, that serves as well.
      beforeAll(() => new Promise<void>((done) => server.once('error', () => done()).listen(8000, '127.0.0.1', done)));
      afterAll(() => void server.close());

      it('moves to the next free one, and says so', async () => {
        const { exitCode, output } = await workplace.mlDocker(name, RUN);
        expect(exitCode).toBe(0);
        const port = /answers on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
        expect(Number(port)).toBeGreaterThan(8000);
        expect(output).toContain(`Port 8000 is taken, so it answers on ${port}.`);
        expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      }, 120_000);

      it('and a second run takes the place of the first', async () => {
        const [first] = await workplace.containers(name);
        const { exitCode, output } = await workplace.mlDocker(name, RUN);
        expect(exitCode).toBe(0);
        expect(output).toContain(`The container ${name} of an earlier run was replaced.`);
        expect(output).not.toContain(`${name}-2`);
        const now = await workplace.containers(name);
        expect(now).toHaveLength(1);
        expect(now).not.toContain(first);
      }, 120_000);

      it('but never of a container that another folder has', async () => {
        const [first] = await workplace.containers(name);
        const other = join(workplace.folder, 'elsewhere');
        mkdirSync(other);
        const { exitCode, output } = await workplace.mlDocker(name, RUN, { cwd: other });
        expect(exitCode).toBe(0);
        expect(output).toContain(`There is a container ${name} already, so this one is called ${name}-2.`);
        const now = await workplace.containers(name);
        expect(now).toHaveLength(2);
        expect(now).toContain(first);
      }, 120_000);
    });

    it('no network in the build is said in one line, with the log', async () => {
      const name = workplace.name('offline');
      const { exitCode, output } = await workplace.mlDocker(name, RUN, {
        env: { UV_DEFAULT_INDEX: 'http://127.0.0.1:9/simple' },
      });
      expect(exitCode).toBe(1);
      expect(output).toContain("ml-docker: Locking failed: the package index can't be reached.");
      expect(output).toMatch(/The whole log: .*lock\.log/);
      expect(output).toContain('What to do: check that this machine is online');
      expect(output).not.toMatch(/^\s+at .*\.js:\d+/m);
    }, 120_000);

    it('an engine that dies while it builds is said in one line', async () => {
      const name = workplace.name('dies');
      const engine = await succeed('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
      const host = ENVIRONMENT.DOCKER_HOST ?? engine;
      if (!host.startsWith('unix://')) throw new Error(`this test needs an engine on a socket, not at ${host}`);
      const line = new Line(host.slice('unix://'.length));
      const socket = join(workplace.folder, 'engine.sock');
      await line.open(socket);
      const { exitCode, output } = await workplace.mlDocker(name, RUN, {
        env: { DOCKER_HOST: `unix://${socket}` },
        onOutput: (said) => {
          if (said.includes('Build the image')) line.cut();
        },
      });
      expect(output).toContain('ml-docker: The build failed: docker stopped answering.');
      expect(output).toContain('What to do: start it again, then repeat the command');
      expect(exitCode).toBe(1);
      expect(await workplace.containers(name)).toEqual([]);
    }, 120_000);
  },
  readVersions().images['python-3.13'] as string,
);
