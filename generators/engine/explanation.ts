import { withoutMounts } from './container-arguments.ts';
import { withoutClock } from './resolution.ts';
import { indexVariable } from './secrets.ts';

/** What a command was doing, for the sentence that explains its failure. */
export interface Explanation {
  message: string;
  hint: string;
}

/** What a sentence is about. */
interface About {
  tool: string;
  /** What the sign has found. */
  name: string;
  /** The package index that was asked, in words, and where its address comes from. */
  index: string;
  address: string;
  /** Who asks for a user and a password, in words, and where these may stand. */
  server: string;
  credentials: string;
}

interface Symptom {
  /** What is looked for, in a line. */
  sign: RegExp;
  /** Why it failed: the end of a sentence, without a full stop. */
  why: string | ((about: About) => string);
  /** What to do about it. */
  hint: string | ((about: About) => string);
}

/** What tools say when something fails that is not the project's fault, the most telling first. */
const SYMPTOMS: readonly Symptom[] = [
  {
    sign: /no space left on device|disk quota exceeded|ENOSPC/i,
    why: 'the disk is full',
    hint: ({ tool }) =>
      tool === 'docker'
        ? 'docker system df shows what takes the space, docker builder prune removes what builds have left behind'
        : 'free some space, then repeat the command',
  },
  {
    sign: /error from receiver/,
    why: "its result can't be written into the project's folder",
    hint: 'free some space there, or make the folder writable, then repeat the command',
  },
  {
    sign: /cannot connect to (the docker|podman)|error during connect|code = unavailable|error reading from server|transport is closing|failed to receive status/i,
    why: ({ tool }) => `${tool} stopped answering`,
    hint: 'start it again, then repeat the command',
  },
  {
    sign: /buildx component is missing|unknown flag: --(progress|secret|output)/i,
    why: "this Docker can't build with BuildKit",
    hint: 'update Docker to version 23 or later with its package docker-buildx-plugin',
  },
  {
    sign: /flag provided but not defined: -start-interval/,
    why: 'this Podman is too old for the Dockerfile',
    hint: 'update Podman (5.4 is known to work, 4.3 is not enough), or use docker',
  },
  {
    sign: /toomanyrequests|pull rate limit/i,
    why: 'the registry has handed out enough base images to this address for now',
    hint: 'docker login with a free account raises the limit',
  },
  {
    sign: /failed to (resolve source metadata|do request).*(x509|unknown authority)/i,
    why: ({ tool }) => `${tool} does not trust the certificate of the base image's registry`,
    hint: "give it your company's certificate: https://docs.docker.com/engine/security/certificates/",
  },
  {
    sign: /failed to resolve source metadata|failed to do request|pull access denied|error pinging container registry|initializing source docker:/i,
    why: "a base image can't be fetched from its registry",
    hint: 'check that this machine is online, then repeat the command',
  },
  {
    sign: /uv\.lock does not fit pyproject\.toml|lockfile at .* needs to be updated/i,
    why: 'uv.lock does not fit pyproject.toml',
    hint: ({ tool }) =>
      `bring it up to date: ${tool === 'uv' ? 'uv lock' : `${tool} build --target lock --output . .`}`,
  },
  {
    sign: /Unsupported `Content-Type`|Received some unexpected JSON|Expected JSON or HTML/,
    why: ({ index }) => `${index} does not answer as a package index does`,
    hint: ({ address }) => `open its address in a browser to see what answers there; ${address}then repeat the command`,
  },
  {
    sign: /HTTP status (?:server|client) error \((?<name>(?!40[13])\d{3}[^)]*)\)/,
    why: ({ index, name }) => `${index} answers with an error (${name})`,
    hint: ({ address }) => `try again later; ${address}then repeat the command`,
  },
  {
    sign: /InvalidContentType/,
    why: ({ index }) => `${index} does not speak HTTPS at its address`,
    hint: ({ address }) => `write http:// if that is what it speaks; ${address}then repeat the command`,
  },
  {
    sign: /40[13] (unauthorized|forbidden)|status code.* 40[13]|authentication required|lack of valid authentication/i,
    why: ({ server }) => `${server} asks for credentials or refuses them`,
    hint: ({ credentials }) => credentials,
  },
  {
    sign: /UnknownIssuer|certificate verify failed|certificate not trusted|unknown authority|self[- ]signed certificate|invalid peer certificate/i,
    why: "this network's certificate is not trusted",
    hint: "set SSL_CERT_FILE to the file with your company's certificates, then repeat the command",
  },
  {
    sign: /Distribution `(?<name>[^`@ ]+)[^`]*` can't be installed because/,
    why: ({ name }) => `${name} has no wheel for this machine`,
    hint: 'run it in a container (without --engine local), or leave that library out',
  },
  {
    // What apk and apt say; without a list of packages both go on, and end with one that they don't know.
    sign: /WARNING: (fetching|updating|ignoring|opening) \S+: .*(DNS|temporary error|could not connect|network|connection|timed? ?out|unreachable)|temporary failure resolving '|(failed to fetch|E:|Err:).*(could not (connect|resolve)|unable to connect|cannot initiate the connection|connection (failed|timed out))/i,
    why: "it has no network: the packages of the base system can't be fetched",
    hint: 'check that this machine is online; behind a proxy set HTTPS_PROXY; where only containers are offline, restart the engine; then repeat the command',
  },
  {
    sign: /no interpreter found|failed to (download|fetch|install).*(cpython|python-build-standalone)|python-build-standalone/i,
    why: 'no fitting Python is installed, and none could be downloaded',
    hint: 'install that version of Python (https://www.python.org/downloads/), then repeat the command',
  },
  {
    sign: /dns error|temporary failure in name resolution|could not resolve|name or service not known|no such host|network is unreachable|tcp connect error|connection refused|error sending request|operation timed out|i\/o timeout|NewConnectionError|request failed after \d+ retries|failed to fetch/i,
    why: ({ index }) => `${index} can't be reached`,
    hint: ({ address }) =>
      `check that this machine is online; behind a proxy set HTTPS_PROXY; ${address}then repeat the command`,
  },
  {
    sign: /ModuleNotFoundError: No module named '(?<name>[\w.]+)'/,
    why: ({ name }) => `the module ${name} is not installed where it is imported`,
    hint: 'put its library into the list that fits in pyproject.toml (heavy, where training imports it), then bring the lock up to date',
  },
  {
    sign: /exit code: 137|out of memory|cannot allocate memory|MemoryError/i,
    why: 'the memory ran out',
    hint: 'close what uses memory, or give the engine more of it in its settings',
  },
];

