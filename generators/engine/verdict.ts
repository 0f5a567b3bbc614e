import { satisfies } from '@renovatebot/pep440';
import { nearest } from '../app/nearest.ts';
import { baseOf } from '../catalog/bases.ts';
import { LIBRARIES } from '../catalog/libraries.ts';
import { enumerated } from '../catalog/support.ts';
import { pasted } from '../shell.ts';
import { Case } from './case.ts';
import type { Project } from './project.ts';
import { each, nameIn, reasonLines } from './reasons.ts';
import type { Resolution } from './resolution.ts';
import { indexVariable } from './secrets.ts';

/** What a refusal of uv means for what a person typed. */
export interface Verdict {
  /** What does not fit and why: the end of a sentence, without a full stop. */
  what: string;
  /** What to type now. */
  hint: string;
}

/** The ways out, the best first: not more than a person reads. */
function either(ways: readonly string[]): string {
  return ways.slice(0, 3).join(', or ');
}

/** A name that the index does not know: misspelt, or the index is none. */
function unknownName(one: Case): Verdict | undefined {
  const names = each(one.of('unknown').map(({ name }) => name));
  const [name] = names;
  if (name === undefined) return undefined;
  const wish = one.wish(name);
  const needing = one.needing(name);
  if (wish?.option === 'with') {
    const near = nearest(
      name,
      LIBRARIES.map(({ id }) => id).filter((id) => !one.wish(id)),
    );
    const ids = [...one.project.asked.libraries, near].join(',');
    const meant = `did you mean ${near}? It is in the catalogue: --libraries ${pasted(ids)} ${one.instead(wish)}`;
    return {
      what: `${enumerated(names)} ${names.length === 1 ? 'is' : 'are'} not on the package index`,
      hint: near ? `${meant}. Else ${either(one.without(wish))}` : either(['check its spelling', ...one.without(wish)]),
    };
  }
  if (needing) {
    const user = one.wish(needing);
    const ways = [...one.anyVersion(user), ...one.without(user)];
    return { what: `${name}, which ${needing} needs, is not on the package index`, hint: either(ways) };
  }
  const index = one.project.asked.indexes.find(({ packages }) => packages.includes(name));
  if (index) {
    return {
      what: `the index ${index.name} has no ${name}`,
      hint: `check its address in pyproject.toml (${index.url}), or give another one: --index ${index.name}=URL`,
    };
  }
  const variable = indexVariable(process.env);
  return {
    what: `the package index has no ${name}, which every index has`,
    hint: variable
      ? `check the address in ${variable}: that of a package index often ends in /simple`
      : 'a proxy or the login page of a network may have answered in its place: open a web page, then repeat the command',
  };
}

/** Versions that exclude each other. */
function excluding(one: Case): Verdict | undefined {
  for (const name of each(one.asks.map(nameIn))) {
    const specifiers = one.asks.filter((ask) => nameIn(ask) === name).map((ask) => ask.slice(name.length));
    const others = one.facts.some((fact) => fact.kind !== 'asks');
    if (specifiers.length < 2 || others) continue;
    const wish = one.wish(name);
    return {
      what: `no version of ${name} is both ${specifiers.join(' and ')}`,
      hint: either([...one.anyVersion(wish), ...one.without(wish)]) || 'change its version in pyproject.toml',
    };
  }
  return undefined;
}

/** Libraries that want different versions of the same one. */
function conflict(one: Case): Verdict | undefined {
  const asked = new Set(one.asks.map(nameIn));
  const needed = one
    .of('depends')
    .flatMap(({ releases, on }) => on.map((requirement) => [nameIn(requirement), nameIn(releases[0] ?? '')]));
  const disputed = needed.some(
    ([name, user]) =>
      asked.has(name as string) || needed.some(([other, another]) => other === name && another !== user),
  );
  if (!disputed) return undefined;
  const wishes = one.wishes.filter(({ name, option }) => option === 'with' && asked.has(name));
  const bounded = one.wishes.filter(
    (wish) => wish.specifier !== '' && one.asks.some((ask) => one.wish(nameIn(ask)) === wish),
  );
  // An old release of a library that was asked for has wheels for the Pythons of its time.
  const old = one.of('no wheel').some(({ releases }) => asked.has(nameIn(releases[0] ?? '')));
  const [other] = old && bounded.length === 0 ? olderPythons(one) : [];
  const ways = [
    ...(bounded.length > 0 ? bounded : wishes).flatMap((wish) => one.anyVersion(wish)),
    ...(other ? [`take an older Python: --python ${other}`] : []),
    ...(wishes[0] ? [`leave ${wishes[0].name} out: ${one.instead(wishes[0])}`] : []),
  ];
  const first = one.asks.filter((ask) => wishes.some(({ name }) => name === nameIn(ask)));
  return {
    what: `${enumerated(each([...first, ...one.asks]))} don't fit together`,
    hint: either(ways) || 'loosen a version in pyproject.toml, or leave a library out',
  };
}

/** The Python versions below the project's own, newest first: old releases have wheels for them. */
function olderPythons(one: Case): string[] {
  const minor = (python: string) => Number(python.split('.')[1]);
  const own = minor(one.project.python);
  return one
    .pythons()
    .filter((python) => minor(python) < own)
    .sort((first, second) => minor(second) - minor(first));
}

