import type { RevocationCause, Sealed, TokenFormat, TokenKind } from '@tokenledger/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of the read model, for queries. Only the log writes it. */
@Entity({ schema: 'state', name: 'tokens' })
export class TokenEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') owner: string;
  @Column('text', { nullable: true }) role: string | null;
  @Column('text') kind: TokenKind;
  @Column('text') format: TokenFormat;
  @Column('text') status: 'live' | 'revoked' | 'expired';
  @Column('text', { name: 'issued_at' }) issuedAt: string;
  @Column('text', { name: 'issued_by' }) issuedBy: string;
  @Column('bigint', { name: 'issued_position' }) issuedPosition: string;
  @Column('text', { name: 'expires_at', nullable: true }) expiresAt: string | null;
  @Column('text', { array: true, nullable: true }) scopes: string[] | null;
  @Column('text') audience: string;
  @Column('uuid', { nullable: true }) replaces: string | null;
  @Column('uuid', { nullable: true }) successor: string | null;
  @Column('jsonb') personal: Sealed[];
  @Column('text', { name: 'ended_at', nullable: true }) endedAt: string | null;
  @Column('text', { nullable: true }) cause: RevocationCause | null;
  @Column('jsonb', { name: 'end_reason', nullable: true }) endReason: Sealed | null;
  @Column('bigint') position: string;
}
