import type { Client } from 'pg';

/** What is sent within goes out as one piece: every write to a socket costs as much as a small query. */
export function inOneWrite<Sent>({ connection }: Client, send: () => Sent): Sent {
  connection.stream.cork();
  try {
    return send();
  } finally {
    connection.stream.uncork();
  }
}
