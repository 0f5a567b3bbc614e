import { describe, expect, it } from '@jest/globals';
import { libraryOf } from '../../../generators/catalog/libraries.ts';
import type { Sizes } from '../../../generators/catalog/sizes.ts';
import { imageEnvironment } from '../../../generators/catalog/wheel-tags.ts';
import { bytesIn, spokenBytes } from '../../../generators/engine/bytes.ts';
import { refuseCost, refuseWeight } from '../../../generators/engine/ceiling.ts';
import { type Cost, costOf } from '../../../generators/engine/cost.ts';
import { costLines, gpuLine, weightLine } from '../../../generators/engine/cost-lines.ts';
import type { EngineError } from '../../../generators/engine/failure.ts';
import { installedFrom, readLock } from '../../../generators/engine/lock.ts';

const HERE = imageEnvironment('3.13', 'glibc', 'x86_64');
const ARM = imageEnvironment('3.13', 'glibc', 'aarch64');

/** A package of a lock: its fields, and a wheel of this many bytes for each tag. */
function locked(
  name: string,
  fields: string,
  wheels: Readonly<Record<string, number | undefined>>,
  version = '1.0',
): string {
  const files = Object.entries(wheels).map(
    ([tag, size]) =>
      `{ url = "https://example.org/${name}-${version}-${tag}.whl", hash = "sha256:0"${size === undefined ? '' : `, size = ${size}`} },`,
  );
  return `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = { registry = "https://example.org/simple" }\n${fields}\nwheels = [\n${files.join('\n')}\n]\n`;
}

/** A lock of a project that needs what these lines say. */
function lockOf(dependencies: string, heavy: string, ...packages: string[]): string {
  return `version = 1
${packages.join('\n')}
[[package]]
name = "demo"
version = "0.1.0"
source = { virtual = "." }
dependencies = [${dependencies}]

[package.dev-dependencies]
dev = [{ name = "pytest" }]
heavy = [${heavy}]
`;
}

const PURE = { 'py3-none-any': 10_000 };
const LOCK = lockOf(
  '{ name = "web", extra = ["fast"] }',
  '{ name = "arrays" }, { name = "windows-only", marker = "sys_platform == \'win32\'" }',
  locked('arrays', 'dependencies = [{ name = "old", marker = "python_full_version < \'3.12\'" }, { name = "web" }]', {
    'cp313-cp313-manylinux_2_28_x86_64': 2_000_000,
    'cp313-cp313-manylinux_2_28_aarch64': 1_000_000,
  }),
  locked('web', 'optional-dependencies = { fast = [{ name = "loop" }], slow = [{ name = "snail" }] }', PURE),
  locked('loop', 'dependencies = [{ name = "arrays" }]', PURE), // in a circle
  ...['old', 'snail', 'pytest', 'windows-only'].map((name) => locked(name, '', PURE)),
);

const SIZES: Sizes = {
  date: '2026-11-24',
  packages: {
    arrays: { version: '0.9', kinds: { 'glibc x86_64': { packed: 1000, disk: 5000, modules: 1000 } } },
    web: { version: '1.0', kinds: { any: { packed: 10, disk: 40, modules: 20 } } },
    loop: { version: '1.0', kinds: { any: { packed: 10, disk: 40, modules: 0 } } },
  },
};

async function cost(text: string, ground = {}, packaged: string[] = [], sizes = SIZES): Promise<Cost> {
  return costOf(await readLock(text), { environment: HERE, image: true, base: 100e6, ...ground }, packaged, sizes);
}

describe('what of a lock is installed', () => {
  it('is what the project needs there: groups, extras and markers, each once, and nothing for the tests', async () => {
    const names = installedFrom(await readLock(LOCK), HERE).map(({ name }) => name);
    expect(names).toEqual(['arrays', 'loop', 'web']);
    const older = installedFrom(await readLock(LOCK), { ...HERE, python: '3.11' }).map(({ name }) => name);
    expect(older).toContain('old');
  });

  it('is the version that is meant, where the lock has several', async () => {
    const text = lockOf(
      '',
      '{ name = "arrays", version = "1.0", marker = "python_full_version < \'3.12\'" }, { name = "arrays", version = "2.0", marker = "python_full_version >= \'3.12\'" }, { name = "tables" }',
      locked('arrays', '', PURE, '1.0'),
      locked('arrays', '', PURE, '2.0'),
      locked('tables', 'resolution-markers = ["platform_machine == \'aarch64\'"]', PURE, '1.0'),
      locked('tables', 'resolution-markers = ["platform_machine == \'x86_64\'"]', PURE, '2.0'),
    );
    const versions = async (environment = HERE) =>
      installedFrom(await readLock(text), environment).map(({ name, version }) => `${name} ${version}`);
    expect(await versions()).toEqual(['arrays 2.0', 'tables 2.0']);
    expect(await versions({ ...ARM, python: '3.11' })).toEqual(['arrays 1.0', 'tables 1.0']);
  });
});