/** A library that needs another Python. */
function python(one: Case): Verdict | undefined {
  const [fact] = one.of('python');
  if (!fact) return undefined;
  const release = fact.releases[0] ?? '';
  const wish = one.wish(nameIn(release));
  const fitting = one.pythons().find((version) => satisfies(`${version}.99`, fact.python));
  const least = /^>=([\d.]+)$/.exec(fact.python)?.[1];
  const needs = least ? `Python ${least} or newer` : `Python ${fact.python}`;
  const ways = [
    ...(fitting ? [`take that: --python ${fitting}`] : []),
    ...one.anyVersion(wish),
    ...(fitting ? [] : one.without(wish)),
  ];
  return {
    what: `${release} needs ${needs}, and this project has ${one.project.python}`,
    hint: either(ways) || 'loosen its version in pyproject.toml',
  };
}

/** A version that was never released. */
function unavailable(one: Case): Verdict | undefined {
  const only = one.of('only')[0]?.requirement;
  const missing = one.of('unavailable')[0]?.requirement;
  const name = nameIn(only ?? missing ?? '');
  if (name === '' || one.of('no wheel').length > 0) return undefined;
  const newest = only && /<=([\w.!+]+)$/.exec(only)?.[1];
  const wish = one.wish(name);
  const ask = missing ?? one.asks.find((asked) => nameIn(asked) === name) ?? name;
  const needing = wish ? undefined : one.needing(name);
  const major = Number(newest?.split('.')[0]);
  const recent =
    wish && major > 0
      ? `${wish.text.slice(0, -wish.specifier.length || undefined)}>=${major},<${major + 1}`
      : undefined;
  const user = wish ?? (needing === undefined ? undefined : one.wish(needing));
  const ways = [
    ...(wish && recent ? [`ask for one that there is: ${one.instead(wish, recent)}`] : one.anyVersion(user)),
    ...one.without(user),
  ];
  return {
    what: `there is no ${ask}${needing ? `, which ${needing} needs` : ''}${newest ? `: the newest is ${newest}` : ''}`,
    hint: either(ways) || 'loosen its version in pyproject.toml',
  };
}

/** A library without a wheel for this project. */
function noWheel(one: Case): Verdict | undefined {
  const missing = one.of('no wheel');
  const asked = missing.find(({ releases }) => one.wish(nameIn(releases[0] ?? ''))) ?? missing[0];
  if (!asked) return undefined;
  const name = nameIn(asked.releases[0] ?? '');
  const own = missing.filter(({ releases }) => nameIn(releases[0] ?? '') === name).map(({ lacks }) => lacks);
  const lacks = (['arm64', 'x86-64', 'python', 'platform'] as const).find((kind) => own.includes(kind)) ?? 'any';
  const wish = one.wish(name);
  const needing = wish ? undefined : one.needing(name);
  const user = wish ?? (needing === undefined ? undefined : one.wish(needing));
  const ask = one.asks.find((asked) => nameIn(asked) === name) ?? name;
  const base = baseOf(one.project.asked.base);
  const elsewhere = one.resolution.installs && base.libc === 'musl';
  const where =
    lacks === 'arm64' || lacks === 'x86-64'
      ? `for ${lacks}`
      : elsewhere
        ? `for the C library of ${base.label} (musl)`
        : `that fits Python ${one.project.python}`;
  const tags = one.resolution.wheelsFor.get(name) ?? [];
  const named = one.pythons().filter((version) => tags.includes(version) && version !== one.project.python);
  const other = named[0] ?? (user && user.specifier !== '' && lacks === 'any' ? olderPythons(one)[0] : undefined);
  const ways = [
    ...(elsewhere ? ['take a base with another one: --base python'] : []),
    ...(elsewhere && !user ? ['leave out what needs it'] : []),
    ...(other && !elsewhere ? [`take an older Python: --python ${other}`] : []),
    ...one.anyVersion(user),
    ...one.without(user),
    ...(lacks === 'any' && user?.specifier === '' && !elsewhere ? ['compile it yourself: no wheel is made here'] : []),
    ...(lacks === 'arm64'
      ? ['take aarch64 out of required-environments in pyproject.toml, if it never runs there']
      : []),
  ];
  return {
    what: `${ask}${needing ? `, which ${needing} needs,` : ''} has no wheel ${where}`,
    hint: either(ways) || 'loosen its version in pyproject.toml, or leave out what needs it',
  };
}

/** What a refusal of uv means for what a person typed, with uv's own reasons. */
export function verdictOf(resolution: Resolution, project: Project): Verdict & { reasons: string[] } {
  const one = new Case(resolution, project);
  const verdict = unknownName(one) ??
    excluding(one) ??
    conflict(one) ??
    python(one) ??
    unavailable(one) ??
    noWheel(one) ?? {
      what: 'no versions of these libraries fit together',
      hint: 'loosen a version in pyproject.toml, or leave a library out',
    };
  return { ...verdict, reasons: reasonLines(resolution.facts) };
}
