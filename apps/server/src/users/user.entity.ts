import type { Role, Sealed } from '@tokenledger/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of the read model, for queries. Only the log writes it. */
@Entity({ schema: 'state', name: 'users' })
export class UserEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: 'person' | 'service';
  @Column('text') status: 'active' | 'disabled' | 'deleted';
  @Column('text', { array: true }) roles: Role[];
  @Column('jsonb') personal: Sealed[];
  @Column('int', { name: 'live_tokens' }) liveTokens: number;
  @Column('text', { name: 'registered_at' }) registeredAt: string;
  @Column('text', { name: 'deleted_at', nullable: true }) deletedAt: string | null;
  @Column('text', { name: 'held_at', nullable: true }) heldAt: string | null;
  @Column('text', { name: 'erased_at', nullable: true }) erasedAt: string | null;
  @Column('bigint') position: string;
}
