create schema log;

-- An instant as the log writes it. Equal length and the C collation make text order the order of time.
create domain log.instant as text collate "C"
  check (value ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$');

-- `entry` is what counts: the canonical bytes. Everything beside it is derived from them.
create table log.event (
  position  bigint primary key check (position >= 0),
  stream    text   not null,
  version   bigint not null check (version >= 0),
  entry     bytea  not null check (octet_length(entry) <= 65535),
  leaf_hash bytea  not null check (octet_length(leaf_hash) = 32),
  unique (stream, version)
);

-- Roots of full tiles: level 8 covers 256 events, level 16 covers 65,536, and so on.
create table log.subtree (
  level smallint not null check (level > 0 and level % 8 = 0),
  index bigint   not null check (index >= 0),
  hash  bytea    not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- One row: where the log ends. Locking it is the right to append.
create table log.head (
  only_row    boolean primary key default true check (only_row),
  size        bigint not null,
  peaks       bytea  not null,
  recorded_at text   not null,
  checkpoint  text   not null
) with (fillfactor = 50);
insert into log.head (size, peaks, recorded_at, checkpoint) values (0, '', '', '');

-- Not derived from the log: it says which append a repeated request has already made. Kept for 24 hours.
create table log.idempotency (
  key        bytea primary key,
  body       bytea       not null,
  first      bigint      not null,
  count      int         not null,
  created_at timestamptz not null default now()
);
create index idempotency_created_at on log.idempotency (created_at);
