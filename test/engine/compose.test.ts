import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readVersions } from '../../generators/app/versions.ts';
import { freePort } from '../../generators/engine/ports.ts';
import { describeWithEngine } from './available.ts';
import { run, succeed, Workplace } from './workplace.ts';

describeWithEngine(
  "the three commands of a project's README",
  () => {
    const workplace = new Workplace();
    const name = workplace.name('colleague');
    let commands: string[];
    let port: number;

    /** Types one of them, in the project's folder; another port where 8000 is not free. */
    const type = (command: string) =>
      run('sh', ['-c', command.replace(':8000', `:${port}`)], {
        cwd: workplace.project(name),
        env: { PORT: `${port}` },
      });

    beforeAll(async () => {
      const { exitCode, output } = await workplace.mlDocker(name, ['--libraries', 'numpy']);
      if (exitCode !== 0) throw new Error(output);
      const readme = readFileSync(join(workplace.project(name), 'README.md'), 'utf8');
      commands = (/```sh\n([\s\S]+?)```/.exec(readme)?.[1] ?? '').trim().split('\n');
      port = (await freePort(8000)) ?? 8000;
    });
    afterAll(() => workplace.cleanUp(), 60_000);

    it('build and start it, until it is healthy', async () => {
      expect(await type(commands[0] ?? '')).toMatchObject({ exitCode: 0 });
      expect(await succeed('docker', ['ps', '--filter', `name=${name}-api-1`, '--format', '{{.Status}}'])).toContain(
        '(healthy)',
      );
    }, 180_000);

    it('get a prediction', async () => {
      expect(JSON.parse((await type(commands[1] ?? '')).output)).toEqual({
        predictions: [expect.objectContaining({ species: 'Adelie' })],
      });
    });

    it('run it with no more rights than it needs, for this machine only', async () => {
      const [container] = JSON.parse(await succeed('docker', ['inspect', `${name}-api-1`]));
      expect(container.HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        Memory: 2 * 1024 ** 3,
        PidsLimit: 256,
        PortBindings: { '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: `${port}` }] },
      });
      expect(container.Config.User).toBe('10001:0');
    });

    it('stop and remove it, within two seconds', async () => {
      const start = performance.now();
      expect(await type(commands[2] ?? '')).toMatchObject({ exitCode: 0 });
      expect(performance.now() - start).toBeLessThan(2_000);
      expect(await workplace.containers(name)).toEqual([]);
    }, 30_000);
  },
  readVersions().images['python-3.13'] as string,
);
