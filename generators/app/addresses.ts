import { LIBRARIES, type Library } from '../catalog/libraries.ts';
import { noneOf } from './nearest.ts';
import { shown } from './shown.ts';

/** Another address for a package index of the catalogue, such as a company's mirror. */
export interface Address {
  /** The name of the index. */
  name: string;
  /** Where it is, without a slash at the end. */
  url: string;
}

/** The names of the catalogue's package indexes. */
export const INDEX_NAMES: readonly string[] = [
  ...new Set(LIBRARIES.flatMap(({ cpuIndex }: Library) => cpuIndex?.name ?? [])),
];

/** What an address may be made of: nothing that TOML, a shell or a list with commas reads otherwise. */
const PLAIN = /^https?:\/\/[\w.:[\]-]+(?:\/[\w.~%+@:=-]*)*$/;
const EXAMPLE = `${INDEX_NAMES[0]}=https://mirror.example.com/simple`;

/** What is wrong with an address; undefined when nothing is. No message repeats an address that may hold a secret. */
function urlProblem(name: string, typed: string): string | undefined {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    const what = typed.includes('@') ? `the address of ${name}` : shown(typed);
    return `${what} is no address of the web. Write: ${EXAMPLE}`;
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    return `${name}: a user, a password or a token would stand in the project's files. Write the address without, and put user and password into ~/.netrc, which the build is lent`;
  }
  if (!PLAIN.test(url.href)) return `${shown(typed)} has signs that no address of an index needs. Write: ${EXAMPLE}`;
  return undefined;
}

function addressIn(text: string): Address | string {
  const cut = text.indexOf('=');
  if (cut < 0) return `${shown(text)} has no address. Write: ${EXAMPLE}`;
  const name = text.slice(0, cut).trim();
  const typed = text.slice(cut + 1).trim();
  if (!INDEX_NAMES.includes(name)) return noneOf('index of the catalogue', name, INDEX_NAMES);
  return urlProblem(name, typed) ?? { name, url: new URL(typed).href.replace(/\/+$/, '') };
}

/** Reads `NAME=URL,NAME=URL`; every problem is reported, not just the first. */
export function parseAddresses(text: string): { addresses: Address[]; problems: string[] } {
  const parsed = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(addressIn);
  const addresses = parsed.filter((one) => typeof one !== 'string');
  const names = addresses.map(({ name }) => name);
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  return {
    addresses,
    problems: [
      ...parsed.filter((one) => typeof one === 'string'),
      ...twice.map((name) => `${name} is named twice. Name it once`),
    ],
  };
}

/** Indexes with other addresses where these are given. */
export function readdressed<Index extends Address>(indexes: readonly Index[], addresses: readonly Address[]): Index[] {
  return indexes.map((index) => ({
    ...index,
    url: addresses.find(({ name }) => name === index.name)?.url ?? index.url,
  }));
}
