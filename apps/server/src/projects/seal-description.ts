import type { Project, Sealed } from '@tokenledger/domain';
import type { Cipher } from '../keys/cipher.js';

type Description = readonly Sealed<'description'>[];

/** Under the project's key. The same words come as they are stored: a change that changes nothing is none. */
export async function sealDescription(
  cipher: Cipher,
  { id }: Pick<Project, 'id'>,
  stored: Sealed | null,
  text: string | null | undefined,
): Promise<Description> {
  if (!text) return [];
  const about = { type: 'project', id } as const;
  if (stored && (await cipher.open(stored, about)) === text) return [stored as Sealed<'description'>];
  return [await cipher.seal(id, about, 'description', text)];
}
