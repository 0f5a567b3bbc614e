#!/usr/bin/env node
import { explainOptions } from './app/options.ts';
import { ownVersion } from './app/versions.ts';

/** The bin. Help and version are answered at once; everything else is loaded only then. */
const HELP = `Makes a machine-learning project that runs in a container:
Dockerfile, locked libraries, a model, an API.

Usage: ml-docker [new] [folder] [options]

  folder    where the project goes; its name is the project's (default: asked)

${explainOptions()}

Every question has an option, and an option wins over its question.
Without a terminal nothing is asked. What --force replaces is kept under
.ml-docker/backup/. The engine "local" needs no container engine: it runs the
project in a virtual environment.

Exit codes: 0 done, 1 failed, 2 wrong or missing input (nothing was written),
3 the project is complete but no engine could do what was asked, 130 cancelled.

  ml-docker demo
  ml-docker demo --base python --libraries numpy,pandas --yes --run
`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) process.stdout.write(HELP);
else if (args.includes('--version')) process.stdout.write(`${ownVersion()}\n`);
else await import('./main.ts').then(({ main }) => main(args));
