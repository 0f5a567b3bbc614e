import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a company's certificates are named on the host, in this order. */
const CA_VARIABLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'] as const;
/** Where a package index of one's own is named on the host, in this order. */
const INDEX_VARIABLES = ['UV_DEFAULT_INDEX', 'UV_INDEX_URL', 'PIP_INDEX_URL'] as const;

/** The variable of the environment that names the package index; undefined where none does. */
export function indexVariable(env: Environment): string | undefined {
  return INDEX_VARIABLES.find((name) => env[name]);
}

/** BuildKit knows these as build arguments: they reach every RUN, and neither the image nor its history. */
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** A readable file that is not empty; an empty one would take every certificate away. */
function isUsable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    const { size } = statSync(file);
    return statSync(file).isFile() && size > 0;
  } catch {
    return false;
  }
}

/** The value of --secret is one line of CSV. */
function field(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The options that give a build what this machine knows of its network: certificates, a private package index with its credentials, and
 * proxies. Files and variables are named, never their values, so that none stands on a command line.
 * @param ownIndex the project has a package index at an address that was given: its credentials may stand in a netrc file.
 */
export function networkArguments(
  env: Environment,
  usable: (file: string) => boolean = isUsable,
  ownIndex = false,
): string[] {
  const args: string[] = [];
  const ca = certificates(env, usable);
  if (ca) args.push('--secret', `id=ca,${field(`src=${ca}`)}`);
  const index = indexVariable(env);
  if (index) args.push('--secret', `id=index_url,env=${index}`);
  if (index || ownIndex) {
    const netrc = env.NETRC || join(env.HOME || homedir(), '.netrc');
    if (usable(netrc)) args.push('--secret', `id=netrc,${field(`src=${netrc}`)}`);
  }
  for (const name of PROXY_VARIABLES) if (env[name]) args.push('--build-arg', name);
  return args;
}

/** The same for uv on the host: its own names for what other tools' variables say. What uv reads anyway is not repeated. */
export function networkEnvironment(
  env: Environment,
  usable: (file: string) => boolean = isUsable,
): Record<string, string> {
  const ca = certificates(env, usable);
  const index = indexVariable(env);
  return {
    ...(ca && !env.SSL_CERT_FILE ? { SSL_CERT_FILE: ca } : {}),
    ...(index === 'PIP_INDEX_URL' && env[index] ? { UV_DEFAULT_INDEX: env[index] } : {}),
  };
}

function certificates(env: Environment, usable: (file: string) => boolean): string | undefined {
  return CA_VARIABLES.map((name) => env[name]).find((file) => file && usable(file));
}

/** What must not appear in a log: index URLs, and every password that stands in a URL of the environment. Longest first. */
export function secretValues(env: Environment): string[] {
  const found = new Set<string>();
  for (const name of INDEX_VARIABLES) if (env[name]) found.add(env[name]);
  for (const name of [
    ...INDEX_VARIABLES,
    ...PROXY_VARIABLES,
    'UV_INDEX',
    'UV_EXTRA_INDEX_URL',
    'PIP_EXTRA_INDEX_URL',
  ]) {
    for (const [, credentials, password] of (env[name] ?? '').matchAll(/:\/\/([^/@\s]*?:?([^/@:\s]*))@/g)) {
      for (const secret of [credentials, password])
        if (secret) for (const form of [secret, safeDecode(secret)]) found.add(form);
    }
  }
  return [...found].sort((one, other) => other.length - one.length);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