describe('the cost of a build', () => {
  it('is the wheels to download, and what comes out of them, the base and the byte-code', async () => {
    const { download, weight, heaviest } = await cost(LOCK);
    expect(download).toEqual({ bytes: 2_020_000, unknown: [] });
    // Twice the wheel that was measured, twice what came out of it; 1.1 for its byte-code.
    expect(heaviest).toEqual([
      { name: 'arrays', bytes: 12_200_000 },
      { name: 'web', bytes: 62_000 },
      { name: 'loop', bytes: 40_000 },
    ]);
    expect(weight).toEqual({ bytes: 100e6 + 12e6 + 12_302_000, unknown: [] });
  });

  it('is reckoned for the other architecture with its own wheels', async () => {
    expect((await cost(LOCK, { environment: ARM })).download.bytes).toBe(1_020_000);
  });

  it('of a virtual environment has no base and no byte-code', async () => {
    expect((await cost(LOCK, { image: false })).weight).toEqual({ bytes: 10_080_000, unknown: [] });
  });

  it('names what is not known, and counts the rest', async () => {
    const text = lockOf(
      '',
      '{ name = "arrays" }, { name = "mystery" }, { name = "web" }',
      locked('arrays', '', { 'cp313-cp313-manylinux_2_28_x86_64': undefined }),
      locked('mystery', '', PURE),
      locked('web', '', { 'py3-none-any': undefined }),
    );
    const { download, weight } = await cost(text, { base: undefined });
    // The very release of "web" was measured, that of "arrays" was not.
    expect(download).toEqual({ bytes: 20_000, unknown: ['arrays'] });
    expect(weight).toEqual({ bytes: 12_062_000, unknown: ['the base image', 'arrays', 'mystery'] });
  });

  it('where the data file knows nothing is unknown, but for the download', async () => {
    const { download, weight } = await cost(LOCK, {}, [], { date: '', packages: {} });
    expect(download.unknown).toEqual([]);
    expect(weight.unknown).toEqual(['arrays', 'loop', 'web']);
  });

  it('leaves out the wheel of what the distribution packages, and keeps its byte-code', async () => {
    const { download, weight } = await cost(LOCK, {}, ['arrays']);
    expect(download.bytes).toBe(20_000);
    expect(weight.bytes).toBe(100e6 + 12e6 + 102_000 + 2_200_000);
  });

  it('of a wheel that fits nowhere is unknown', async () => {
    const text = lockOf('', '{ name = "arrays" }', locked('arrays', '', { 'cp312-cp312-win_amd64': 5 }));
    expect((await cost(text)).download).toEqual({ bytes: 0, unknown: ['arrays'] });
  });

  it('of a lock that is none is an error, not 0', async () => {
    await expect(readLock('nonsense')).rejects.toThrow();
    await expect(readLock('version = 1')).rejects.toThrow('lists no packages');
  });
});

