/** What was typed, in quotes, on one line and cut short: for a message. */
export function shown(typed: string, longest = 60): string {
  return JSON.stringify(typed.length > longest ? `${typed.slice(0, longest - 3)}...` : typed);
}
