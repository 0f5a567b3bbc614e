import { run } from './command.ts';
import type { EngineName } from './project.ts';

/** How long an engine may take to answer, in milliseconds. */
const PATIENCE = 8_000;
const GET_DOCKER = 'https://docs.docker.com/get-started/get-docker/';

/** Why no engine answers, and what to do: 'docker is not installed', 'install Docker: https://...'. */
export interface Silence {
  reason: string;
  remedy: string;
}

export type Found = { engine: EngineName } | ({ engine?: undefined } & Silence);

/** A container engine, and how to ask whether it is there. */
interface Candidate {
  name: 'docker' | 'podman';
  question: readonly string[];
  install: string;
  start: string;
}

/** `docker version` fails when its server does not answer and, unlike `docker info`, is quick on a busy one. */
const CANDIDATES: readonly Candidate[] = [
  {
    name: 'docker',
    question: ['version'],
    install: `install Docker: ${GET_DOCKER}`,
    start: process.platform === 'linux' ? 'start Docker: sudo systemctl start docker' : 'start Docker Desktop',
  },
  {
    name: 'podman',
    question: ['info', '--format', '{{.Version.Version}}'],
    install: 'install Podman: https://podman.io/docs/installation',
    start:
      process.platform === 'linux' ? 'ask Podman what is wrong: podman info' : 'start Podman: podman machine start',
  },
];

/** Undefined when the engine answers; else why not, and whether it is installed at all. */
async function silence(
  candidate: Candidate,
  signal?: AbortSignal,
): Promise<(Silence & { installed: boolean }) | undefined> {
  const { name, install, start } = candidate;
  const answer = await run(name, candidate.question, { timeout: PATIENCE, ...(signal && { signal }) });
  const text = answer.lines.join('\n');
  // Podman may stand in for the docker command, with other options than docker's: it is asked under its own name.
  const standIn = name === 'docker' && /podman/i.test(text);
  if (answer.missing || standIn) return { installed: false, reason: `${name} is not installed`, remedy: install };
  if (answer.ok) return undefined;
  if (name === 'docker' && /permission denied/i.test(text)) {
    const remedy = 'join its group: sudo usermod -aG docker $USER, then log out and in again';
    return { installed: true, reason: 'you may not use docker', remedy };
  }
  const { DOCKER_HOST } = process.env;
  if (name === 'docker' && DOCKER_HOST) {
    return {
      installed: true,
      reason: `docker does not answer at DOCKER_HOST=${DOCKER_HOST}`,
      remedy: 'correct or unset DOCKER_HOST',
    };
  }
  return { installed: true, reason: `${name} does not answer`, remedy: start };
}

/**
 * The container engine that answers: the wanted one, else the first of docker and podman; or why there is none. `local` needs no engine
 * and always answers. Throws the signal's reason when it ends the search.
 */
export async function findEngine(wanted?: EngineName, signal?: AbortSignal): Promise<Found> {
  if (wanted === 'local') return { engine: 'local' };
  const silent: (Silence & { installed: boolean })[] = [];
  for (const candidate of CANDIDATES.filter(({ name }) => !wanted || name === wanted)) {
    const why = await silence(candidate, signal);
    if (!why) return { engine: candidate.name };
    silent.push(why);
  }
  const installed = silent.filter((why) => why.installed);
  if (!wanted && installed.length === 0) {
    return { reason: 'neither docker nor podman is installed', remedy: CANDIDATES[0]?.install ?? '' };
  }
  const told = installed.length > 0 ? installed : silent;
  return { reason: told.map(({ reason }) => reason).join(' and '), remedy: told[0]?.remedy ?? '' };
}
