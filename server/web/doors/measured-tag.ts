import type { Tag } from '#shared/wire/tag.ts';
import { HttpFault } from '../../door.ts';
import { unknownTagMessage } from '../../readings/nearest-tag.ts';

/** The tag by its path. @throws HttpFault 404 with the nearest known one, 400 for one that has no history */
export function measuredTag(tags: readonly Tag[], path: string): Tag {
  const tag = tags.find((one) => one.tag === path);
  const measured = tags.filter((one) => one.origin === 'measured').map((one) => one.tag);
  if (!tag) throw new HttpFault(404, 'unknown-tag', unknownTagMessage(path, measured));
  if (tag.origin === 'measured') return tag;
  const message = `${path} is calculated with the image and has no history; ask for what it is made of`;
  throw new HttpFault(400, 'calculated-tag', message);
}
