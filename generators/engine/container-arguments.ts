import type { Project } from './project.ts';

type ContainerEngine = 'docker' | 'podman';

/** The label that tells containers of one run from all others. */
export const RUN_LABEL = 'ml-docker.run';

/** The labels by which a later run finds the containers of a project and its folder. */
function ownLabels({ image, folder }: Project): string[] {
  return [`ml-docker.project=${image}`, `ml-docker.folder=${folder}`];
}

/** The options of `ps` that select these containers: an engine wants every label of them. */
export function ownFilters(project: Project): string[] {
  return ownLabels(project).flatMap((label) => ['--filter', `label=${label}`]);
}

/** Makes uv.lock in a container, from the folder where the command runs, and puts it into another one. */
export function lockArguments(engine: ContainerEngine, network: readonly string[], into: string): string[] {
  return ['build', ...progress(engine), ...network, '--target', 'lock', '--output', into, '.'];
}

/** What is built of a project: a stage of its Dockerfile, and what the image is called. */
export interface Image {
  target: string;
  tag: string;
}

/** The image that runs a project's app. */
export function appImage({ app, image }: Project): Image {
  return { target: app.id, tag: image };
}

/** Builds an image of a project, in the folder where the command runs. */
export function buildArguments(engine: ContainerEngine, { target, tag }: Image, network: readonly string[]): string[] {
  // Podman's own image format has no health check.
  const format = engine === 'podman' ? ['--format', 'docker'] : [];
  return ['build', ...progress(engine), ...format, ...network, '--target', target, '--tag', tag, '.'];
}

function progress(engine: ContainerEngine): string[] {
  return engine === 'docker' ? ['--progress', 'plain'] : [];
}

/** The sizes of an image's layers, a line each. */
export function layerArguments(image: string): string[] {
  return ['image', 'history', '--no-trunc', '--human=false', '--format', '{{.Size}}', image];
}

/** What layers weigh together, in bytes; undefined where the lines hold no sizes. */
export function layersWeigh(lines: readonly string[]): number | undefined {
  const sizes = lines.flatMap((line) => (/^\d+$/.test(line.trim()) ? [Number(line)] : []));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return bytes > 0 ? bytes : undefined;
}

/** How a container is started. */
export interface Start {
  name: string;
  port: number;
  gpu: boolean;
  /** Marks what this run has started. */
  run: string;
}

/** Starts the container in the background, with the limits that compose.yaml sets. */
export function runArguments(engine: ContainerEngine, project: Project, start: Start): string[] {
  const gpus = engine === 'podman' ? ['--device', 'nvidia.com/gpu=all'] : ['--gpus', 'all'];
  return [
    'run',
    '--detach',
    ...['--name', start.name],
    ...ownLabels(project).flatMap((label) => ['--label', label]),
    ...['--label', `${RUN_LABEL}=${start.run}`],
    ...['--publish', `127.0.0.1:${start.port}:${project.app.port}`],
    '--read-only',
    ...['--tmpfs', '/tmp'],
    ...['--cap-drop', 'ALL'],
    ...['--security-opt', 'no-new-privileges'],
    ...['--pids-limit', '256'],
    ...['--memory', '2g'],
    ...(start.gpu ? gpus : []),
    project.image,
  ];
}

/** The first of name, name-2, name-3, ... that no container has. */
export function freeName(name: string, taken: readonly string[]): string {
  const used = new Set(taken);
  if (!used.has(name)) return name;
  let number = 2;
  while (used.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** A command of a Dockerfile without its --mount options. */
export function withoutMounts(text: string): string {
  return text.replace(/--mount=\S+\s+/g, '');
}

/** What a line of a build says is being done: 'libraries 2/5: RUN ...'; undefined for a line of output. */
export function buildStep(line: string): string | undefined {
  const docker = /^#\d+ \[(?<stage>[^\]]+)\] (?<what>.+)$/.exec(line)?.groups;
  if (docker && !/^(internal|auth)/.test(docker.stage ?? ''))
    return `${docker.stage}: ${withoutMounts(docker.what ?? '')}`;
  if (/^#\d+ exporting to image/.test(line)) return 'storing the image';
  const podman = /^(?:\[\d+\/\d+\] )?STEP (?<count>\d+\/\d+): (?<what>.+)$/.exec(line)?.groups;
  return podman ? `${podman.count}: ${withoutMounts(podman.what ?? '')}` : undefined;
}
