import type { Schemas } from '@tokenledger/api-client';
import { counted } from '../../output/counted.js';
import { table } from '../../output/table.js';

type Affected = Schemas['Affected'];

/** Who gains and loses what, a line for each. */
export function gainTable({ count, accounts }: Affected): string {
  if (count === 0) return 'Nobody gains or loses anything.';
  const more = count - accounts.length;
  const lines = table(accounts.flatMap(changesOf), [
    { title: 'USER', of: ({ username }) => username },
    { title: 'CHANGE', of: ({ change }) => change, colour: ({ change }) => (change === 'gains' ? 'green' : 'red') },
    { title: 'WHAT', of: ({ what }) => what },
  ]);
  return more > 0 ? `${lines}\nAnd ${counted(more, 'account')} more.` : lines;
}

const changesOf = ({ username, gains, loses }: Affected['accounts'][number]) => [
  ...gains.map((what) => ({ username, change: 'gains', what })),
  ...loses.map((what) => ({ username, change: 'loses', what })),
];
