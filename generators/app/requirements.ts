import { gte, satisfies, validRange } from '@renovatebot/pep440';
import { shown } from './shown.ts';

/** A library as a person asks for it: a name of the package index, extras, and a PEP 440 version specifier (may be empty). */
export interface Requirement {
  name: string;
  extras: string[];
  specifier: string;
}

const NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?/i;
/** A comparison and a version; no wildcard behind a development release, which PEP 440 rules out and the library lets pass. */
const CLAUSE = /^(?:===|~=|==|!=|<=|>=|<|>)\s*(?!.*dev\d*\.\*)[\w.*+!-]+$/i;

/** The one spelling of a package name (PEP 503). */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** A requirement as pyproject.toml writes it. */
export function format({ name, extras, specifier }: Requirement): string {
  return `${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${specifier}`;
}

/** Splits at commas, but not inside [extras]; a piece that begins with a comparison goes on with the one before it. */
function split(text: string): string[] {
  const pieces: string[] = [];
  for (const piece of text.split(/,(?![^[]*\])/).map((one) => one.trim())) {
    if (/^[<>=!~]/.test(piece) && pieces.length > 0) pieces.push(`${pieces.pop()},${piece}`);
    else if (piece !== '') pieces.push(piece);
  }
  return pieces;
}

function parseOne(text: string): Requirement | string {
  const given = shown(text, 80);
  const name = NAME.exec(text)?.[0];
  if (!name) return `${given} does not begin with a library's name. Write NAME or NAME>=1.2,<2`;
  if (name.length > 100) return `${given} is too long for a library's name (100 characters at most)`;
  let rest = text.slice(name.length).trim();
  const extras = /^\[([^\]]*)\]/.exec(rest);
  if (extras) rest = rest.slice(extras[0].length).trim();
  const extraNames = (extras?.[1] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (extraNames.some((one) => NAME.exec(one)?.[0] !== one))
    return `${given}: an extra in [ ] is a plain name, such as NAME[extra]`;
  if (/^[@;]/.test(rest))
    return `${given}: an address or a marker can't be given here. Write it into pyproject.toml afterwards`;
  const clauses = rest === '' ? [] : rest.split(',').map((one) => one.trim());
  const wrong = clauses.find((one) => !CLAUSE.test(one) || !validRange(one));
  if (wrong !== undefined) {
    return `${given}: ${shown(wrong, 40)} is no version specifier (PEP 440). Write a comparison and a version, such as ${name}>=1.2,<2 or ${name}==1.2.*`;
  }
  return {
    name: canonical(name),
    extras: extraNames,
    specifier: clauses.map((one) => one.replace(/\s/g, '')).join(','),
  };
}

/**
 * Reads `NAME[extra]>=1,<2,OTHER`: the separator is the comma, also within a version specifier, where the next piece begins
 * with a comparison. Every problem is reported, not just the first.
 */
export function parseRequirements(text: string): { requirements: Requirement[]; problems: string[] } {
  const parsed = split(text).map(parseOne);
  return {
    requirements: parsed.filter((one): one is Requirement => typeof one !== 'string'),
    problems: parsed.filter((one): one is string => typeof one === 'string'),
  };
}

/** Whether some version that is at least `floor` can satisfy the specifier (tried at and just above each version it names). */
export function reaches(specifier: string, floor: string): boolean {
  const named = specifier.split(',').map((clause) => clause.replace(/^[<>=!~]+/, '').replace(/\.\*$/, ''));
  const candidates = [floor, ...named].flatMap((version) => [
    version,
    `${version}.0.0.1`,
    `${version}.9999`,
    `${Number.parseInt(version, 10) + 1}`,
  ]);
  return candidates.some((version) => {
    try {
      return satisfies(version, `>=${floor}`) && (specifier === '' || satisfies(version, specifier));
    } catch {
      return false; // not a version, such as 1.0.dev0.9999: no candidate
    }
  });
}

/** The specifier with the floor before it, unless one of its own clauses keeps it as high. */
export function notBelow(floor: string, specifier: string): string {
  const bounds = specifier.matchAll(/(?:^|,)(?:>=?|={2,3}|~=)([^,*]+?)(?:\.\*)?(?=,|$)/g);
  if ([...bounds].some(([, version]) => gte(version as string, floor))) return specifier;
  return [`>=${floor}`, specifier].filter((one) => one !== '').join(',');
}