describe('the lines', () => {
  const known: Cost = {
    architecture: 'x86_64',
    download: { bytes: 78.4e6, unknown: [] },
    weight: { bytes: 474e6, unknown: [] },
    heaviest: [
      { name: 'scipy', bytes: 131e6 },
      { name: 'six', bytes: 40_000 },
    ],
  };
  const other: Cost = { ...known, architecture: 'aarch64', weight: { bytes: 1.25e9, unknown: [] } };

  it('are a table of both architectures, and the heaviest', () => {
    expect(costLines([known, other], 'image', undefined, { columns: 80 })).toEqual([
      '                        download      image',
      '  x86-64 (this build)      78 MB     474 MB',
      '  arm64                    78 MB   ~1.25 GB',
      '  Heaviest, in MB: scipy 131, six 0.1',
    ]);
  });

  it('say what is not known, and never 0', () => {
    const unknown = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
    const weight = { bytes: 474e6, unknown };
    const lines = costLines([{ ...known, weight, download: { bytes: 0, unknown } }], 'environment', undefined, {});
    expect(lines.join('\n')).toContain('unknown   at least 474 MB');
    expect(lines.at(-1)).toBe('  Unknown: one, two, three, four, five, six and 2 more');
    expect(weightLine('image', 512e6, { ...known, weight })).toBe('Image 512 MB, predicted at least 474 MB');
  });

  it('name nothing as heavy where no size is known', () => {
    const none: Cost = { ...known, heaviest: [], weight: { bytes: 143e6, unknown: ['numpy'] } };
    expect(costLines([none], 'image', undefined, {}).join('\n')).not.toContain('Heaviest');
    const refuse = () => refuseCost(none, { bytes: 10e6, typed: '10MB' }, 'image');
    expect(refuse).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^leave out what is heavy, or raise/) }),
    );
  });

  it('fit 80 columns', () => {
    const long = Array.from({ length: 5 }, (_, one) => ({ name: `a-package-with-a-long-name-${one}`, bytes: 1e9 }));
    const lines = costLines([{ ...known, heaviest: long }, other], 'image', 'With --gpu, to download: more', {
      columns: 80,
    });
    for (const line of lines.join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('say what a GPU would add, only where a library can use one', () => {
    expect(gpuLine([libraryOf('numpy'), libraryOf('pandas')])).toBeUndefined();
    expect(gpuLine([libraryOf('xgboost')])).toMatch(/^With --gpu, to download: XGBoost \+ \d+ MB$/);
    expect(gpuLine([libraryOf('torch')])).toMatch(/^With --gpu, to download: PyTorch (\+ )?\d\.\d\d GB( in all)?$/);
  });
});

describe('a size', () => {
  it.each([
    ['800MB', 800e6],
    ['1.5 GB', 1.5e9],
    ['64kb', 64e3],
    ['1GiB', 2 ** 30],
    ['750MiB', 750 * 2 ** 20],
  ])('%s is %d bytes', (text, bytes) => expect(bytesIn(text)).toBe(bytes));

  it.each([
    '',
    '0MB',
    '0.0GB',
    '-5MB',
    '800',
    'MB',
    '8e5MB',
    '1,5GB',
    '5 parsecs',
    '800MB please',
    '9999999999GB',
    'NaNMB',
  ])('%j is none', (text) => expect(bytesIn(text)).toBeUndefined());

  it.each([
    [40_000, '0.1 MB'],
    [5_660_000, '5.7 MB'],
    [9_960_000, '10 MB'],
    [999_400_000, '999 MB'],
    [999_600_000, '1.00 GB'],
    [2_954_000_000, '2.95 GB'],
  ])('of %d bytes is said as %s', (bytes, text) => expect(spokenBytes(bytes)).toBe(text));
});

describe('a ceiling', () => {
  const ceiling = { bytes: 120e6, typed: '120MB' };

  it('refuses what would weigh more, with the size, the heaviest, and what to do', async () => {
    const dear = await cost(LOCK);
    expect(() => refuseCost(dear, ceiling, 'image')).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message: 'The image would weigh 124 MB, more than --max-size 120MB allows: nothing was built.',
        hint: expect.stringMatching(
          /^leave out what is heavy \(arrays 12 MB, web 0\.1 MB\), or raise --max-size 120MB;/,
        ),
      }),
    );
    expect(() => refuseCost(dear, { ...ceiling, bytes: dear.weight.bytes }, 'image')).not.toThrow();
  });

  it('is compared with what is known, and afterwards with what came out', async () => {
    const part = await cost(LOCK, { base: undefined });
    expect(() => refuseCost(part, ceiling, 'image')).not.toThrow();
    const engine = { makes: 'image', remove: 'docker rmi demo' } as const;
    const refusal = (): EngineError => {
      try {
        refuseWeight(130e6, ceiling, engine);
      } catch (error) {
        return error as EngineError;
      }
      throw new Error('it was not refused');
    };
    expect(refusal()).toMatchObject({
      exitCode: 1,
      message: 'The image weighs 130 MB, more than --max-size 120MB allows.',
      hint: expect.stringContaining('docker rmi demo'),
    });
    expect(() => refuseWeight(120e6, ceiling, engine)).not.toThrow();
  });
});
