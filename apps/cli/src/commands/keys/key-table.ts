import type { Schemas } from '@tokenledger/api-client';
import type { Colour } from '../../output/paint.js';
import { table } from '../../output/table.js';
import { shownTime } from '../../output/time.js';

type Key = Schemas['Key'];

const COLOUR_OF: Readonly<Record<Key['status'], Colour>> = {
  next: 'yellow',
  current: 'green',
  previous: 'yellow',
  retired: 'dim',
  destroyed: 'dim',
};

export const keyTable = (keys: readonly Key[]): string =>
  table(keys, [
    { title: 'USE', of: ({ use }) => use },
    { title: 'STATUS', of: ({ status }) => status, colour: ({ status }) => COLOUR_OF[status] },
    { title: 'ID', of: ({ id }) => id },
    { title: 'ADDED', of: ({ addedAt }) => shownTime(addedAt) },
    { title: 'USED FROM', of: ({ activatedAt }) => timeOf(activatedAt) },
    { title: 'ENDED', of: ({ destroyedAt, retiredAt }) => timeOf(destroyedAt ?? retiredAt) },
  ]);

const timeOf = (instant: string | null): string => (instant === null ? '' : shownTime(instant));
