import { describe, expect, it } from '@jest/globals';
import { coveringArray } from '../../prove/array.ts';
import { coverageOf } from '../../prove/coverage.ts';
import type { Image } from '../../prove/image.ts';
import { type Pair, pairsOf } from '../../prove/pairs.ts';
import { reportOf, type Told } from '../../prove/report.ts';
import type { Space } from '../../prove/space.ts';
import type { Verdict } from '../../prove/verdict.ts';

const PYTHON = { base: 'python', python: '3.13', gpu: false, app: 'api' } as const;
const ALPINE = { ...PYTHON, base: 'alpine' } as const;

/** Two settings with three libraries, one of which needs what is not here on the second. */
const SPACE: Space = {
  settings: [PYTHON, ALPINE],
  libraries: ['numpy', 'pandas', 'scikit-learn'],
  refusal: () => undefined,
  obstacle: ({ base, libraries }) =>
    base === 'alpine' && libraries.includes('scikit-learn') ? 'no mirror here' : undefined,
  trainer: ({ libraries }) => (libraries.includes('scikit-learn') ? 'scikit-learn' : 'numpy'),
  weight: () => 0,
};
const { images, prospects } = coveringArray(SPACE, [], 5);

function verdictOf(image: Image, failed = false): Verdict {
  return {
    image,
    trainer: SPACE.trainer(image),
    seconds: 60,
    date: '2026-11-24',
    bytes: 300_000_000,
    tests: 57,
    inside: 'Debian with Python 3.13.5',
    ...(failed && { failure: { step: 'tests', why: 'FAILED tests/test_libraries.py::test_pandas\nsecond | line' } }),
  };
}

function told(verdicts: readonly Verdict[], unreached: readonly Image[] = []): Told {
  return {
    date: '2026-11-24',
    generator: '1.2.3',
    machine: 'a machine',
    verdicts,
    unreached,
    unbuildable: [{ image: { ...ALPINE, libraries: ['scikit-learn'] }, why: 'no mirror here' }],
    coverage: coverageOf(prospects, verdicts, unreached),
    standIns: [{ image: 'python:3.13-slim', what: "Debian's Python" }],
  };
}

const passed = images.map((image) => verdictOf(image));
const worst = images.reduce((one, other) => (other.libraries.length > one.libraries.length ? other : one));

/** Every pair of the gaps, with its reason. */
function gaps(verdicts: readonly Verdict[], unreached: readonly Image[] = []): Map<Pair, string> {
  const found = coverageOf(prospects, verdicts, unreached).gaps;
  return new Map(found.flatMap(({ why, pairs }) => pairs.map((pair) => [pair, why] as const)));
}

describe('the coverage', () => {
  it('counts as proven what passed, and leaves out what this machine can not build, with the reason', () => {
    const { counts } = coverageOf(prospects, passed, []);
    expect(counts).toContainEqual({ kind: 'library, library', offered: 3, covered: 3 });
    expect(counts).toContainEqual({ kind: 'base, library', offered: 6, covered: 5 });
    expect(new Set(gaps(passed).values())).toEqual(new Set(['no mirror here']));
    expect([...gaps(passed).keys()].map(({ one, other }) => [one, other])).toContainEqual(['alpine', 'scikit-learn']);
  });

  it('proves nothing by an image that failed', () => {
    const verdicts = images.map((image) => verdictOf(image, image === worst));
    const reasons = [...gaps(verdicts).values()];
    expect(reasons.filter((why) => why === 'the image failed').length).toBeGreaterThan(0);
    const { counts } = coverageOf(prospects, verdicts, []);
    expect(counts.find(({ kind }) => kind === 'library, library')?.covered).toBeLessThan(3);
  });

  it('says of an image that was not reached that no time was left', () => {
    const reached = passed.filter(({ image }) => image !== worst);
    expect(new Set(gaps(reached, [worst]).values())).toContain('no time was left for the image');
  });

  it('knows every pair of an image, in one order whatever the order of its libraries', () => {
    const keys = (libraries: Image['libraries']) =>
      pairsOf({ ...PYTHON, libraries }, 'numpy').map((pair) => JSON.stringify(pair));
    expect(new Set(keys(['numpy', 'pandas']))).toEqual(new Set(keys(['pandas', 'numpy'])));
  });
});

describe('the report', () => {
  it('names each image with its choices, verdict, time and size', () => {
    const report = reportOf(told(passed));
    for (const [index, { libraries }] of images.entries()) {
      const row = report.split('\n').find((line) => line.startsWith(`| ${index + 1} |`));
      expect(row).toMatch(/\| passed \| 57 \| 60 s \| 300 MB \|/);
      expect(report).toMatch(new RegExp(`^${index + 1}\\. .*: ${libraries.join(', ')}$`, 'm'));
    }
    expect(report).toContain(`${images.length} images were built and run`);
    expect(report).toContain('2026-11-24');
  });

  it('names what could not be built, and why', () => {
    const report = reportOf(told(passed));
    expect(report).toContain('* alpine with SciKit-learn: no mirror here');
    expect(report).toContain('* base, library: alpine with scikit-learn');
    expect(report).toContain("* python:3.13-slim: Debian's Python");
  });

  it('shows what failed, at which step, in the words of the tool', () => {
    const report = reportOf(told(images.map((image) => verdictOf(image, image === worst))));
    expect(report).toContain('1 failed');
    expect(report).toContain('at the step "tests"');
    expect(report).toContain('      FAILED tests/test_libraries.py::test_pandas\n      second | line');
  });

  it('lists what was not reached', () => {
    const report = reportOf(told([], images));
    expect(report).toContain('No time was left for:');
    for (const { libraries } of images) expect(report).toContain(libraries.join(', '));
  });

  it('says so when nothing is missing', () => {
    const everything = coveringArray({ ...SPACE, obstacle: () => undefined }, [], 5);
    const verdicts = everything.images.map((image) => verdictOf(image));
    const coverage = coverageOf(everything.prospects, verdicts, []);
    expect(reportOf({ ...told(verdicts), unbuildable: [], coverage })).toContain(
      'every pair that is offered is proven',
    );
  });
});
