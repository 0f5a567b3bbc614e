import { run } from './command.ts';
import type { EngineName } from './project.ts';

/** How long an engine may take to answer, in milliseconds. */
const PATIENCE = 8_000;
export const GET_DOCKER = 'https://docs.docker.com/get-started/get-docker/';

export type Found = { engine: EngineName } | { engine?: undefined; reason: string };

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
    install: `install Docker (${GET_DOCKER})`,
    start: process.platform === 'linux' ? 'start it: sudo systemctl start docker' : 'start Docker Desktop',
  },
  {
    name: 'podman',
    question: ['info', '--format', '{{.Version.Version}}'],
    install: 'install Podman (https://podman.io/docs/installation)',
    start: process.platform === 'linux' ? 'see what it says: podman info' : 'start it: podman machine start',
  },
];

/** Undefined when the engine answers; else why not and what to do, and whether it is installed at all. */
async function silence(candidate: Candidate): Promise<{ installed: boolean; reason: string } | undefined> {
  const { name } = candidate;
  const answer = await run(name, candidate.question, { timeout: PATIENCE });
  const text = answer.lines.join('\n');
  // Podman may stand in for the docker command, with other options than docker's: it is asked under its own name.
  const standIn = name === 'docker' && /podman/i.test(text);
  if (answer.missing || standIn) return { installed: false, reason: `${name} is not installed: ${candidate.install}` };
  if (answer.ok) return undefined;
  if (/permission denied/i.test(text) && name === 'docker') {
    return {
      installed: true,
      reason: 'you may not use docker: sudo usermod -aG docker $USER, then log out and in again',
    };
  }
  const where = name === 'docker' && process.env.DOCKER_HOST ? ` at ${process.env.DOCKER_HOST} (DOCKER_HOST)` : '';
  return { installed: true, reason: `${name} is installed but does not answer${where}: ${candidate.start}` };
}

/**
 * The container engine that answers: the wanted one, else the first of docker and podman; or one line that says what to install or start.
 * `local` needs no engine and always answers.
 */
export async function findEngine(wanted?: EngineName): Promise<Found> {
  if (wanted === 'local') return { engine: 'local' };
  const silent: { installed: boolean; reason: string }[] = [];
  for (const candidate of CANDIDATES.filter(({ name }) => !wanted || name === wanted)) {
    const why = await silence(candidate);
    if (!why) return { engine: candidate.name };
    silent.push(why);
  }
  const installed = silent.filter((why) => why.installed);
  if (wanted || installed.length > 0)
    return { reason: (installed.length > 0 ? installed : silent).map((why) => why.reason).join('; ') };
  return { reason: `neither docker nor podman is installed: ${CANDIDATES[0]?.install}` };
}
