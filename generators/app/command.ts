import { quote } from '../shell.ts';
import type { Answers } from './answers.ts';
import { folderWords } from './verbs.ts';

/** The flags that give these answers, in the order of the questions. */
export function flagsOf(answers: Answers): string[] {
  const lists = { libraries: answers.libraries, with: answers.with, apps: answers.apps, index: answers.index };
  const list = (name: keyof typeof lists): string[] =>
    lists[name].length > 0 ? [`--${name}`, lists[name].join(',')] : [];
  return [
    ...['--base', answers.base, '--python', answers.python],
    ...list('libraries'),
    ...list('with'),
    ...list('apps'),
    ...(answers.gpu ? ['--gpu'] : []),
    ...list('index'),
  ];
}

/**
 * What a person types to call this generator the way it was called now.
 * @param env npm says there which of its commands started this process.
 */
export function callerOf(env: Readonly<Record<string, string | undefined>>, throughYeoman: boolean): string {
  if (throughYeoman) return 'yo ml-docker';
  if (env.npm_lifecycle_event === 'start' && env.npm_package_name === 'generator-ml-docker') return 'npm start --';
  return env.npm_command === 'exec' ? 'npx generator-ml-docker' : 'ml-docker';
}

/** The one line that repeats these very answers, ready to paste into this platform's shell. */
export function commandOf(
  answers: Answers,
  folder: string = answers.name,
  caller = 'ml-docker',
  platform: NodeJS.Platform = 'linux',
): string {
  return [caller, ...[...folderWords(folder), ...flagsOf(answers)].map((word) => quote(word, platform))].join(' ');
}
