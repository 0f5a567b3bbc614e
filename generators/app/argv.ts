import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';
import { type Flags, OPTIONS, type Option } from './options.ts';
import { Refusal } from './refusal.ts';
import { shown } from './shown.ts';
import { VERBS, type Verb, type VerbName, verbCalled, verbOf, verbsWith } from './verbs.ts';

/** The command line, taken apart. */
export interface CommandLine {
  verb: VerbName;
  folder?: string;
  flags: Flags;
}

/** The words and the options, whatever they are; of options that no verb takes none is thought to have a value. */
function takenApart(args: readonly string[]) {
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
  return { values: Object.entries(values) as [name: string, given: (string | boolean)[]][], positionals };
}

/** The verb that a command line names, right or wrong as the rest of it may be; the first one where it names none. */
export function verbIn(args: readonly string[]): VerbName {
  return verbCalled(takenApart(args).positionals[0]) ?? VERBS[0].name;
}

/**
 * Reads the arguments behind `ml-docker`. The verb `new` may be left out; a folder that is called like a verb stands behind it.
 * @throws Refusal that names every unknown or incomplete argument.
 */
export function readArguments(args: readonly string[]): CommandLine {
  const { values, positionals } = takenApart(args);
  const verb = verbOf(verbIn(args));
  const words = positionals[0] === verb.name ? positionals.slice(1) : positionals;
  const problems = values.flatMap(([name, given]) => optionProblem(verb, name, given) ?? []);
  const most = verb.argument ? 1 : 0;
  if (words.length > most) problems.push(most === 0 ? noWordsProblem(verb, words) : foldersProblem(words));
  if (problems.length > 0) throw new Refusal(problems);
  const flags = values.map(([name, given]) => {
    const multiple = OPTIONS.some((option: Option) => option.name === name && option.multiple);
    return [name, multiple ? given.join(',') : given.at(-1)];
  });
  return {
    verb: verb.name as VerbName,
    ...(words[0] !== undefined && { folder: words[0] }),
    flags: Object.fromEntries(flags) as Flags,
  };
}

/** The first few words, as they were typed. */
function firstOf(words: readonly string[]): string {
  return words
    .slice(0, 3)
    .map((word) => shown(word, 40))
    .join(', ');
}

function foldersProblem(words: readonly string[]): string {
  const viaNpm = process.env.npm_lifecycle_event === 'start';
  return `${words.length} folders are named: ${firstOf(words)}. Name one; a folder or list with spaces goes into quotes${viaNpm ? ', and npm passes options on only behind --: npm start -- demo --yes' : ''}`;
}

function noWordsProblem({ name }: Verb, words: readonly string[]): string {
  return `ml-docker ${name} takes no name, and was given ${firstOf(words)}. Type: ml-docker ${name}. A folder called ${name} is made by: ml-docker new ${name}`;
}

function optionProblem(verb: Verb, name: string, values: readonly (string | boolean)[]): string | undefined {
  const option: Option | undefined = OPTIONS.find((one) => one.name === name);
  if (!option) return unknownProblem(verb, name);
  const takers = verbsWith(name);
  if (!takers.some((one) => one === verb.name)) {
    return `--${name} is an option of ml-docker ${takers.join(', ')}, not of ml-docker ${verb.name}. Leave it out, or see: ml-docker ${verb.name} --help`;
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

function unknownProblem(verb: Verb, name: string): string {
  const dashes = name.length === 1 ? '-' : '--';
  const near = nearest(name, verb.options);
  const help = verb.name === VERBS[0].name ? 'ml-docker --help' : `ml-docker ${verb.name} --help`;
  return `There is no option ${dashes}${shown(name, 40).slice(1, -1)}.${near ? ` Did you mean --${near}?` : ''} All of them: ${help}`;
}
