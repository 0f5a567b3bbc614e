import { satisfies } from '@renovatebot/pep440';
import type { Environment } from '../catalog/wheel-tags.ts';

/** The variables of a marker (PEP 508), with what they are somewhere. */
type Variables = Readonly<Record<string, string>>;

/** Names by system: `os_name`, `platform_system`. */
const SYSTEMS = {
  linux: ['posix', 'Linux'],
  darwin: ['posix', 'Darwin'],
  win32: ['nt', 'Windows'],
} as const satisfies Record<Environment['system'], readonly [string, string]>;

/** `platform_machine`, where it is not called as Linux calls it. */
const MACHINES: Partial<Record<Environment['system'], Partial<Record<Environment['architecture'], string>>>> = {
  darwin: { aarch64: 'arm64' },
  win32: { x86_64: 'AMD64', aarch64: 'ARM64' },
};

/** Variables that hold a version; the others are compared as text. */
const VERSIONS: readonly string[] = ['python_version', 'python_full_version', 'implementation_version'];

/** A late bug-fix release: markers tell such releases apart only where an early one had a bug. */
const PATCH = 99;

/** What a marker may ask about an environment. */
function variablesOf({ python, system, architecture }: Environment): Variables {
  const [osName, platformSystem] = SYSTEMS[system];
  const full = `${python}.${PATCH}`;
  return {
    python_version: python,
    python_full_version: full,
    implementation_version: full,
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
    sys_platform: system,
    os_name: osName,
    platform_system: platformSystem,
    platform_machine: MACHINES[system]?.[architecture] ?? architecture,
    platform_release: '',
    platform_version: '',
    extra: '',
  };
}

/** The other way round: `'3.12' <= python_version`. */
const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

const TOKEN = /\s*(?:(?<sign>[()]|===|~=|[<>=!]=|[<>])|(?<word>[a-z_.]+)|'(?<single>[^']*)'|"(?<double>[^"]*)")/iy;

interface Token {
  kind: 'sign' | 'word' | 'text';
  value: string;
}

function tokensOf(marker: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < marker.trimEnd().length) {
    const found = TOKEN.exec(marker)?.groups;
    if (!found) throw new Error(`no marker: ${marker}`);
    const { sign, word, single, double } = found;
    if (sign) tokens.push({ kind: 'sign', value: sign });
    else if (word) tokens.push({ kind: 'word', value: word });
    else tokens.push({ kind: 'text', value: single ?? double ?? '' });
  }
  return tokens;
}

function compareText(left: string, comparison: string, right: string): boolean {
  switch (comparison) {
    case '==':
    case '===':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

/** Reads a marker from left to right; `and` binds more tightly than `or`. */
class Reader {
  readonly #tokens: readonly Token[];
  readonly #variables: Variables;
  #at = 0;

  constructor(marker: string, variables: Variables) {
    this.#tokens = tokensOf(marker);
    this.#variables = variables;
  }

  whole(): boolean {
    const result = this.#any();
    if (this.#at < this.#tokens.length) throw new Error(`unexpected: ${this.#tokens[this.#at]?.value}`);
    return result;
  }

  #take(kind: Token['kind'], value?: string): Token | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || (value !== undefined && token.value !== value)) return undefined;
    this.#at += 1;
    return token;
  }

  #any(): boolean {
    let result = this.#all();
    while (this.#take('word', 'or')) result = this.#all() || result;
    return result;
  }

  #all(): boolean {
    let result = this.#one();
    while (this.#take('word', 'and')) result = this.#one() && result;
    return result;
  }

  #one(): boolean {
    if (!this.#take('sign', '(')) return this.#comparison();
    const result = this.#any();
    if (!this.#take('sign', ')')) throw new Error('a bracket is missing');
    return result;
  }

  #comparison(): boolean {
    const left = this.#value();
    const comparison = this.#operator();
    const right = this.#value();
    if (comparison.endsWith('in')) return right.value.includes(left.value) === (comparison === 'in');
    if (left.version) return satisfies(left.value, `${comparison}${right.value}`);
    if (right.version) return satisfies(right.value, `${FLIPPED[comparison] ?? comparison}${left.value}`);
    return compareText(left.value, comparison, right.value);
  }

  #value(): { value: string; version: boolean } {
    const text = this.#take('text');
    if (text) return { value: text.value, version: false };
    const name = this.#take('word')?.value ?? '';
    const value = this.#variables[name];
    if (value === undefined) throw new Error(`no variable: ${name}`);
    return { value, version: VERSIONS.includes(name) };
  }

  #operator(): string {
    if (this.#take('word', 'not')) {
      if (this.#take('word', 'in')) return 'not in';
    } else if (this.#take('word', 'in')) return 'in';
    const sign = this.#take('sign');
    if (!sign || sign.value === '(' || sign.value === ')') throw new Error('a comparison is missing');
    return sign.value;
  }
}

/**
 * Whether a marker of a requirement (PEP 508) is true somewhere; no marker is true everywhere.
 * @throws Error for a text that is no marker.
 */
export function holds(marker: string | undefined, environment: Environment): boolean {
  return marker === undefined || new Reader(marker, variablesOf(environment)).whole();
}
