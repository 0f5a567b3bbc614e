import type { Delivered } from '../engine/deliver.ts';
import type { EngineError } from '../engine/failure.ts';
import { networkArguments } from '../engine/secrets.ts';
import { pasted } from '../shell.ts';
import type { Answers } from './answers.ts';
import type { Collected } from './collect.ts';
import { commandOf } from './command.ts';
import type { Difference } from './compare.ts';
import type { Plan } from './plan.ts';
import type { Kept } from './staging.ts';
import { columnsOf, wrap } from './wrap.ts';

/** What a person is shown of a new project: the places to know, not every file. */
const PLACES: readonly { path: string; what: string }[] = [
  { path: 'Dockerfile', what: 'the image, stage by stage' },
  { path: 'compose.yaml', what: 'how it runs: port, limits' },
  { path: 'pyproject.toml', what: 'the libraries that you asked for' },
  { path: 'src/', what: 'data, model, command line, app' },
  { path: 'data/', what: 'the sample: 344 penguins' },
  { path: 'tests/', what: 'they run inside the image' },
  { path: 'README.md', what: 'for your colleague' },
];

const MARKS: Record<Difference, string> = { create: '+', outdated: '~', differs: '!', edited: '=', identical: '=' };

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function again(answers: Answers, folder: string, caller: string): string {
  return commandOf(answers, folder, caller, process.platform);
}

/** Commands to paste, with what each is for behind it where the screen holds both. */
function commented(commands: readonly (readonly [command: string, what: string])[]): string[] {
  const width = Math.max(...commands.map(([command]) => command.length));
  const lines = commands.map(([command, what]) => `  ${command.padEnd(width)}  # ${what}`);
  return lines.every((line) => line.length <= columnsOf(process.stdout))
    ? lines
    : commands.map(([command]) => `  ${command}`);
}

/** Where the files are that were replaced. */
function keptLines(kept: readonly Kept[], columns: number): string[] {
  const [first] = kept;
  if (!first) return [];
  const folder = first.backup.slice(0, -first.path.length);
  const files = wrap(kept.map(({ path }) => path).join(', '), columns - 2).replaceAll('\n', '\n  ');
  return ['', `Kept what was there, in ${folder}:`, `  ${files}`];
}

/** The files that an earlier run made and that nothing uses any more: nobody deletes them unasked. */
function unusedLines(unused: readonly string[], columns: number): string[] {
  return unused.length > 0 ? [wrap(`No longer used, may be deleted: ${unused.join(', ')}`, columns, 2)] : [];
}

/** The heading and the places of what was written, as lines. */
export function writtenLines(
  { target }: Collected,
  written: readonly string[],
  differences: ReadonlyMap<string, Difference>,
  kept: readonly Kept[],
  unused: readonly string[] = [],
): string[] {
  const where = target.shown === '.' ? 'this folder' : target.shown;
  const total = differences.size;
  const columns = columnsOf(process.stdout);
  const edited = [...differences].filter(([path, one]) => one === 'edited' && !written.includes(path));
  const left =
    edited.length > 0 ? [wrap(`Left as you edited it: ${edited.map(([path]) => path).join(', ')}`, columns, 2)] : [];
  if (written.length === 0) {
    const all = edited.length > 0 ? '' : ` All ${total} files are as these answers make them.`;
    return [`${where}: nothing to change.${all}`, ...left, ...unusedLines(unused, columns)];
  }
  const places = written.length === total ? PLACES : [];
  return [
    written.length === total
      ? `Created ${where}: ${count(total, 'file')}`
      : wrap(`Wrote ${written.length} of ${count(total, 'file')} in ${where}: ${written.join(', ')}`, columns, 2),
    ...(places.length > 0 ? [''] : []),
    ...places.map(({ path, what }) => `  ${path.padEnd(16)}${what}`),
    ...left,
    ...unusedLines(unused, columns),
    ...keptLines(kept, columns),
  ];
}

/** What --dry-run shows: a line a file, with a mark for what would happen to it. */
export function dryRunLines(
  { target }: Collected,
  differences: ReadonlyMap<string, Difference>,
  unused: readonly string[] = [],
): string[] {
  return [
    `Would write to ${target.shown} (+ new, ~ as it was made and now other, ! edited or yours, = stays). Nothing was written.`,
    ...[...differences].map(([path, difference]) => `  ${MARKS[difference]} ${path}`),
    ...unusedLines(unused, columnsOf(process.stdout)),
  ];
}

/** The commands that come next, ready to paste, and the one that repeats these answers. */
export function nextLines({ target, answers }: Collected, plan: Plan, caller: string): string[] {
  const [app] = plan.apps;
  const network = networkArguments(process.env, undefined, answers.index.length > 0);
  const lock = ['docker', 'build', ...network, '--target', 'lock', '--output', '.', '.'];
  return [
    'Next:',
    ...(target.shown === '.' ? [] : [`  cd ${pasted(target.shown)}`]),
    ...commented([
      [lock.map(pasted).join(' '), 'uv.lock: all versions, with hashes'],
      ['docker compose up --build --wait', `then open http://127.0.0.1:${app?.port}`],
    ]),
    '',
    'The same again:',
    `  ${again(answers, target.shown, caller)}`,
  ];
}

/**
 * Where the project answers, a call that works when pasted, and how to stop it; or that it was built.
 * @param wanted the --engine and the --max-size that were asked for, as they are typed behind the command; empty where none was.
 */
export function deliveredLines(
  { engine, running, notes }: Delivered,
  { target, answers }: Collected,
  caller: string,
  wanted: string,
): string[] {
  const repeat = `${again(answers, target.shown, caller)} ${running ? '--run' : '--build'}${wanted}`;
  const runLine =
    engine === 'local'
      ? `${again(answers, target.shown, caller)} --run --engine local`
      : `${engine} run --rm --publish 127.0.0.1:8000:8000 ${answers.name.toLowerCase()}`;
  const commands = running
    ? [
        `${answers.name} answers on ${running.url}`,
        '',
        ...(running.curl ? ['Ask it:', `  ${running.curl}`] : []),
        'Stop it, remove it, read its log:',
        `  ${running.stop}`,
        `  ${running.remove}`,
        `  ${running.logs}`,
      ]
    : [`${answers.name} is built. Run it:`, `  ${runLine}`];
  return [...commands, ...(notes.length > 0 ? ['', ...notes] : []), '', 'The same again:', `  ${repeat}`];
}

/** What failed, the lines that say why, where the whole log is, and what to do now; as wide as the screen in a terminal. */
export function failureLines({ message, hint, lines, log }: EngineError): string[] {
  const columns = process.stderr.isTTY ? columnsOf(process.stderr) : Number.POSITIVE_INFINITY;
  const indented = (text: string, least: number) => {
    const indent = least + text.length - text.trimStart().length;
    return `${' '.repeat(indent)}${wrap(text.trimStart(), columns - indent, 2).replaceAll('\n', `\n${' '.repeat(indent)}`)}`;
  };
  return [
    message,
    ...lines.map((line) => indented(line, 4)),
    ...(log ? [`  The whole log: ${log}`] : []),
    ...(hint ? [indented(`What to do: ${hint}`, 2)] : []),
  ];
}
