import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readVersions } from '../../generators/app/versions.ts';
import { describeWithEngine } from './available.ts';
import { PackageIndex } from './package-index.ts';
import { succeed, Workplace } from './workplace.ts';

/** A blob of an image as it was before it was packed. */
function unpacked(blob: Buffer): Buffer {
  const magic = blob.subarray(0, 4).toString('hex');
  if (magic === '28b52ffd') throw new Error('a layer is packed with zstd, which this test can not look into');
  return magic.startsWith('1f8b') ? gunzipSync(blob) : blob;
}

/** The files under a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describeWithEngine(
  'what a network asks for',
  () => {
    const workplace = new Workplace();
    const name = workplace.name('secret');
    const [certificate, password, netrcPassword] = ['certificate', 'password', 'netrc'].map(
      (kind) => `${kind}-${randomUUID()}`,
    );
    const isSecret = (text: Buffer) =>
      [certificate, password, netrcPassword].some((secret) => text.includes(`${secret}`));
    const file = (path: string) => join(workplace.folder, path);
    const env: NodeJS.ProcessEnv = {};
    let index: PackageIndex;
    let behindNetrc: PackageIndex;
    let host: string;

    /** Where an image holds a secret: its files (every layer unpacked), its history, its configuration. */
    async function leaks(image: string): Promise<string[]> {
      mkdirSync(file('saved'));
      await succeed('docker', ['save', '--output', file('saved.tar'), image]);
      await succeed('tar', ['-xf', file('saved.tar'), '-C', file('saved')]);
      const texts = [
        ...filesIn(file('saved')).map((path) => [path, unpacked(readFileSync(path))] as const),
        ['its history', Buffer.from(await succeed('docker', ['history', '--no-trunc', image]))] as const,
        ['its configuration', Buffer.from(await succeed('docker', ['image', 'inspect', image]))] as const,
      ];
      rmSync(file('saved'), { recursive: true });
      rmSync(file('saved.tar'));
      // A search is worth something only if it finds what is there.
      expect(texts.some(([, text]) => text.includes('def train'))).toBe(true);
      return texts.filter(([, text]) => isSecret(text)).map(([what]) => what);
    }

    beforeAll(async () => {
      // The public index is the one that a lock names. (Of a project of its own: one that is locked already asks no index.)
      const open = workplace.name('public');
      await workplace.mlDocker(open, ['--libraries', 'numpy']);
      await workplace.build(open, ['--target', 'lock', '--output', '.']);
      const lock = readFileSync(join(workplace.project(open), 'uv.lock'), 'utf8');
      const upstream = /registry = "([^"]+)"/.exec(lock)?.[1] ?? '';

      const gateway = '{{(index .IPAM.Config 0).Gateway}}';
      host = await succeed('docker', ['network', 'inspect', '--format', gateway, 'bridge']);
      index = new PackageIndex(upstream, `someone:${password}`);
      behindNetrc = new PackageIndex(upstream, `someone:${netrcPassword}`);
      env.UV_DEFAULT_INDEX = `http://someone:${password}@${await index.open(host)}/simple`;

      const own = process.env.SSL_CERT_FILE ?? process.env.REQUESTS_CA_BUNDLE ?? process.env.NODE_EXTRA_CA_CERTS;
      const trusted = own && existsSync(own) ? readFileSync(own, 'utf8') : rootCertificates.join('\n');
      env.SSL_CERT_FILE = file('ca.pem');
      writeFileSync(file('ca.pem'), `${trusted}\n# ${certificate}\n`);
      env.NETRC = file('netrc');
      writeFileSync(file('netrc'), `machine ${host} login someone password ${netrcPassword}\n`, { mode: 0o600 });
    }, 120_000);
    afterAll(async () => {
      index?.close();
      behindNetrc?.close();
      await workplace.cleanUp();
    }, 60_000);

    it('reaches the build by itself', async () => {
      const { exitCode, output } = await workplace.mlDocker(name, ['--libraries', 'numpy', '--build'], { env });
      expect(output).toContain(`${name} is built`);
      expect(exitCode).toBe(0);
      expect(index.admitted).toBeGreaterThan(0);
    }, 120_000);

    it('is in no file of the project: not in its lock, not in its logs', () => {
      const files = filesIn(workplace.project(name));
      expect(files).toContainEqual(expect.stringMatching(/lock\.log$/));
      expect(files.filter((path) => isSecret(readFileSync(path)))).toEqual([]);
    });

    it.each(['api', 'test'])(
      'leaves no trace in the image of the target %s',
      async (target) => {
        const image = `${name}:${target}`;
        const before = index.admitted;
        const built = await workplace.build(name, ['--no-cache', '--target', target, '--tag', image], { env });
        expect(built).toMatchObject({ exitCode: 0 });
        expect(index.admitted).toBeGreaterThan(before);
        expect(await leaks(image)).toEqual([]);
      },
      180_000,
    );

    it('may also stand in a netrc file', async () => {
      const address = `http://${await behindNetrc.open(host)}/simple`;
      const locked = await workplace.build(name, ['--no-cache', '--target', 'lock', '--output', '.'], {
        env: { ...env, UV_DEFAULT_INDEX: address },
      });
      expect(locked).toMatchObject({ exitCode: 0 });
      expect(behindNetrc.admitted).toBeGreaterThan(0);
    }, 60_000);

    it('is asked for in one line where it is wrong, and not shown', async () => {
      const refused = workplace.name('refused');
      const wrong = env.UV_DEFAULT_INDEX?.replace(`${password}`, 'not-the-password');
      const { exitCode, output } = await workplace.mlDocker(refused, ['--libraries', 'numpy', '--build'], {
        env: { ...env, UV_DEFAULT_INDEX: wrong, NETRC: undefined },
      });
      expect(exitCode).toBe(1);
      expect(output).toContain('ml-docker: Locking failed: the server asks for credentials or refuses them.');
      expect(output).not.toContain('not-the-password');
    }, 60_000);
  },
  readVersions().images['python-3.13'] as string,
);
