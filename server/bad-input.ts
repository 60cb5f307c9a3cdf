/**
 * What somebody gave us cannot be used. Each line names one fault with its place, what is wrong and
 * what would be right. Ends a command with exit code 2.
 */
export class BadInput extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'BadInput';
  }
}
