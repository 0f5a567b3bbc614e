import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type Fit, type Measured, PLATFORMS, parseWheels, type Wheels } from '../wheels.ts';

function list(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}

function fitText({ pythons, blockedBy }: Fit): string {
  return blockedBy.length === 0 ? '"all"' : `{ "pythons": ${list(pythons)}, "blockedBy": ${list(blockedBy)} }`;
}

function libraryText(id: string, { newest, megabytes, unproven, platforms }: Measured): string {
  const lines = [
    `"newest": ${JSON.stringify(newest)}`,
    `"megabytes": ${megabytes}`,
    ...(unproven ? [`"unproven": ${JSON.stringify(unproven)}`] : []),
    ...PLATFORMS.flatMap((platform) => {
      const fit = platforms[platform];
      return fit ? [`${JSON.stringify(platform)}: ${fitText(fit)}`] : [];
    }),
  ];
  return `    ${JSON.stringify(id)}: {\n${lines.map((line) => `      ${line}`).join(',\n')}\n    }`;
}

/** The text of the data file: sorted, one line for each library and platform, so that a change of it can be reviewed. */
export function formatWheels({ date, uv, pythons, libraries }: Wheels): string {
  const parts = Object.entries(libraries)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, measured]) => libraryText(id, measured));
  return `{
  "date": ${JSON.stringify(date)},
  "uv": ${JSON.stringify(uv)},
  "pythons": ${list(pythons)},
  "libraries": {
${parts.join(',\n')}
  }
}
`;
}

/** What a new measurement changed, a line for each library. Where the old file can't be read, everything is new. */
export function changes(old: string | undefined, fresh: Wheels): string[] {
  let before: Wheels['libraries'] = {};
  try {
    before = parseWheels(old ?? '').libraries;
  } catch {
    // A broken file is what a new one mends.
  }
  const ids = [...new Set([...Object.keys(before), ...Object.keys(fresh.libraries)])].sort();
  return ids.flatMap((id) => {
    const [was, is] = [before[id], fresh.libraries[id]];
    if (!is) return [`${id}: gone`];
    if (!was) return [`${id}: new`];
    if (libraryText(id, was) === libraryText(id, is)) return [];
    return [was.newest === is.newest ? `${id}: changed` : `${id}: ${was.newest} -> ${is.newest}`];
  });
}

/** The data file as it is; undefined where there is none. */
export function currentText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes the data file whole or not at all: beside it, then renamed. */
export function replace(file: string, text: string): void {
  const beside = `${file}.${process.pid}`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}
