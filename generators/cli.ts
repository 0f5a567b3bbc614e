#!/usr/bin/env node
import { verbIn } from './app/argv.ts';
import { helpFor } from './app/help.ts';
import { ownVersion } from './app/versions.ts';

/* The bin. Help and version are answered at once; everything else is loaded only then. */

const args = process.argv.slice(2);
const asksForHelp = args[0] === 'help'; // of a verb, if another word follows
if (asksForHelp || args.includes('--help') || args.includes('-h')) {
  process.stdout.write(helpFor('ml-docker', verbIn(asksForHelp ? args.slice(1) : args)));
} else if (args.includes('--version')) process.stdout.write(`${ownVersion()}\n`);
else await import('./main.ts').then(({ main }) => main(args));
