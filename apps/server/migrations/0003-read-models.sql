create schema state;

-- A person or service account, as the fold of its stream has it. Rows are overwritten, never deleted.
create table state.users (
  id              uuid primary key,
  kind            text        not null check (kind in ('person', 'service')),
  status          text        not null check (status in ('active', 'disabled', 'deleted')),
  roles           text[]      not null,
  name_digest     bytea,
  personal        jsonb       not null,
  password_digest jsonb,
  live_tokens     int         not null check (live_tokens >= 0),
  registered_at   log.instant not null,
  deleted_at      log.instant,
  position        bigint      not null
);
-- A name is one account's while that account exists.
create unique index users_name on state.users (name_digest) where name_digest is not null;
-- The rule of the last administrator reads them all.
create index users_administrators on state.users (id) where status <> 'deleted' and 'admin' = any (roles);

create table state.tokens (
  id              uuid primary key,
  owner           uuid        not null,
  kind            text        not null check (kind in ('session', 'access')),
  format          text        not null check (format in ('jwt', 'opaque')),
  status          text        not null check (status in ('live', 'revoked', 'expired')),
  issued_at       log.instant not null,
  issued_by       text        not null,
  issued_position bigint      not null,
  expires_at      log.instant,
  scopes          text[],
  audience        text        not null,
  secret_digest   bytea,
  name_digest     bytea,
  personal        jsonb       not null,
  ended_at        log.instant,
  ended_position  bigint,
  cause           text,
  end_reason      jsonb
);
-- An opaque token is found by its digest.
create unique index tokens_secret on state.tokens (secret_digest) where secret_digest is not null;
-- A name is one token's for ever; the digest covers the owner as well.
create unique index tokens_name on state.tokens (name_digest) where name_digest is not null;
-- An owner's list.
create index tokens_owner on state.tokens (owner, issued_position);
-- The cascade: an owner may have years of tokens that have ended.
create index tokens_live on state.tokens (owner) where status = 'live';
-- Everybody's list.
create index tokens_issued on state.tokens (issued_position);
-- The sweep.
create index tokens_expiring on state.tokens (expires_at) where status = 'live';

create table state.policy (
  only_row boolean primary key default true check (only_row),
  policy   jsonb  not null,
  position bigint not null
);

-- The key of each person's data, wrapped. Not derived from the log: without its row, what it encrypted is erased.
create table state.subject_keys (
  kid          uuid primary key,
  wrapped      bytea,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null))
);
