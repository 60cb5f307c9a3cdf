import { nearest } from '#shared/station/nearest.ts';

/** Words for a tag nobody knows, with the nearest known one. */
export function unknownTagMessage(tag: string, known: readonly string[]): string {
  const near = nearest(tag, known);
  if (near === null)
    return `no tag "${tag}", nor one like it; GET /api/v1/tags lists what there is`;
  return `no tag "${tag}"; the nearest known one is "${near}"`;
}
