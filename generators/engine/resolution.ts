/** What uv says of one reason for which it finds no versions. Requirements are as uv writes them: 'numpy>=1.26.0,<2.0.0'. */
export type Fact =
  /** The index does not know the package. */
  | { kind: 'unknown'; name: string }
  /** Nothing that fits was released; `only` is what was: 'plotly<=7.1.0'. */
  | { kind: 'unavailable'; requirement: string }
  | { kind: 'only'; requirement: string }
  /** These releases have no wheel: none for a Python version, an architecture, the machine that installs, or none that uv can use. */
  | { kind: 'no wheel'; releases: readonly string[]; lacks: 'python' | 'arm64' | 'x86-64' | 'platform' | 'any' }
  /** A release needs another Python, such as '>=3.12'. */
  | { kind: 'python'; releases: readonly string[]; python: string }
  | { kind: 'depends'; releases: readonly string[]; on: readonly string[] }
  /** What the project itself asks for. */
  | { kind: 'asks'; requirements: readonly string[] };

/** Why uv finds no versions that fit. */
export interface Resolution {
  facts: readonly Fact[];
  /** The Python versions for which a package has wheels, newest last, by name: '3.12'. */
  wheelsFor: ReadonlyMap<string, readonly string[]>;
  /** uv was to install on one machine, and knows its C library; else it was to lock for every one. */
  installs: boolean;
}

/** A requirement as uv writes it: a name, extras, versions without spaces between them. */
const REQUIREMENT = String.raw`(?<![\w.:-])(?!(?:and|all|or|we|one|you|your) )[A-Za-z0-9](?:[\w.-]*\w)?(?:\[[^\]]*\])?(?:(?:[<>!~]=?|={2,3})[\w.*+!]*[\w*](?:,(?:[<>!~]=?|={2,3})[\w.*+!]*[\w*])*)?(?![\w*+!<>=~:-]|\.\w|,[<>=!~])`;
/** One requirement, or a list of them. */
const RELEASES = `(?:all versions of |(?:all|one) of: )?${REQUIREMENT}(?:(?<=of: .*) ${REQUIREMENT})*`;
/** Requirements that stand side by side; the last is not the beginning of another fact. */
const SIDE_BY_SIDE = String.raw`(?:(?:all|one) of: (?:${REQUIREMENT} ?)+|${REQUIREMENT}(?: and ${REQUIREMENT}(?! (?:depends?|ha[sv]e?|was|were)\b))*)`;
const PROJECT = String.raw`your project|you|[\w.-]+:[\w-]+`;

/** Where the explanation begins, and what stands behind it in the output of a build. */
const BEGIN = /No solution found/i;
const END = /^(?:#\d+ (?:ERROR|DONE)|-{4,}$|ERROR: |Error: |If uv could not trust)/;

/** The lines as one, without what a build and uv put before each of them: uv may break its sentences, also behind a hyphen. */
function prose(lines: readonly string[]): string {
  return lines
    .map((line) => withoutClock(line).replace(/^[\s│╰─▶×]+/, ''))
    .join('\n')
    .replace(/(\w-)\n/g, '$1')
    .replace(/\{[^}]*\}/g, '') // the machines for which a requirement stands: every one counts
    .replace(/\s+/g, ' ');
}

