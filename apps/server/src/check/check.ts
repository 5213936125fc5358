import { createHash } from 'node:crypto';
import { type Caller, epochSeconds, type Instant, isLive, type TokenKind } from '@tokenledger/domain';
import { LRUCache } from 'lru-cache';
import { TokenVerifier, type VerifiedClaims } from '../keys/token-verifier.js';
import { Authority, type Standing, type TokenStanding } from './authority.js';
import { spellingOf } from './spelling.js';

export type Verdict = GoodToken | BadToken;

/** Why and of what kind is for those who watch the server. Whoever asks is told no, and nothing else. */
export interface BadToken {
  readonly good: false;
  readonly why: 'unknown' | 'revoked' | 'expired' | 'disabled';
  readonly kind: TokenKind | undefined;
  readonly position: bigint | undefined;
}

export interface GoodToken {
  readonly good: true;
  readonly token: TokenStanding;
  readonly caller: Caller;
  /** Whether its audience is this server. A token for another service is good, but opens no door here. */
  readonly forUs: boolean;
  readonly position: bigint;
}

const NO: Verdict = { good: false, why: 'unknown', kind: undefined, position: undefined };

/** The one place that answers whether a token is good. Every door asks here; the answer starts at no. */
export class Check {
  /** That a text was signed by us stays true; whether the token is good is asked anew each time. */
  private readonly verified = new LRUCache<string, VerifiedClaims>({ max: 20_000 });

  constructor(
    private readonly issuer: string,
    private readonly verifier: TokenVerifier,
    private readonly authority: Authority,
    private readonly onVerdict: (verdict: Verdict) => void,
  ) {}

  /** @throws when the database cannot be asked: then nobody is let in. */
  async ask(secret: string): Promise<Verdict> {
    const verdict = await this.verdictOn(secret);
    this.onVerdict(verdict);
    return verdict;
  }

  private async verdictOn(secret: string): Promise<Verdict> {
    const spelling = spellingOf(secret);
    if (spelling === 'opaque') return this.askOpaque(secret);
    return spelling === 'jwt' ? this.askJwt(secret) : NO;
  }

  private async askOpaque(secret: string): Promise<Verdict> {
    const standing = await this.authority.ask({ secretDigest: createHash('sha256').update(secret).digest('hex') });
    return this.judge(standing, ({ format }) => format === 'opaque');
  }

  private async askJwt(secret: string): Promise<Verdict> {
    const claims = await this.claimsOf(secret);
    if (claims?.iss !== this.issuer) return NO;
    const standing = await this.authority.ask({ id: claims.jti });
    return this.judge(standing, (token) => token.format === 'jwt' && agree(claims, token, standing.at));
  }

  private judge({ token, position, at }: Standing, fits: (token: TokenStanding) => boolean): Verdict {
    if (!token) return { ...NO, position };
    const why = whyNot(token, at) ?? (fits(token) ? undefined : 'unknown');
    if (why) return { good: false, why, kind: token.kind, position };
    const caller = { user: { id: token.owner, roles: token.ownerRoles }, token };
    return { good: true, token, caller, forUs: token.audience === this.issuer, position };
  }

  private async claimsOf(secret: string): Promise<VerifiedClaims | undefined> {
    const known = this.verified.get(secret);
    if (known) return known;
    const claims = await this.verifier.verify(secret);
    if (claims) this.verified.set(secret, claims);
    return claims;
  }
}

function whyNot(token: TokenStanding, at: Instant): BadToken['why'] | undefined {
  if (token.status === 'revoked') return 'revoked';
  if (!isLive(token, at)) return 'expired';
  return token.ownerStatus === 'active' ? undefined : 'disabled';
}

/** What the token says of itself must be what the log says of it, and its own times must hold as well. */
function agree({ sub, aud, nbf, exp }: VerifiedClaims, token: TokenStanding, at: Instant): boolean {
  const now = epochSeconds(at);
  return sub === token.owner && aud === token.audience && nbf <= now && (exp === undefined || now < exp);
}
