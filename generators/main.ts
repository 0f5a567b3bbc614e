import { PACKAGE_FILE } from './paths.ts';

/*
 * Questions are asked before Yeoman is loaded, which takes longer than everything else together and happens while a person reads
 * the first of them.
 */

/** Does what the command line asks for; sets the exit code and says what went wrong. */
export async function main(args: readonly string[]): Promise<void> {
  // `ml-docker ... | head` closes the pipe early: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  await make(args).catch(fail);
}

async function make(args: readonly string[]): Promise<void> {
  const [{ readArguments }, { collect }] = await Promise.all([import('./app/argv.ts'), import('./app/collect.ts')]);
  const { folder, flags } = readArguments(args);
  const terminal = process.stdin.isTTY && process.stdout.isTTY;
  let yeoman: ReturnType<typeof loadYeoman> | undefined;
  const collected = await collect({
    ...(folder !== undefined && { folder }),
    flags,
    cwd: process.cwd(),
    ...(terminal && {
      ask: async (questions) => {
        const { default: inquirer } = await import('inquirer');
        const asking = inquirer.prompt(questions as never);
        setImmediate(() => {
          yeoman = loadYeoman();
        });
        return await asking;
      },
    }),
  });
  const [{ createEnv }, { default: MlDockerGenerator }] = await (yeoman ?? loadYeoman());
  const env = createEnv({ cwd: process.cwd() });
  env.getVersion = () => undefined as never; // it would read the version of this package
  env.register(MlDockerGenerator as never, { namespace: 'ml-docker:app', resolved: PACKAGE_FILE });
  await env.run(['ml-docker:app'], { ...flags, collected } as never);
}

function loadYeoman() {
  return Promise.all([import('yeoman-environment'), import('./app/index.ts')]);
}

/** Says what happened in one line a problem, and ends with the right code. */
function fail(error: Error & { exitCode?: number }): void {
  const cancelled = error.name === 'ExitPromptError' || error.message === 'Process aborted by user';
  process.exitCode = cancelled ? 130 : (error.exitCode ?? 1);
  if (cancelled) process.stderr.write('\nCancelled: nothing was written.\n');
  else
    process.stderr.write(
      `${error.message
        .split('\n')
        .map((line) => (line.startsWith(' ') ? line : `ml-docker: ${line}`))
        .join('\n')}\n`,
    );
  if (process.argv.includes('--debug')) process.stderr.write(`${error.stack}\n`);
}
