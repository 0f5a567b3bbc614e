/** What a terminal obeys or does not show, and JSON leaves as it is: DEL, the controls after it, writing directions. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What was typed, in quotes, on one line, nothing in it unseen, and cut short: for a message. */
export function shown(typed: string, longest = 60): string {
  const text = JSON.stringify(typed.length > longest ? `${typed.slice(0, longest - 3)}...` : typed);
  return text.replace(UNSEEN, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}