/** A line of output as the command printed it: BuildKit puts the number of the step and the seconds before it. */
export function withoutClock(line: string): string {
  return line.replace(/^#\d+ /, '').replace(/^\d+\.\d+(?: |$)/, '');
}

/** The requirements in a part of a sentence. */
function requirementsIn(text: string): string[] {
  const listed = text.replace(/^(?:all versions of|(?:all|one) of:) /, '');
  return listed.match(new RegExp(REQUIREMENT, 'g')) ?? [];
}

/** What a kind of wheel is missed for, from uv's words for it. */
function lackOf(kind: string): 'python' | 'arm64' | 'x86-64' | 'platform' | 'any' {
  if (/aarch64/.test(kind)) return /compatible/.test(kind) ? 'arm64' : 'platform';
  if (/compatible/.test(kind)) return 'x86-64';
  if (/matching platform/.test(kind)) return 'platform';
  return /matching Python/.test(kind) ? 'python' : 'any';
}

/** How uv words each kind of fact, and what is taken from it. */
const PATTERNS: readonly { sign: string; fact: (found: Record<string, string>) => Fact }[] = [
  {
    sign: `(?<name>${REQUIREMENT}) (?:was|were) not found in the (?:package registry|provided package locations)`,
    fact: ({ name = '' }) => ({ kind: 'unknown', name }),
  },
  {
    sign: `there (?:are|is) no versions? of (?<requirement>${REQUIREMENT})`,
    fact: ({ requirement = '' }) =>
      /[<>=!~]/.test(requirement) ? { kind: 'unavailable', requirement } : { kind: 'unknown', name: requirement },
  },
  {
    sign: `only (?<requirement>${REQUIREMENT}) is available`,
    fact: ({ requirement = '' }) => ({ kind: 'only', requirement }),
  },
  {
    sign: `(?<releases>${RELEASES}) ha(?:s|ve) no (?<wheels>usable|${'`[^`]+`'}-compatible|(?=wheels with)) ?wheels(?<match> with a matching (?:Python|platform))?`,
    fact: ({ releases = '', wheels = '', match = '' }) => ({
      kind: 'no wheel',
      releases: requirementsIn(releases),
      lacks: lackOf(`${wheels}${match}`),
    }),
  },
  {
    sign: String.raw`(?<releases>${RELEASES}) depends? on Python(?<python>[<>=!~][\d.*,<>=!~]*\d)`,
    fact: ({ releases = '', python = '' }) => ({ kind: 'python', releases: requirementsIn(releases), python }),
  },
  {
    sign: String.raw`(?:${PROJECT}) (?:depends? on|require) (?!Python\b)(?<on>${SIDE_BY_SIDE})`,
    fact: ({ on = '' }) => ({ kind: 'asks', requirements: requirementsIn(on) }),
  },
  {
    sign: String.raw`(?<releases>${RELEASES}) depends? on (?!Python\b)(?<on>${SIDE_BY_SIDE})`,
    fact: ({ releases = '', on = '' }) => ({
      kind: 'depends',
      releases: requirementsIn(releases),
      on: requirementsIn(on),
    }),
  },
];

/** The facts in uv's sentences; what it concludes from them is left out. */
function factsIn(text: string): Fact[] {
  const reasons = text
    .split(/\b(?:And because|Because) /)
    .slice(1)
    .map((sentence) => sentence.split(/,? we can conclude that /)[0] as string)
    .map((sentence) => sentence.replace(/we know from \(\d+\) that .*$/, ''));
  return reasons.flatMap((reason) => {
    let rest = reason;
    const found: { at: number; fact: Fact }[] = [];
    for (const { sign, fact } of PATTERNS) {
      rest = rest.replace(new RegExp(sign, 'g'), (whole, ...groups) => {
        found.push({ at: groups.at(-3) as number, fact: fact(groups.at(-1) as Record<string, string>) });
        return ';'.repeat(whole.length); // of the same length, so that what stands behind keeps its place
      });
    }
    return found.sort((one, other) => one.at - other.at).map(({ fact }) => fact);
  });
}

/** The Python versions that uv's tags name: 'cp312' is 3.12. */
function pythonsIn(tags: string): string[] {
  return [...tags.matchAll(/`cp3(\d+)`/g)].map(([, minor]) => `3.${minor}`);
}

/** What uv explains in these lines of a build or of its own output; undefined where it does not say that nothing fits. */
export function resolutionIn(lines: readonly string[]): Resolution | undefined {
  const begin = lines.findIndex((line) => BEGIN.test(line));
  if (begin < 0) return undefined;
  const length = lines.slice(begin).findIndex((line) => END.test(line));
  const [said = '', ...hints] = prose(lines.slice(begin, length < 0 ? undefined : begin + length)).split(/\bhint: /);
  const wheelsFor = hints.flatMap((hint): [string, string[]][] => {
    const [, name, tags] = /^Wheels are available for `([^`]+)` .* Python (?:ABI|version) tags?: (.*)/.exec(hint) ?? [];
    return name && tags ? [[name, pythonsIn(tags)]] : [];
  });
  return { facts: factsIn(said), wheelsFor: new Map(wheelsFor), installs: /\byou require\b/.test(said) };
}
