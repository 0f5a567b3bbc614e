import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, it } from '@jest/globals';

/** Where `npm run engine` puts the commands of the engine that it sets up. */
const COMMANDS = join(process.env.ML_DOCKER_ENGINE_HOME ?? join(homedir(), '.cache', 'ml-docker-engine'), 'bin');

/** The environment for every process that uses the engine: Jest's own copy of it does not reach them. */
export const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${existsSync(COMMANDS) ? `${COMMANDS}${delimiter}` : ''}${process.env.PATH}`,
};

/** What is wrong, or undefined when the command succeeds within two minutes. */
function complaint(args: readonly string[]): string | undefined {
  try {
    execFileSync('docker', args, { env: ENVIRONMENT, stdio: 'pipe', timeout: 120_000 });
    return undefined;
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    return code === 'ENOENT' ? 'docker is not installed' : (stderr?.toString().trim().split('\n').at(-1) ?? `${error}`);
  }
}

/** Why no test with an engine can run here, and the command that changes it; undefined when an engine answers. */
function whyNoEngine(): string | undefined {
  const silence = complaint(['version']) ?? complaint(['buildx', 'version']);
  return silence && `no container engine answers (${silence}); to have one: npm run engine`;
}

/** Why an image can't be built from; undefined when it is on this machine or can be pulled. */
function whyNoImage(image: string): string | undefined {
  if (complaint(['image', 'inspect', image]) === undefined) return undefined;
  return (
    complaint(['pull', '--quiet', image]) && `the base image ${image} can't be had here; to have it: npm run engine`
  );
}

/**
 * Tests that need a real container engine, and the base images named. Where these are missing the tests are listed as skipped, with the
 * reason in their name and on stderr. ML_DOCKER_ENGINE=required makes a missing engine a failure; a missing image never is one,
 * because not every image can be had on every machine.
 */
export function describeWithEngine(name: string, tests: () => void, ...images: readonly string[]): void {
  const reason = whyNoEngine();
  if (reason && process.env.ML_DOCKER_ENGINE === 'required') {
    describe(name, () => {
      it('finds an engine, because ML_DOCKER_ENGINE=required', () => {
        throw new Error(reason);
      });
    });
    return;
  }
  const missing = reason ?? images.map(whyNoImage).find((why) => why);
  if (!missing) {
    describe(name, tests);
    return;
  }
  process.stderr.write(`skipped: ${name}: ${missing}\n`);
  describe.skip(`${name} (skipped: ${missing})`, tests);
}
