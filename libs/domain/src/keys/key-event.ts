import type { KeyEvent } from './key.events.js';

/** Beside the log's own stream, for that is read at every start. */
export const KEY_STREAM = 'keys';

export const keyEvent = <Event extends KeyEvent>(type: Event['type'], data: Event['data']): Event =>
  ({
    type,
    schema: 1,
    stream: KEY_STREAM,
    subject: { type: 'key', id: data.key },
    data,
    personal: [],
  }) as unknown as Event;
