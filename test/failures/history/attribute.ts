import type { Command } from './commands.js';
import type { Change } from './operation.js';
import { type Placed, RealTime } from './real-time.js';

/** The commands behind each change; under undefined, those that no change accounts for. */
export type Attribution = ReadonlyMap<Change | undefined, readonly Command[]>;

/**
 * Whose commands these are. Most bear the request id of an answer that came. The answer to the others was lost: an
 * acknowledged repetition says at which position it was done; and what is then left must be what some attempt without
 * an answer asked for, each at most once.
 */
export function attribute(changes: readonly Change[], commands: readonly Command[]): Attribution {
  const answered = new Map(changes.flatMap((change) => change.requestIds.map((id) => [id, change] as const)));
  const told = new Map(changes.flatMap((change) => (change.told ? [[change.told.position, change] as const] : [])));
  const known = grouped(commands, ({ requestId, first }) => answered.get(requestId) ?? told.get(first));
  const left = known.get(undefined) ?? [];
  known.delete(undefined);
  return new Map([...known, ...attributeUnanswered(changes, left, known)]);
}

/** An attempt without an answer may be done at any time after it was asked for; of two that are alike, either did it. */
function attributeUnanswered(changes: readonly Change[], commands: readonly Command[], known: Attribution) {
  const { acknowledgedBefore } = new RealTime(placedIn(known));
  const open = new Set(changes.filter((change) => mayHaveBeenDone(change) && !known.has(change)));
  const alike = grouped([...open], wanted);
  return grouped(commands, (command) => {
    const possible = (alike.get(wanted(command)) ?? []).filter(
      (change) => open.has(change) && acknowledgedBefore(change.invoked) < command.first,
    );
    const change = possible.find(({ outcome }) => outcome === 'acknowledged') ?? possible[0];
    if (change) open.delete(change);
    return change;
  });
}

const wanted = ({ what, about, by }: Pick<Command, 'what' | 'about' | 'by'>): string => `${what} ${about} ${by}`;
const mayHaveBeenDone = ({ outcome, unanswered }: Change): boolean => unanswered && outcome !== 'refused';

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, groups.get(key) ?? []);
    groups.get(key)!.push(item);
  }
  return groups;
}

/** The places that changes took for certain, with the times at which they were asked for and acknowledged. */
export const placedIn = (attribution: Attribution): Placed[] =>
  [...attribution].flatMap(([change, commands]) =>
    change ? commands.filter((command) => isCertain(change, command)).map((command) => placed(change, command)) : [],
  );

/** Of changes that are alike, another may have done it, and at another time. */
const isCertain = ({ requestIds, told }: Change, { requestId, first }: Command): boolean =>
  requestIds.includes(requestId) || told?.position === first;

function placed({ invoked, outcome, completed }: Change, { first, last }: Command): Placed {
  return { invoked, acknowledged: outcome === 'acknowledged' ? completed : Number.POSITIVE_INFINITY, first, last };
}
