import { describe, expect, it } from '@jest/globals';
import { librariesOf } from '../../../generators/app/chosen.ts';
import { BASES, baseOf } from '../../../generators/catalog/bases.ts';
import {
  basesOf,
  DEFAULT_PRESET,
  PRESETS,
  type Preset,
  presetOf,
  presetOn,
} from '../../../generators/catalog/presets.ts';
import { defaultPython, pythonsFor } from '../../../generators/catalog/support.ts';
import { planFor } from '../../combinations.ts';

const NAMES = PRESETS.map(({ id }) => id);

describe('every preset', () => {
  it('has a name of its own', () => {
    expect(new Set(NAMES).size).toBe(NAMES.length);
    expect(NAMES).not.toContain('own'); // what the question calls a list of one's own
  });

  it.each(PRESETS)('$id is lean, and what it is about is in it', ({ core, libraries }: Preset) => {
    expect(new Set(libraries).size).toBe(libraries.length);
    expect(libraries.length).toBeGreaterThanOrEqual(3);
    expect(libraries.length).toBeLessThanOrEqual(8);
    expect(core.length).toBeGreaterThan(0);
    expect(libraries).toEqual(expect.arrayContaining([...core]));
  });

  it.each(PRESETS)('$id is complete on the base python with its default Python', (preset: Preset) => {
    const base = baseOf('python');
    const { libraries, leftOut, lacks } = presetOn(preset, base);
    expect([leftOut, lacks]).toEqual([undefined, undefined]);
    expect(new Set(libraries)).toEqual(new Set(preset.libraries));
    expect(defaultPython(librariesOf(libraries), base)).toBe(base.defaultPython);
  });

  it.each(PRESETS)('$id has a Python on every base that can have it', (preset: Preset) => {
    for (const base of basesOf(preset)) {
      expect(pythonsFor(librariesOf(presetOn(preset, base).libraries), base)).not.toEqual([]);
    }
  });
});

describe('the default preset', () => {
  it('can be had on every base', () => {
    expect(basesOf(presetOf(DEFAULT_PRESET))).toHaveLength(BASES.length);
  });
});

describe('the sample of a preset', () => {
  it.each([
    ['classic', 'scikit-learn'],
    ['boosting', 'xgboost'],
    ['pytorch', 'torch'],
    ['language', 'torch'],
    ['vision', 'torch'],
    ['time-series', 'statsmodels'],
    ['big-tables', 'lightgbm'],
  ])('%s is trained by %s', (preset, model) => {
    expect(planFor({ preset, base: 'python' }).model).toBe(model);
  });
});

describe('what a base lacks of a preset', () => {
  it('is nothing where it runs all of it', () => {
    expect(presetOn(presetOf('boosting'), baseOf('ubuntu'))).not.toHaveProperty('leftOut');
  });

  it('is named with the reasons, one that is shared once', () => {
    const { leftOut, lacks } = presetOn(presetOf('big-tables'), baseOf('alpine'));
    expect(leftOut).toEqual({
      labels: 'DuckDB and LightGBM',
      because: 'DuckDB and LightGBM (each has no musllinux wheel)',
    });
    expect(lacks).toBeUndefined();
    expect(presetOn(presetOf('time-series'), baseOf('alpine')).lacks).toBe(
      'statsmodels (it has no musllinux wheel for arm64) and Prophet (it has no musllinux wheel)',
    );
  });
});
