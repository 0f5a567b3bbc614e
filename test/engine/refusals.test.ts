import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readVersions } from '../../generators/app/versions.ts';
import { type BadAnswer, BadIndex } from '../bad-index.ts';
import { StubIndex } from '../stub-index.ts';
import { describeWithEngine } from './available.ts';
import { run, succeed, Workplace } from './workplace.ts';

/** What is said of a failure: the lines from the first that names the command, without the path of the log. */
function told(output: string): string[] {
  const lines = output.split('\n');
  return lines
    .slice(lines.findIndex((line) => line.startsWith('ml-docker: ')))
    .filter((line) => !line.startsWith('  The whole log: '));
}

describeWithEngine(
  'an order that the package index can not fill is refused before anything is built',
  () => {
    const workplace = new Workplace();
    const bad = new BadIndex();
    let gateway: string;
    let number = 0;

    beforeAll(async () => {
      const format = '{{(index .IPAM.Config 0).Gateway}}';
      gateway = await succeed('docker', ['network', 'inspect', '--format', format, 'bridge']);
      await bad.open(gateway);
    });
    afterAll(async () => {
      bad.close();
      await workplace.cleanUp();
    }, 60_000);

    /** The project is there in full, without a lock, and no image was made of it. */
    async function expectNothingBuilt(name: string): Promise<void> {
      const files = readdirSync(workplace.project(name));
      expect(files).toEqual(expect.arrayContaining(['.yo-rc.json', 'Dockerfile', 'pyproject.toml', 'src', 'tests']));
      expect(files).not.toContain('uv.lock');
      expect(readdirSync(join(workplace.project(name), '.ml-docker', 'log'))).toEqual(['lock.log']);
      expect(await succeed('docker', ['images', '--quiet', name])).toBe('');
    }

    async function refused(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string[]> {
      number += 1;
      const name = workplace.name(`refused${number}`);
      const { exitCode, output } = await workplace.mlDocker(name, [...args, '--build'], { env });
      expect(exitCode).toBe(1);
      await expectNothingBuilt(name);
      return told(output);
    }

    it.each([
      [
        ['--libraries', 'numpy', '--with', 'pandsa'],
        [
          'ml-docker: Locking failed: pandsa is not on the package index.',
          '    uv says:',
          '      pandsa was not found in the package registry',
          "  What to do: did you mean pandas? It is in the catalogue: --libraries numpy,pandas --with ''. Else leave it out: --with ''",
        ],
      ],
      [
        ['--libraries', 'pandas>=99'],
        [
          expect.stringMatching(/^ml-docker: Locking failed: there is no pandas>=99: the newest is [\d.]+\.$/),
          '    uv says:',
          expect.stringMatching(/^ {6}only pandas<=[\d.]+ is available$/),
          expect.stringMatching(/^ {2}What to do: ask for one that there is: --libraries 'pandas>=\d+,<\d+'$/),
        ],
      ],
      [
        ['--libraries', 'numpy', '--with', 'streamlit==1.30'],
        [
          "ml-docker: Locking failed: streamlit==1.30 and numpy>=2.0 don't fit together.",
          '    uv says:',
          '      streamlit==1.30.0 depends on numpy>=1.19.3,<2',
          '      the project asks for numpy>=2.0 and streamlit==1.30',
          "  What to do: allow other versions of streamlit: --with streamlit, or leave streamlit out: --with ''",
        ],
      ],
      [
        ['--libraries', 'numpy', '--with', 'mkl>=2024'],
        [
          'ml-docker: Locking failed: mkl>=2024 has no wheel for arm64.',
          '    uv says:',
          '      mkl>=2024.0.0 has no wheels for arm64',
          expect.stringMatching(/^ {2}What to do: allow other versions of mkl: --with mkl, or leave it out/),
        ],
      ],
    ])(
      '%j',
      async (args, lines) => {
        expect(await refused(args)).toEqual(lines);
      },
      120_000,
    );

    it('what has no wheel for the C library of the base', async () => {
      expect(await refused(['--base', 'alpine', '--libraries', 'numpy', '--with', 'pyogrio'])).toEqual([
        expect.stringMatching(
          /^ml-docker: Locking failed: pyogrio==\S+ has no wheel for the C library of alpine \(musl\)\.$/,
        ),
        '    uv says:',
        expect.stringMatching(/^ {6}pyogrio==\S+ has no usable wheels$/),
        "  What to do: take a base with another one: --base python, or leave it out: --with ''",
      ]);
    }, 120_000);

    it.each<[BadAnswer | 'nothing', string]>([
      [404, 'the package index has no \\w+, which every index has'],
      [403, 'the server asks for credentials or refuses them'],
      ['garbage', 'the package index does not answer as a package index does'],
      ['a login page', 'the package index has no \\w+, which every index has'],
      ['nothing', "the package index can't be reached"],
    ])(
      'as the index answers %s',
      async (answer, why) => {
        const lines = await refused(['--libraries', 'numpy'], { UV_DEFAULT_INDEX: bad.address(answer) });
        expect(lines[0]).toMatch(new RegExp(`^ml-docker: Locking failed: ${why}\\.$`));
        expect(lines.at(-1)).toMatch(/^ {2}What to do: /);
        expect(lines.length).toBeLessThan(14);
      },
      120_000,
    );

    it.each<[BadAnswer | 'nothing', string]>([
      [404, 'the index pytorch-cpu has no torch'],
      ['garbage', 'the index pytorch-cpu does not answer as a package index does'],
      ['nothing', "the index pytorch-cpu can't be reached"],
    ])(
      "as PyTorch's index answers %s",
      async (answer, why) => {
        const lines = await refused(['--libraries', 'torch', '--index', `pytorch-cpu=${bad.address(answer)}`]);
        expect(lines[0]).toBe(`ml-docker: Locking failed: ${why}.`);
        expect(lines.at(-1)).toContain('--index pytorch-cpu=URL');
      },
      120_000,
    );
  },
  readVersions().images['python-3.13'] as string,
  readVersions().images['alpine-3.13'] as string,
);

describeWithEngine(
  "a mirror of PyTorch's index",
  () => {
    const workplace = new Workplace();
    const stub = new StubIndex();
    const behindPassword = new StubIndex('someone:hunter2');
    let gateway: string;

    beforeAll(async () => {
      const format = '{{(index .IPAM.Config 0).Gateway}}';
      gateway = await succeed('docker', ['network', 'inspect', '--format', format, 'bridge']);
    });
    afterAll(async () => {
      stub.close();
      behindPassword.close();
      await workplace.cleanUp();
    }, 60_000);

    /** What the lock container locks, of which nothing is installed: these wheels are made of paper. */
    async function locked(name: string, index: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
      await workplace.mlDocker(name, ['--libraries', 'torch', '--index', `pytorch-cpu=${index}`]);
      const lockFile = join(workplace.project(name), 'uv.lock');
      // The line to paste, as the command printed it.
      const { output } = await workplace.mlDocker(name, [], { env });
      const line = /^ {2}(docker build .*--target lock --output \. \.)/m.exec(output)?.[1] as string;
      const built = await run('sh', ['-c', line], { cwd: workplace.project(name), env });
      if (built.exitCode !== 0) throw new Error(built.output);
      expect(existsSync(lockFile)).toBe(true);
      return readFileSync(lockFile, 'utf8');
    }

    it('gives PyTorch without CUDA, and nothing else', async () => {
      const url = await stub.open(gateway);
      const lock = await locked(workplace.name('mirror'), url);
      const own = [
        ...lock.matchAll(/^name = "([^"]+)"\nversion = "([^"]+)"\n(?:.*\n)?source = \{ registry = "([^"]+)" \}/gm),
      ];
      expect(own.filter(([, , , source]) => source === url).map(([, name, version]) => `${name} ${version}`)).toEqual([
        'torch 2.13.0+cpu',
      ]);
      expect(own.length).toBeGreaterThan(20);
      expect(lock).not.toMatch(/^name = "(nvidia-|cuda-|triton)/m);
    }, 120_000);

    it('takes its password from a netrc file, which is lent to the build and is in no file of the project', async () => {
      const url = await behindPassword.open(gateway);
      const netrc = join(workplace.folder, 'netrc');
      writeFileSync(netrc, `machine ${gateway} login someone password hunter2\n`, { mode: 0o600 });
      const name = workplace.name('private-mirror');
      expect(await locked(name, url, { NETRC: netrc })).toContain('version = "2.13.0+cpu"');
      expect(behindPassword.asked).toBeGreaterThan(0);
      const texts = readdirSync(workplace.project(name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
      expect(texts.filter((text) => text.includes('hunter2'))).toEqual([]);
    }, 120_000);
  },
  readVersions().images['python-3.13'] as string,
);
