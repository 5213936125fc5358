import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { addKey, KEY_STREAM, type KeyAdded, type KeyUse } from '@tokenledger/domain';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import type { Appended } from '../event-log/append.js';
import { EventLog } from '../event-log/event-log.js';
import { firstOf } from '../event-log/first-of.js';
import { Refused } from '../event-log/refused.js';
import { shownPosition } from '../http/shown.js';
import { changeKeys } from '../keys/key-file.js';
import { KeyRing } from '../keys/key-ring.js';
import { heldIds, type Keys, vkeyOf, withNewKey } from '../keys/keys.js';
import { publicTokenJwk } from '../keys/token-signer.js';
import { KEY_SETTINGS, type KeySettings } from '../keys/key-settings.js';
import { LOG_NAME } from './log-name.js';

export const BegunRotation = z
  .object({ use: z.enum(['log', 'token', 'wrapping']), key: z.string(), position: shownPosition })
  .meta({ id: 'BegunRotation', description: 'The key comes next: nothing is made with it yet.' });
export type BegunRotation = z.output<typeof BegunRotation>;

/** Makes the key that comes next, and says so in the log. What follows, follows by itself. */
export class RotateKeys extends Command<BegunRotation> {
  constructor(
    /** `system`: the schedule, and whatever else the server does by itself. */
    readonly by: CallerContext | 'system',
    readonly use: KeyUse,
  ) {
    super();
  }
}

@CommandHandler(RotateKeys)
export class RotateKeysHandler implements ICommandHandler<RotateKeys> {
  constructor(
    private readonly log: EventLog,
    private readonly ring: KeyRing,
    private readonly provenance: Provenance,
    @Inject(KEY_SETTINGS) private readonly settings: KeySettings,
    @Inject(LOG_NAME) private readonly origin: string,
  ) {}

  /**
   * The file first, the log second. Should we die in between, the file holds a key that the log does not know: it does no harm,
   * and the next rotation takes it.
   */
  async execute({ by, use }: RotateKeys): Promise<BegunRotation> {
    const { source } = this.settings;
    const spare = source.secret === undefined ? undefined : this.spare(this.ring.held, use);
    if (spare !== undefined) return shown(await this.append(by, use, this.ring.held, spare));
    let begun: BegunRotation | undefined;
    await changeKeys(source, async (keys, put) => {
      begun = await this.withNew(by, use, keys, put);
    });
    return begun!;
  }

  /** Nobody else has the file meanwhile: what the log does not know of it now, no other server is about to tell it. */
  private async withNew(by: RotateKeys['by'], use: KeyUse, before: Keys, put: (keys: Keys) => void) {
    await this.ring.ask();
    const keys = this.spare(before, use) === undefined ? withNewKey(before, use) : before;
    if (keys !== before) put(keys);
    try {
      const appended = await this.append(by, use, keys, this.spare(keys, use)!);
      if (appended.replayed) put(before);
      else this.ring.hold(keys);
      return shown(appended);
    } catch (error) {
      // Whether it is in the log is known, or the key stays.
      if (error instanceof Refused && error.refusal.refused !== 'outcome_unknown') put(before);
      throw error;
    }
  }

  /** A key that is held and that the log has not had: put there by hand, or left by whoever died before saying so. */
  private spare(keys: Keys, use: KeyUse): string | undefined {
    const held = new Set(heldIds(keys));
    return [...keys[use].keys()].find((id) => held.has(id) && !this.ring.known.has(id));
  }

  private async append(by: RotateKeys['by'], use: KeyUse, keys: Keys, id: string): Promise<Appended> {
    const data = { use, key: id, ...this.publicPart(use, keys, id) };
    return this.log.append({
      ...(by === 'system' ? SYSTEM : await this.provenance.ofCaller(by, { type: 'key', id })),
      permission: by === 'system' ? null : { resource: 'keys', action: 'rotate', object: '*' },
      streams: [KEY_STREAM],
      reads: {},
      decide: (state) => addKey(state, data),
    });
  }

  private publicPart(use: KeyUse, { log, token }: Keys, id: string): Partial<KeyAdded['data']> {
    if (use === 'log') return { verifierKey: vkeyOf(this.origin, log.get(id)!) };
    return use === 'token' ? { jwk: publicTokenJwk(token.get(id)!) } : {};
  }
}

export const SYSTEM = { actor: { type: 'system', id: 'keys' }, requestId: 'keys' } as const;

function shown(appended: Appended): BegunRotation {
  const { data, position } = firstOf(appended, 'KeyAdded');
  return { use: data.use, key: data.key, position: String(position) };
}
