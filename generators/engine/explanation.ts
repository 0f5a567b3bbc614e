import { withoutMounts } from './container-arguments.ts';

/** What a command was doing, for the sentence that explains its failure. */
export interface Explanation {
  message: string;
  hint: string;
}

interface Symptom {
  /** What is looked for, in a line. */
  sign: RegExp;
  /** It is looked for in the lines as one, as uv breaks its sentences; what its named groups catch is what the message is about. */
  sentence?: true;
  /** What happened and why; `task` is such as 'The build', `names` what the sign has found. */
  message: (task: string, tool: string, names: string) => string;
  hint: string | ((tool: string) => string);
}

/** What tools say when something fails that is not the project's fault, the most telling first. */
const SYMPTOMS: readonly Symptom[] = [
  {
    sign: /no space left on device|disk quota exceeded|ENOSPC/i,
    message: (task) => `${task} failed: the disk is full.`,
    hint: (tool) =>
      tool === 'docker'
        ? 'docker system df shows what takes the space, docker builder prune removes what builds have left behind'
        : 'free some space, then repeat the command',
  },
  {
    sign: /error from receiver/,
    message: (task) => `${task} failed: its result can't be written into the project's folder.`,
    hint: 'free some space there, or make the folder writable, then repeat the command',
  },
  {
    sign: /cannot connect to (the docker|podman)|error during connect|code = unavailable|error reading from server|transport is closing|failed to receive status/i,
    message: (task, tool) => `${task} failed: ${tool} stopped answering.`,
    hint: 'start it again, then repeat the command',
  },
  {
    sign: /buildx component is missing|unknown flag: --(progress|secret|output)/i,
    message: (task) => `${task} failed: this Docker can't build with BuildKit.`,
    hint: 'update Docker to version 23 or later with its package docker-buildx-plugin',
  },
  {
    sign: /flag provided but not defined: -start-interval/,
    message: (task) => `${task} failed: this Podman is too old for the Dockerfile.`,
    hint: 'update Podman (5.4 is known to work, 4.3 is not enough), or use docker',
  },
  {
    sign: /toomanyrequests|pull rate limit/i,
    message: (task) => `${task} failed: the registry has handed out enough base images to this address for now.`,
    hint: 'docker login with a free account raises the limit',
  },
  {
    sign: /failed to (resolve source metadata|do request).*(x509|unknown authority)/i,
    message: (task, tool) => `${task} failed: ${tool} does not trust the certificate of the base image's registry.`,
    hint: "give it your company's certificate: https://docs.docker.com/engine/security/certificates/",
  },
  {
    sign: /failed to resolve source metadata|failed to do request|pull access denied|error pinging container registry|initializing source docker:/i,
    message: (task) => `${task} failed: a base image can't be fetched from its registry.`,
    hint: 'check that this machine is online, then repeat the command',
  },
  {
    sign: /uv\.lock does not fit pyproject\.toml|lockfile at .* needs to be updated/i,
    message: (task) => `${task} failed: uv.lock does not fit pyproject.toml.`,
    hint: (tool) => `bring it up to date: ${tool === 'uv' ? 'uv lock' : `${tool} build --target lock --output . .`}`,
  },
  {
    sign: /40[13] (unauthorized|forbidden)|status code.* 40[13]|authentication required|lack of valid authentication/i,
    message: (task) => `${task} failed: the server asks for credentials or refuses them.`,
    hint: 'check the user and password of the package index, in its URL or in ~/.netrc',
  },
  {
    sign: /(?<name>[\w.-]+) (?:was|were) not found in the (?:package registry|provided package locations)|there are no versions of (?<other>[\w.-]+)(?= (?:and|so|or|that|we)\b|[,.]?$)/i,
    sentence: true,
    message: (task, _tool, names) => `${task} failed: ${names} is not on the package index.`,
    hint: 'check its spelling in pyproject.toml',
  },
  {
    sign: /(?<name>[\w.-]+)(?:\[[^\]]*\])?(?:[<>=!~]\S*)? (?:has|have) no (?:usable |`[^`]*`-compatible )?wheels|wheels are required for `(?<other>[^`]+)` because building from source is disabled/i,
    sentence: true,
    message: (task, _tool, names) =>
      `${task} failed: no version of ${names} that fits has a wheel for this Python and platform.`,
    hint: 'allow other versions of it in pyproject.toml, or choose another Python or base image, or leave it out',
  },
  {
    sign: /no solution found when resolving/i,
    message: (task) => `${task} failed: no versions of these libraries fit together.`,
    hint: 'loosen a version in pyproject.toml, or leave a library out',
  },
  {
    sign: /UnknownIssuer|certificate verify failed|certificate not trusted|unknown authority|self[- ]signed certificate|invalid peer certificate/i,
    message: (task) => `${task} failed: this network's certificate is not trusted.`,
    hint: "set SSL_CERT_FILE to the file with your company's certificates, then repeat the command",
  },
  {
    // What apk and apt say; without a list of packages both go on, and end with one that they don't know.
    sign: /WARNING: (fetching|updating|ignoring|opening) \S+: .*(DNS|temporary error|could not connect|network|connection|timed? ?out|unreachable)|temporary failure resolving '|(failed to fetch|E:|Err:).*(could not (connect|resolve)|unable to connect|cannot initiate the connection|connection (failed|timed out))/i,
    message: (task) => `${task} failed: it has no network: the packages of the base system can't be fetched.`,
    hint: 'check that this machine is online; behind a proxy set HTTPS_PROXY; where only containers are offline, restart the engine; then repeat the command',
  },
  {
    sign: /no interpreter found|failed to (download|fetch|install).*(cpython|python-build-standalone)|python-build-standalone/i,
    message: (task) => `${task} failed: no fitting Python is installed, and none could be downloaded.`,
    hint: 'install that version of Python (https://www.python.org/downloads/), then repeat the command',
  },
  {
    sign: /dns error|temporary failure in name resolution|could not resolve|name or service not known|no such host|network is unreachable|tcp connect error|connection refused|error sending request|operation timed out|i\/o timeout|NewConnectionError|request failed after \d+ retries|failed to fetch/i,
    message: (task) => `${task} failed: the package index can't be reached.`,
    hint: 'check that this machine is online; behind a proxy set HTTPS_PROXY; then repeat the command',
  },
  {
    sign: /ModuleNotFoundError: No module named '(?<name>[\w.]+)'/,
    message: (task, _tool, names) => `${task} failed: the module ${names} is not installed where it is imported.`,
    hint: 'put its library into the list that fits in pyproject.toml (heavy, where training imports it), then bring the lock up to date',
  },
  {
    sign: /exit code: 137|out of memory|cannot allocate memory|MemoryError/i,
    message: (task) => `${task} failed: the memory ran out.`,
    hint: 'close what uses memory, or give the engine more of it in its settings',
  },
];

/** Why a command failed, from its last lines, and what to do about it. Where no sign is known the lines speak for themselves. */
export function explain(lines: readonly string[], task: string, tool: string): Explanation {
  const text = lines.join('\n');
  const prose = unwrapped(lines);
  const symptom = SYMPTOMS.find(({ sign, sentence }) => sign.test(sentence ? prose : text));
  if (!symptom) return { message: `${task} failed.`, hint: '' };
  const { sign, message, hint } = symptom;
  return {
    message: message(task, tool, namesIn(prose, sign).join(' and ')),
    hint: typeof hint === 'string' ? hint : hint(tool),
  };
}

/** The lines as one, without what a build and uv put before each of them: uv breaks its sentences to fit a terminal, also behind a hyphen. */
function unwrapped(lines: readonly string[]): string {
  return lines
    .map((line) =>
      line
        .replace(/^#\d+ /, '')
        .replace(/^\d+\.\d+ /, '')
        .replace(/^[\s│╰─▶×]+/, ''),
    )
    .join('\n')
    .replace(/(\w-)\n/g, '$1')
    .replace(/\s+/g, ' ');
}

/** What the named groups of a sign have caught, each once. */
function namesIn(text: string, sign: RegExp): string[] {
  const found = [...text.matchAll(new RegExp(sign, 'gi'))];
  return [...new Set(found.flatMap(({ groups }) => Object.values(groups ?? {}).filter((name) => name !== undefined)))];
}

/** What BuildKit and Podman say of their own work. */
const NOISE =
  /^--> |^(\[\d+\/\d+\] )?STEP \d|^#\d+ (DONE|CACHED|\[|building with|transferring|resolve|sha256:|extracting|exporting)/;

/** A line that repeats a command of the Dockerfile: BuildKit's heading of the failed step, and Podman's last word. */
const COMMAND = /^ ?> \[|^Error: building at STEP /;
/** The room for one of those, beside the margin of four. */
const ROOM = 76;

/** The command without what it is lent, which fills lines, and no longer than one line. */
function shortened(line: string): string {
  if (!COMMAND.test(line)) return line;
  const text = withoutMounts(line);
  return text.length > ROOM ? `${text.slice(0, ROOM - 1)}…` : text;
}

/**
 * The lines that matter, at most `most`. BuildKit repeats the failed step between rules of dashes, then shows the Dockerfile around it; any
 * other command ends with what went wrong.
 */
export function relevantLines(lines: readonly string[], most = 12): string[] {
  const [first, second] = lines.flatMap((line, index) => (/^-{4,}$/.test(line) ? [index] : []));
  const told = first !== undefined && second !== undefined ? lines.slice(first + 1, second) : lines;
  return told
    .filter((line) => line.trim() !== '' && !NOISE.test(line))
    .map((line) => shortened(line.replace(/^#\d+ /, '').replace(/^\d+\.\d+ /, '')))
    .slice(-most);
}