/** A package index beside the default one. */
export interface Index {
  name: string;
  url: string;
}

/** The index that these lines are about: one of a library's own where its address stands in them. */
function indexIn(text: string, indexes: readonly Index[]): Omit<About, 'tool' | 'name'> {
  const own = indexes.find(({ url }) => text.includes(url.replace(/\/+$/, '')));
  if (own) {
    const [index, address] = [`the index ${own.name}`, `--index ${own.name}=URL gives it another address; `];
    const credentials = `check its address (${own.url}), and the user and password for it in ~/.netrc; ${address}then repeat the command`;
    return { index, address, server: index, credentials };
  }
  const variable = indexVariable(process.env);
  return {
    index: 'the package index',
    address: variable ? `${variable} holds its address; ` : '',
    server: 'the server', // it may be a registry of images as well
    credentials: 'check the user and password of the package index, in its URL or in ~/.netrc',
  };
}

/**
 * Why a command failed, from its last lines, and what to do about it; undefined where no sign is known.
 * @param indexes the package indexes beside the default one.
 */
export function explain(
  lines: readonly string[],
  task: string,
  tool: string,
  indexes: readonly Index[] = [],
): Explanation | undefined {
  const text = lines.join('\n');
  const symptom = SYMPTOMS.find(({ sign }) => sign.test(text));
  if (!symptom) return undefined;
  const name = Object.values(symptom.sign.exec(text)?.groups ?? {}).join('');
  const about: About = { tool, name, ...indexIn(text, indexes) };
  const worded = (words: Symptom['why']) => (typeof words === 'string' ? words : words(about));
  return { message: `${task} failed: ${worded(symptom.why)}.`, hint: worded(symptom.hint) };
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
 * The lines that matter, at most `most`. BuildKit numbers the lines of each step, and repeats those of the failed one between rules of
 * dashes, cut short at their beginning; any other command ends with what went wrong.
 */
export function relevantLines(lines: readonly string[], most = 12): string[] {
  const rules = lines.flatMap((line, index) => (/^-{4,}$/.test(line) ? [index] : []));
  const step = lines.map((line) => /^(#\d+ )ERROR/.exec(line)?.[1]).find((found) => found !== undefined);
  const heading = rules[0] === undefined ? [] : lines.slice(rules[0] + 1, rules[0] + 2);
  const own = step === undefined ? [] : lines.filter((line) => line.startsWith(step) && /^#\d+ \d/.test(line));
  const told =
    own.length > 0 ? [...heading, ...own] : rules.length > 1 ? lines.slice((rules[0] as number) + 1, rules[1]) : lines;
  const shown = told
    .filter((line) => !NOISE.test(line))
    .map((line) => shortened(withoutClock(line)))
    .filter((line) => line.trim() !== '');
  return own.length > 0 && shown.length > most ? [...shown.slice(0, 1), ...shown.slice(1 - most)] : shown.slice(-most);
}
