import { BadInput } from '../../bad-input.ts';

/** A record that cannot be played: says the file, its line, what is wrong and what would be right. */
export class RecordError extends BadInput {
  constructor(place: string, wrong: string, right: string) {
    super([`${place}: ${wrong}, ${right}`]);
    this.name = 'RecordError';
  }
}
