import { createHash } from 'node:crypto';
import { type Caller, epochSeconds, type Instant, isLive, type Permissions, rolePowers } from '@tokenledger/domain';
import { LRUCache } from 'lru-cache';
import { TokenVerifier, type VerifiedClaims } from '../keys/token-verifier.js';
import { Authority, type TokenStanding } from './authority.js';
import { spellingOf } from './spelling.js';

export type Verdict = GoodToken | BadToken;

export interface GoodToken extends Recognised {
  readonly good: true;
  readonly caller: Caller;
  /** Whether its audience is this server. A token for another service is good, but opens no door here. */
  readonly forUs: boolean;
}

/** Why, and of which token, is for those who watch the server. Whoever asks is told no, and nothing else. */
export interface BadToken extends Partial<Recognised> {
  readonly good: false;
  readonly why: 'unknown' | 'revoked' | 'expired' | 'disabled';
}

/** A token that was issued here with exactly this text: rightly spelled and signed. It may have died since. */
export interface Recognised {
  readonly token: TokenStanding;
  readonly position: bigint;
  readonly at: Instant;
  /** The rules as of then. */
  readonly permissions: Permissions;
  /** Whether the times that a JWT says of itself hold. */
  readonly inItsTime: boolean;
}

/** The one place that answers whether a token is good. Every door asks here; the answer starts at no. */
export class Check {
  /** That a text is spelled rightly and signed by us stays true; whether the token is good is asked anew each time. */
  private readonly verified = new LRUCache<string, VerifiedClaims>({ max: 20_000 });

  constructor(
    private readonly issuer: string,
    private readonly verifier: TokenVerifier,
    private readonly authority: Authority,
    private readonly onVerdict: (verdict: Verdict) => void,
  ) {}

  /** @throws when the database cannot be asked: then nobody is let in. */
  async ask(secret: string): Promise<Verdict> {
    const verdict = this.judge(await this.recognise(secret));
    this.onVerdict(verdict);
    return verdict;
  }

  /** The token that a text is, whatever its standing. Only its holder, or we, can have shown it. */
  async recognise(secret: string): Promise<Recognised | undefined> {
    const known = this.verified.get(secret);
    if (known) return this.recogniseJwt(known);
    const spelling = spellingOf(secret);
    if (spelling === 'opaque') return this.recogniseOpaque(secret);
    return spelling === 'jwt' ? this.verifyJwt(secret) : undefined;
  }

  private judge(recognised: Recognised | undefined): Verdict {
    if (!recognised) return { good: false, why: 'unknown' };
    const why = whyNot(recognised);
    if (why) return { good: false, why, ...recognised };
    const { token, permissions } = recognised;
    const user = { id: token.owner, roles: token.ownerRoles };
    const powers =
      token.role === null ? permissions.powersOf(user) : rolePowers(projectIn(token.role), token.rules ?? []);
    const caller = { user, token, powers: powers.under(token.scopes) };
    return { good: true, ...recognised, caller, forUs: token.audience === this.issuer };
  }

  private async recogniseOpaque(secret: string): Promise<Recognised | undefined> {
    const secretDigest = createHash('sha256').update(secret).digest('hex');
    const { token, ...when } = await this.authority.ask({ secretDigest });
    return token?.format === 'opaque' ? { token, ...when, inItsTime: true } : undefined;
  }

  private async verifyJwt(secret: string): Promise<Recognised | undefined> {
    const claims = await this.verifier.verify(secret);
    if (claims?.iss !== this.issuer) return undefined;
    this.verified.set(secret, claims);
    return this.recogniseJwt(claims);
  }

  private async recogniseJwt(claims: VerifiedClaims): Promise<Recognised | undefined> {
    const { token, ...when } = await this.authority.ask({ id: claims.jti });
    return token && agree(claims, token) ? { token, ...when, inItsTime: holds(claims, when.at) } : undefined;
  }
}

function whyNot({ token, at, inItsTime }: Recognised): BadToken['why'] | undefined {
  if (token.status === 'revoked') return 'revoked';
  if (!inItsTime || !isLive(token, at)) return 'expired';
  return token.ownerStatus === 'active' ? undefined : 'disabled';
}

/** Of `proj:<project>:<role>`. */
const projectIn = (role: string): string => role.split(':')[1]!;

/** What the token says of itself must be what the log says of it. */
const agree = ({ sub, aud }: VerifiedClaims, token: TokenStanding): boolean =>
  token.format === 'jwt' && sub === (token.role ?? token.owner) && aud === token.audience;

/** Its own times must hold beside those of the log. */
function holds({ nbf, exp }: VerifiedClaims, at: Instant): boolean {
  const now = epochSeconds(at);
  return nbf <= now && (exp === undefined || now < exp);
}
