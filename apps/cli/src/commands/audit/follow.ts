import { setTimeout as sleep } from 'node:timers/promises';
import type { Schemas } from '@tokenledger/api-client';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import type { Output } from '../../output/output.js';
import type { UserNames } from '../../user-names.js';
import { eventLines } from './event-lines.js';
import type { ReadTrail } from './filter.js';

type Event = Schemas['TrailItem'];

interface Following {
  readonly out: Output;
  readonly read: ReadTrail;
  readonly names: UserNames;
}

const PAUSE_MS = 1000;

/** Shows what there is and then what comes, until somebody ends it. No event is missed and none shown twice. */
export async function follow(following: Following, events: readonly Event[], position: string): Promise<never> {
  let cursor = position;
  await show(following, events);
  for (;;) {
    const page = await nextPage(following, cursor);
    await show(following, page.items);
    cursor = page.next ?? page.position;
    if (page.next === null) await sleep(PAUSE_MS);
  }
}

/** A server that is away comes back. */
async function nextPage({ read, out }: Following, cursor: string): Promise<Schemas['TrailPage']> {
  for (let told = false; ; told = true) {
    try {
      return await read({ cursor, limit: 500 });
    } catch (error) {
      if (!(error instanceof Failure && error.exitCode === EXIT.unreachable)) throw error;
      if (!told) out.note(`${error.message} Trying on.`);
      await sleep(PAUSE_MS);
    }
  }
}

async function show({ out, names }: Following, events: readonly Event[]): Promise<void> {
  const lines = out.json ? [] : await eventLines(events, names);
  for (const [n, event] of events.entries()) out.next(event, () => lines[n]!);
}
