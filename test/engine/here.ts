import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { networkArguments } from '../../generators/engine/secrets.ts';

/** Where `npm run engine` puts the commands of the engine that it sets up. */
const COMMANDS = join(process.env.ML_DOCKER_ENGINE_HOME ?? join(homedir(), '.cache', 'ml-docker-engine'), 'bin');

/** The environment for every process that uses the engine: Jest's own copy of it does not reach them. */
export const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${existsSync(COMMANDS) ? `${COMMANDS}${delimiter}` : ''}${process.env.PATH}`,
};

/** What is wrong, or undefined when the command succeeds within two minutes. */
function complaint(args: readonly string[], input = ''): string | undefined {
  try {
    execFileSync('docker', args, { env: ENVIRONMENT, stdio: 'pipe', timeout: 120_000, input });
    return undefined;
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    return code === 'ENOENT' ? 'docker is not installed' : (stderr?.toString().trim().split('\n').at(-1) ?? `${error}`);
  }
}

/** Why no test with an engine can run here, and the command that changes it; undefined when an engine answers. */
export function whyNoEngine(): string | undefined {
  const silence = complaint(['version']) ?? complaint(['buildx', 'version']);
  return silence && `no container engine answers (${silence}); to have one: npm run engine`;
}

const images = new Map<string, boolean>();

/** Why an image can't be built from; undefined when it is on this machine or can be pulled. Asked once for each. */
export function whyNoImage(image: string): string | undefined {
  const known = images.get(image);
  const here =
    known ??
    (complaint(['image', 'inspect', image]) === undefined || complaint(['pull', '--quiet', image]) === undefined);
  images.set(image, here);
  return here ? undefined : `the base image ${image} can't be had here; to have it: npm run engine`;
}

/** How a package manager fetches its lists, and whose they are. */
const LISTS = {
  apt: { refresh: 'apt-get update --error-on=any', owner: "Debian's or Ubuntu's" },
  apk: { refresh: 'apk update', owner: "Alpine's" },
} as const;

/** Why no packages of the distribution can be installed on an image; undefined when a build can fetch the lists of them. */
export function whyNoMirror(image: string, manager: keyof typeof LISTS): string | undefined {
  const { refresh, owner } = LISTS[manager];
  const ca = 'if [ -s /run/secrets/ca ]; then export SSL_CERT_FILE=/run/secrets/ca; fi';
  const dockerfile = `FROM ${image}\nRUN --mount=type=secret,id=ca ${ca}; ${refresh}\n`;
  const network = networkArguments(ENVIRONMENT);
  const args = ['build', '--no-cache', '--output', 'type=cacheonly', ...network, '-'];
  return complaint(args, dockerfile) && `no mirror of ${owner} packages answers to ${image} here`;
}
