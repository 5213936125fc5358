import type { StoredEvent } from '../../support/stored-events.js';
import { attribute, placedIn } from './attribute.js';
import { type Command, commandsIn } from './commands.js';
import { Lives } from './lives.js';
import type { Change, Observation, Operation } from './operation.js';
import { RealTime } from './real-time.js';

/** Something that must not be, and what shows it. */
export interface Violation {
  readonly rule: keyof typeof RULES;
  readonly shown: unknown;
}

export const RULES = {
  gap: 'Positions are dense.',
  time: 'Time in the log never goes back.',
  lost: 'What was acknowledged has its event.',
  misplaced: 'It stands where the acknowledgement said, and is what it said.',
  doubled: 'However often it was asked for, it has one event.',
  done: 'What was refused has no event.',
  unasked: 'Every event was asked for.',
  order: 'What was acknowledged before another was asked for has the lower position.',
  stale: 'What is shown was true at a moment between question and answer, after everything acknowledged before.',
  misspelled: 'What is not exactly the token is refused.',
};

/**
 * Holds what clients were told to what the log says. Positions are the order of commits, so all that had been committed
 * when a question was asked is known: everything up to the highest position acknowledged before.
 */
export function checkHistory(operations: readonly Operation[], stored: readonly StoredEvent[]): Violation[] {
  const changes = operations.filter((operation) => operation.is === 'change');
  const observations = operations.filter((operation) => operation.is === 'observation');
  const attribution = attribute(changes, commandsIn(stored));
  const time = new RealTime(placedIn(attribution));
  const lives = new Lives(stored);
  return [
    ...stored.filter(({ position }, n) => position !== n).map((shown) => ({ rule: 'gap', shown }) as const),
    ...stored
      .filter((_, n) => n > 0 && !isLater(stored[n]!, stored[n - 1]!))
      .map((shown) => ({ rule: 'time', shown }) as const),
    ...changes.flatMap((change) => ofChange(change, attribution.get(change) ?? [], time)),
    ...(attribution.get(undefined) ?? []).map((shown) => ({ rule: 'unasked', shown }) as const),
    ...observations.flatMap((observation) => ofObservation(observation, lives, time)),
  ];
}

const isLater = ({ event }: StoredEvent, { event: before }: StoredEvent): boolean =>
  event.recordedAt > before.recordedAt;

function ofChange(change: Change, commands: readonly Command[], time: RealTime): Violation[] {
  const { outcome, told, invoked } = change;
  const [command] = commands;
  const before = time.acknowledgedBefore(invoked);
  const shown = { change, commands, before };
  const broken: [Violation['rule'], boolean][] = [
    ['lost', outcome === 'acknowledged' && !command],
    ['misplaced', command !== undefined && !(isWanted(change, command) && isTold(told, command))],
    ['doubled', commands.length > 1],
    ['done', outcome === 'refused' && command !== undefined],
    ['order', commands.some(({ first }) => first <= before)],
  ];
  return broken.flatMap(([rule, is]) => (is ? [{ rule, shown }] : []));
}

const isWanted = (change: Change, command: Command): boolean =>
  change.what === command.what && change.about === command.about && change.by === command.by;

const isTold = (told: Change['told'], { first, id }: Command): boolean =>
  !told || (told.position === first && told.id === id);

function ofObservation(observation: Observation, lives: Lives, time: RealTime): Violation[] {
  const { saw, invoked, completed, misspelled } = observation;
  if (misspelled) return saw === 'refused' ? [] : [{ rule: 'misspelled', shown: observation }];
  const before = time.acknowledgedBefore(invoked);
  const beyond = time.askedAfter(completed);
  const possible = valuesAt(observation, before, beyond, lives);
  return possible.includes(saw) ? [] : [{ rule: 'stale', shown: { observation, before, beyond, possible } }];
}

/** What may be shown: as of any position from `before` on and below `beyond`, or as of the one that the answer names. */
function valuesAt({ of, id, position }: Observation, before: number, beyond: number, lives: Lives): string[] {
  if (position === undefined) return lives.between(of, id, before, beyond - 1);
  return position >= before && position < beyond ? lives.between(of, id, position, position) : [];
}
