#!/usr/bin/env node
import { helpFor } from './app/options.ts';
import { ownVersion } from './app/versions.ts';

/* The bin. Help and version are answered at once; everything else is loaded only then. */

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h') || args[0] === 'help') process.stdout.write(helpFor('ml-docker'));
else if (args.includes('--version')) process.stdout.write(`${ownVersion()}\n`);
else await import('./main.ts').then(({ main }) => main(args));
