import { styleText } from 'node:util';

/** How headings are shown on a stream: bold in a terminal; as they are in a pipe, and where NO_COLOR asks for it. */
export function headingStyle(stream: { hasColors?: () => boolean }): (heading: string) => string {
  return stream.hasColors?.() ? (heading) => styleText('bold', heading) : (heading) => heading;
}
