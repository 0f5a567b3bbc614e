import { compare } from '@renovatebot/pep440';
import { enumerated } from '../catalog/support.ts';
import type { Fact } from './resolution.ts';

/** The most lines of uv's explanation that are shown. */
const MOST = 5;
/** The most dependencies of one package among them. */
const MOST_OF_ONE = 2;

type Depends = Extract<Fact, { kind: 'depends' }>;

/** The package of a requirement: 'numpy' of 'numpy>=2,<3'. */
export function nameIn(requirement: string): string {
  return (/^[\w.-]+/.exec(requirement)?.[0] ?? requirement).toLowerCase().replace(/[-_.]+/g, '-');
}

/** Each once. */
export function each<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

/** Everything that the project itself asks for, as uv repeats it. */
export function asksIn(facts: readonly Fact[]): string[] {
  return each(facts.flatMap((fact) => (fact.kind === 'asks' ? fact.requirements : [])));
}

/** The newest release of those in a fact; undefined where they go on without an end. */
function newestOf(releases: readonly string[]): string | undefined {
  const last = releases.at(-1) ?? '';
  return /(?:<=?|={2,3})([\w.!+]+)/.exec(last)?.[1];
}

/** The newest releases first: they are what a person would get. */
function byRelease(one: Depends, other: Depends): number {
  const [first, second] = [newestOf(one.releases), newestOf(other.releases)];
  if (first === second) return 0;
  if (first === undefined || second === undefined) return first === undefined ? -1 : 1;
  try {
    return compare(second, first);
  } catch {
    return 0; // a version that is none
  }
}

/** Of the dependencies of each package those of its newest releases: not the same one of older releases again, and not many. */
function dependencies(facts: readonly Fact[]): Depends[] {
  const sorted = facts.filter((fact) => fact.kind === 'depends').sort(byRelease);
  const kept: Depends[] = [];
  for (const fact of sorted) {
    const same = kept.filter((one) => nameIn(one.releases[0] ?? '') === nameIn(fact.releases[0] ?? ''));
    const again = same.some((one) => nameIn(one.on[0] ?? '') === nameIn(fact.on[0] ?? ''));
    if (!again && same.length < MOST_OF_ONE) kept.push(fact);
  }
  return kept;
}

const WHEELS = {
  arm64: 'no wheels for arm64',
  'x86-64': 'no wheels for x86-64',
  python: 'no wheels for this Python',
  platform: 'no wheels for this platform',
  any: 'no usable wheels',
} as const;

/** The packages without a fitting wheel, in a line each, however many ranges of their releases uv lists. */
function wheelLines(facts: readonly Fact[]): string[] {
  const missing = facts.filter((fact) => fact.kind === 'no wheel');
  return each(missing.map(({ releases }) => nameIn(releases[0] ?? ''))).map((name) => {
    const own = missing.filter(({ releases }) => nameIn(releases[0] ?? '') === name);
    const releases = own.flatMap((fact) => fact.releases);
    const partly = facts.some((fact) => fact.kind === 'depends' && nameIn(fact.releases[0] ?? '') === name);
    const which = releases.length === 1 ? releases[0] : `${partly ? 'other' : 'the'} releases of ${name}`;
    return `${which} ${releases.length === 1 ? 'has' : 'have'} ${WHEELS[own.at(-1)?.lacks ?? 'any']}`;
  });
}

/** uv's explanation without its chains of old releases and without what it concludes: a line a reason, the project's own wishes last. */
export function reasonLines(facts: readonly Fact[]): string[] {
  const lines = [
    ...dependencies(facts).map(({ releases, on }) => `${releases[0]} depends on ${on.join(' or ')}`),
    ...facts.flatMap((fact) => {
      if (fact.kind === 'unknown') return [`${fact.name} was not found in the package registry`];
      if (fact.kind === 'only') return [`only ${fact.requirement} is available`];
      if (fact.kind === 'unavailable') return [`there is no version of ${fact.requirement}`];
      return fact.kind === 'python' ? [`${fact.releases[0]} depends on Python${fact.python}`] : [];
    }),
    ...wheelLines(facts),
  ];
  const asks = asksIn(facts);
  const alone = asks.length < 2 && lines.length > 0; // then the reason names it already
  return [...each(lines).slice(0, MOST - 1), ...(alone ? [] : [`the project asks for ${enumerated(asks)}`])];
}
