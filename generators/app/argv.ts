import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';
import { type Flags, OPTIONS, type Option } from './options.ts';
import { Refusal } from './refusal.ts';
import { shown } from './shown.ts';

/** The command line, taken apart. */
export interface CommandLine {
  folder?: string;
  flags: Flags;
}

/**
 * Reads the arguments behind `ml-docker`. The verb `new` may be left out.
 * @throws Refusal that names every unknown or incomplete argument.
 */
export function readArguments(args: readonly string[]): CommandLine {
  const options = OPTIONS.map((option: Option) => [
    option.name,
    { type: option.type, multiple: true, ...(option.short && { short: option.short }) },
  ]);
  const { values, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    allowPositionals: true,
    strict: false,
  });
  const problems = Object.entries(values).flatMap(
    ([name, value]) => optionProblem(name, value as (string | boolean)[]) ?? [],
  );
  const viaNpm = process.env.npm_lifecycle_event === 'start';
  const words = positionals[0] === 'new' ? positionals.slice(1) : positionals;
  if (words.length > 1) {
    problems.push(
      `${words.length} folders are named: ${words
        .slice(0, 3)
        .map((word) => shown(word, 40))
        .join(
          ', ',
        )}. Name one; a folder or list with spaces goes into quotes${viaNpm ? ', and npm passes options on only behind --: npm start -- demo --yes' : ''}`,
    );
  }
  if (problems.length > 0) throw new Refusal(problems);
  const flags = Object.entries(values).map(([name, value]) => {
    const given = value as (string | boolean)[];
    const multiple = OPTIONS.some((option: Option) => option.name === name && option.multiple);
    return [name, multiple ? given.join(',') : given.at(-1)];
  });
  return { ...(words[0] !== undefined && { folder: words[0] }), flags: Object.fromEntries(flags) as Flags };
}

function optionProblem(name: string, values: readonly (string | boolean)[]): string | undefined {
  const option: Option | undefined = OPTIONS.find((one) => one.name === name);
  const dashes = name.length === 1 ? '-' : '--';
  if (!option) {
    const near = nearest(
      name,
      OPTIONS.map((one) => one.name),
    );
    return `There is no option ${dashes}${shown(name, 40).slice(1, -1)}.${near ? ` Did you mean --${near}?` : ''} All of them: ml-docker --help`;
  }
  // An empty list is one: --with '' takes back what an earlier run added.
  const empty = (value: string) => value === '' && !option.multiple;
  if (
    option.type === 'string' &&
    values.some((value) => typeof value !== 'string' || value.startsWith('-') || empty(value))
  ) {
    return `--${name} needs a value: --${name} ${option.value}`;
  }
  if (option.type === 'boolean' && values.some((value) => value !== true))
    return `--${name} takes no value. Write: --${name}`;
  return undefined;
}
