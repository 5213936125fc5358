import type { Schemas } from '@tokenledger/api-client';
import { paint } from '../../output/paint.js';
import { printable } from '../../output/printable.js';
import { shownTime } from '../../output/time.js';
import { padded } from '../../output/width.js';

type Event = Schemas['TrailItem'];

/** Long enough for every type of event, so that lines that come later stand below those before. */
const TYPE_WIDTH = 18;

/** One event in one line: when, what, by whom, about whom, and what was said. */
export function eventLine(event: Event, nameOf: (id: string) => string): string {
  const { position, recordedAt, type, actor, subject } = event;
  return [
    paint('dim', position.padStart(6)),
    shownTime(recordedAt),
    paint('bold', padded(printable(type), TYPE_WIDTH)),
    `${who(actor, nameOf)} → ${printable(nameOf(subject.id))}`,
    paint('dim', printable(detail(event))),
  ]
    .join('  ')
    .trimEnd();
}

const who = ({ type, id }: Event['actor'], nameOf: (id: string) => string): string =>
  type === 'user' ? printable(nameOf(id)) : `${type} ${printable(id)}`;

/** What people have said about it, and why a token ended. */
function detail({ data, personal }: Event): string {
  const { ip: _ip, userAgent: _userAgent, ...said } = personal;
  const { cause } = data as { cause?: string };
  const pairs = Object.entries({ ...said, ...(cause === undefined ? {} : { cause }) });
  return pairs.map(([name, value]) => `${name}: ${value}`).join(', ');
}
