import { explainOptions } from './options.ts';
import { VERBS, type Verb, type VerbName, verbOf } from './verbs.ts';

/** How a verb is typed: the first one may be left out. */
function usage({ name, argument }: Verb): string {
  const word = name === VERBS[0].name ? `[${name}]` : name;
  return [word, ...(argument ? [`[${argument.name}]`] : []), '[options]'].join(' ');
}

/** The other verbs, below the help of the one that is meant where none is named. */
function others(command: string): string {
  const width = Math.max(...VERBS.map(({ name }) => name.length)) + 2;
  const rows = VERBS.map(({ name, purpose }) => `  ${name.padEnd(width)}${purpose}`);
  return `\nVerbs (more on each: ${command} VERB --help):\n\n${rows.join('\n')}\n`;
}

/** The whole help of a verb, for the command by which this generator was called. */
export function helpFor(command: string, name: VerbName): string {
  const verb = verbOf(name);
  return `${verb.about}

Usage: ${command} ${usage(verb)}
${name === VERBS[0].name ? others(command) : ''}${verb.argument ? `\n  ${verb.argument.name}    ${verb.argument.description}\n` : ''}
${explainOptions(verb.options)}

${verb.notes}

${verb.examples.map((example) => `  ${command} ${example}`).join('\n')}
`;
}
