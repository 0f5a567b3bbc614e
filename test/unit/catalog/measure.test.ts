import { describe, expect, it } from '@jest/globals';
import { libraryOf } from '../../../generators/catalog/libraries.ts';
import { measure } from '../../../generators/catalog/refresh/measure.ts';
import type { Release } from '../../../generators/catalog/refresh/releases.ts';
import {
  IndexError,
  type Query,
  type Resolution,
  type Resolver,
} from '../../../generators/catalog/refresh/resolver.ts';
import type { Variant } from '../../../generators/catalog/variants.ts';

const PYTHONS = ['3.12', '3.13'];
const EVERYWHERE = ['manylinux_2_28_x86_64', 'manylinux_2_28_aarch64', 'musllinux_1_2_x86_64', 'musllinux_1_2_aarch64'];
const GLIBC = EVERYWHERE.slice(0, 2);
const NONE: Resolution = { no: 'No solution found' };

/** A release with a wheel for both Pythons on each of these systems. */
function release(name: string, version: string, day: string, systems = EVERYWHERE, size?: number): Release {
  const wheels = systems.flatMap((system) =>
    ['cp312', 'cp313'].map((tag) => ({ name: `${name}-${version}-${tag}-${tag}-${system}.whl`, size })),
  );
  return { name, version, wheels, uploaded: Date.parse(day) };
}

/** An index that answers as this function does. */
function indexOf(resolve: (query: Query) => Resolution): Resolver {
  return { resolve: async (query: Query) => resolve(query) } as unknown as Resolver;
}

const SEABORN: Variant = { id: 'seaborn', library: libraryOf('seaborn'), gpu: false, indexes: [] };

function measured(resolve: (query: Query) => Resolution, variant = SEABORN) {
  return measure(indexOf(resolve), variant, PYTHONS);
}

describe('a measurement', () => {
  it('asks for the floor of the record, and of the CUDA build on glibc alone', async () => {
    const asked = new Set<string>();
    const gpu = { ...SEABORN, gpu: true };
    const { platforms } = await measured(({ requirements, alone }) => {
      if (!alone) asked.add(requirements.join());
      return { releases: [release('seaborn', '0.13', '2026-01-01')] };
    }, gpu);
    expect([...asked]).toEqual(['seaborn>=0.13']);
    expect(Object.keys(platforms)).toEqual(['glibc x86_64', 'glibc aarch64']);
  });

  it('takes for none what has slid back more than a year, and not what is a little behind', async () => {
    const newest = release('seaborn', '2', '2026-11-01', GLIBC);
    const { platforms } = await measured(({ platform, python }) => {
      if (!platform?.startsWith('musl')) return { releases: [newest] };
      return { releases: [release('seaborn', '1', python === '3.12' ? '2025-12-01' : '2025-10-01')] };
    });
    expect(platforms['glibc x86_64']).toEqual({ pythons: PYTHONS, blockedBy: [] });
    expect(platforms['musl x86_64']).toEqual({ pythons: ['3.12'], blockedBy: ['seaborn'] });
  });

  it('takes the newest release that the index names, also where nothing can install it', async () => {
    const { newest, platforms } = await measured(({ anyFile }) => ({
      releases: [anyFile ? release('seaborn', '10', '2026-11-01', []) : release('seaborn', '9', '2020-01-01')],
    }));
    expect(newest).toBe('10');
    expect(platforms['glibc x86_64']?.pythons).toEqual([]);
  });

  it('names the package that blocks, tried by itself: not one that installs after all', async () => {
    const own = release('seaborn', '1', '2026-01-01');
    const blocking = release('matplotlib', '3.11', '2026-01-01', GLIBC);
    const harmless = release('contourpy', '1.4', '2026-01-01', GLIBC);
    const { platforms } = await measured(({ requirements, platform, anyFile }) => {
      if (!platform || platform.startsWith('glibc')) return { releases: anyFile ? [own] : [own, blocking, harmless] };
      return requirements[0] === 'contourpy' ? { releases: [release('contourpy', '1.3', '2023-01-01')] } : NONE;
    });
    expect(platforms['musl aarch64']).toEqual({ pythons: [], blockedBy: ['matplotlib'] });
  });

  it('adds up the wheels of the usual Python, the ones made for the newest system', async () => {
    const wheels = [
      { name: 'numpy-2-cp313-cp313-manylinux_2_17_x86_64.whl', size: 9_000_000 },
      { name: 'numpy-2-cp313-cp313-manylinux_2_28_x86_64.whl', size: 2_000_000 },
      { name: 'numpy-2-py3-none-any.whl', size: 50_000_000 },
    ];
    const own = release('seaborn', '1', '2026-01-01', ['any'], 1_260_000);
    const { megabytes } = await measured(() => ({ releases: [own, { name: 'numpy', version: '2', wheels }] }));
    expect(megabytes).toBe(3.3);
  });

  it('says that a size is not known where the index does not tell one of them', async () => {
    const releases = [release('seaborn', '1', '2026-01-01', EVERYWHERE, 10), release('numpy', '2', '2026-01-01')];
    expect((await measured(() => ({ releases }))).megabytes).toBeNull();
  });

  it('asks the package index where an index of its own does not answer, and says so', async () => {
    const variant = {
      ...SEABORN,
      indexes: [{ name: 'plots-cpu', url: 'https://example.org/cpu', packages: ['seaborn'] }],
    };
    const answer = await measured(({ indexes = [] }) => {
      if (indexes.length > 0) throw new IndexError('no route');
      return { releases: [release('seaborn', '1', '2026-01-01', EVERYWHERE, 3_000_000)] };
    }, variant);
    expect(answer).toMatchObject({ newest: '1', megabytes: null });
    expect(answer.unproven).toContain('plots-cpu did not answer');
  });

  it('asks an index of its own for that package where it answers', async () => {
    const variant = {
      ...SEABORN,
      indexes: [{ name: 'plots-cpu', url: 'https://example.org/cpu', packages: ['seaborn'] }],
    };
    const answer = await measured(
      ({ indexes }) => ({
        releases: [release('seaborn', indexes?.[0]?.packages.join() === 'seaborn' ? '1+cpu' : '1', '2026-01-01')],
      }),
      variant,
    );
    expect(answer).toMatchObject({ newest: '1+cpu' });
    expect(answer.unproven).toBeUndefined();
  });

  it('ends where the package index ends to answer: it takes no silence for a no', async () => {
    const silent = () => {
      throw new IndexError('it is gone');
    };
    await expect(measured(silent)).rejects.toThrow(IndexError);
  });
});
