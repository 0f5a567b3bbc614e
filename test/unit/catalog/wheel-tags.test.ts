import { describe, expect, it } from '@jest/globals';
import { imageEnvironment, wheelFor } from '../../../generators/catalog/wheel-tags.ts';

const DEBIAN = imageEnvironment('3.13', 'glibc', 'x86_64');
const ALPINE = imageEnvironment('3.13', 'musl', 'aarch64');

/** The tags of the wheel that is taken, of those that have these tags. */
function taken(tags: readonly string[], environment = DEBIAN): string | undefined {
  const wheels = tags.map((tag) => ({ name: `some_thing-1.0-${tag}.whl` }));
  return wheelFor(wheels, environment)?.name.slice('some_thing-1.0-'.length, -'.whl'.length);
}

describe('the wheel that is taken', () => {
  it.each([
    [
      'made for the very Python, before the stable ABI',
      ['cp310-abi3-manylinux_2_34_x86_64', 'cp313-cp313-manylinux_2_17_x86_64'],
      1,
    ],
    ['of the newest stable ABI', ['cp39-abi3-manylinux_2_28_x86_64', 'cp311-abi3-manylinux_2_17_x86_64'], 1],
    [
      'made for the newest system that is there',
      ['cp313-cp313-manylinux2014_x86_64', 'cp313-cp313-manylinux_2_28_x86_64', 'cp313-cp313-manylinux_2_99_x86_64'],
      1,
    ],
    ['compiled, before one for any system', ['py3-none-any', 'py3-none-manylinux_2_28_x86_64'], 1],
    ['for any system where no other fits', ['cp314-cp314-manylinux_2_28_x86_64', 'py2.py3-none-any'], 1],
    ['of the right C library', ['cp313-cp313-musllinux_1_2_x86_64', 'cp313-cp313-manylinux_2_28_x86_64'], 1],
    ['with one fitting tag of several', ['cp313-cp313-manylinux1_x86_64.manylinux_2_5_x86_64', 'py3-none-any'], 0],
  ] as const)('is one %s', (_, tags, index) => {
    expect(taken(tags)).toBe(tags[index]);
  });

  it.each([
    'cp313-cp313t-manylinux_2_28_x86_64',
    'cp314-abi3-manylinux_2_28_x86_64',
    'cp312-cp312-manylinux_2_28_x86_64',
    'cp313-cp313-manylinux_2_28_aarch64',
    'cp313-cp313-musllinux_1_2_x86_64',
    'cp313-cp313-macosx_11_0_x86_64',
    'cp313-cp313-win_amd64',
    'cp313-cp313-manylinux_2_40_x86_64',
    'py2-none-any',
    'py314-none-any',
  ])('is never %s on a Debian with Python 3.13', (tag) => {
    expect(taken([tag])).toBeUndefined();
  });

  it('fits Alpine, macOS and Windows as well', () => {
    const tags = ['manylinux_2_17_aarch64', 'musllinux_1_2_aarch64', 'macosx_11_0_arm64', 'win_arm64'].map(
      (system) => `cp313-cp313-${system}`,
    );
    expect(taken(tags, ALPINE)).toBe('cp313-cp313-musllinux_1_2_aarch64');
    expect(taken(tags, { ...ALPINE, system: 'darwin' })).toBe('cp313-cp313-macosx_11_0_arm64');
    expect(taken(tags, { ...ALPINE, system: 'win32' })).toBe('cp313-cp313-win_arm64');
    expect(taken(['cp313-cp313-macosx_10_13_universal2'], { ...ALPINE, system: 'darwin' })).toBeDefined();
  });
});
