import { type CommandLine, readArguments } from './app/argv.ts';
import type { Asked } from './app/asked.ts';
import { Cancelled, cancellable, isAbort } from './app/cancel.ts';
import { Refusal } from './app/refusal.ts';
import type { VerbName } from './app/verbs.ts';
import { columnsOf, wrap } from './app/wrap.ts';
import { PACKAGE_FILE } from './paths.ts';
import { CANCELLING } from './shell.ts';

/*
 * Questions are asked before Yeoman is loaded, which takes longer than everything else together and happens while a person reads
 * the first of them.
 */

/** Does what the command line asks for; sets the exit code and says what went wrong. */
export async function main(args: readonly string[]): Promise<void> {
  // `ml-docker ... | head` closes the pipe early: nobody reads on, but what was asked for is done all the same.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  for (const signal of CANCELLING) process.on(signal, cancel);
  await act(args).catch(fail);
}

/** What each verb does; its code is loaded when it is called. */
const ACTIONS: Record<VerbName, (line: CommandLine) => Promise<void>> = {
  new: make,
  list: async ({ flags }) => (await import('./list/command.ts')).list(flags),
};

async function act(args: readonly string[]): Promise<void> {
  const line = readArguments(args);
  await ACTIONS[line.verb](line);
}

/** Ctrl-C between two questions, or while Yeoman is loaded. */
function cancel(): void {
  fail(new Cancelled());
  process.exit();
}

/** The folder in which a person stands; it may have been removed meanwhile. */
function here(): string {
  try {
    return process.cwd();
  } catch {
    throw new Refusal('The folder you are in is gone. Go to another one first: cd');
  }
}

async function make({ folder, flags }: CommandLine): Promise<void> {
  const { collect } = await import('./app/collect.ts');
  const cwd = here();
  const terminal = process.stdin.isTTY && process.stdout.isTTY;
  let yeoman: ReturnType<typeof loadYeoman> | undefined;
  const collected = await collect({
    ...(folder !== undefined && { folder }),
    flags,
    cwd,
    tell: (line) => process.stdout.write(`${wrap(line, columnsOf(process.stdout), 2)}\n`),
    ...(terminal && {
      ask: async (questions) => {
        const { default: inquirer } = await import('inquirer');
        const asking = inquirer.prompt(questions as never);
        setImmediate(() => {
          yeoman = loadYeoman();
        });
        return await cancellable(asking as unknown as Promise<Asked>);
      },
    }),
  });
  const [{ createEnv }, { default: MlDockerGenerator }] = await (yeoman ?? loadYeoman());
  const env = createEnv({ cwd });
  env.getVersion = () => undefined as never; // it would read the version of this package
  env.register(MlDockerGenerator as never, { namespace: 'ml-docker:app', resolved: PACKAGE_FILE });
  for (const signal of CANCELLING) process.off(signal, cancel); // from here on the generator knows what is written
  await env.run(['ml-docker:app'], { ...flags, collected } as never);
}

function loadYeoman() {
  return Promise.all([import('yeoman-environment'), import('./app/index.ts')]);
}

/** What brings back the cursor that a list of choices hides. */
const SHOW_CURSOR = '\u001b[?25h';

/** A line of a message; what is indented belongs to the line before and stays as it is. */
function problemLine(line: string): string {
  if (line.startsWith(' ')) return line;
  const whole = `ml-docker: ${line}`;
  return process.stderr.isTTY ? wrap(whole, columnsOf(process.stderr), 2) : whole;
}

/** Says what happened in one line a problem, and ends with the right code. */
function fail(problem: Error & { exitCode?: number }): void {
  const cancelled = isAbort(problem); // Yeoman may hear of Ctrl-C first
  const error = cancelled ? new Cancelled() : problem;
  process.exitCode = error.exitCode ?? 1;
  if (cancelled) process.stderr.write(`${process.stderr.isTTY ? SHOW_CURSOR : ''}\n${error.message}\n`);
  else process.stderr.write(`${error.message.split('\n').map(problemLine).join('\n')}\n`);
  if (process.argv.includes('--debug')) process.stderr.write(`${error.stack}\n`);
}
