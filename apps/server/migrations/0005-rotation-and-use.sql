-- A rotation replaces a token by its successor, which takes over the name: a chain has one.
alter table state.tokens
  add column replaces uuid,
  add column successor uuid,
  add column position bigint;
update state.tokens set position = coalesce(ended_position, issued_position);
-- The position of the token's last event.
alter table state.tokens alter column position set not null;

-- Who used a token last. Where they were is sealed under the key of the token's owner.
create table aside.token_use (
  token      uuid primary key,
  uses       bigint      not null,
  used_at    log.instant not null,
  ip         jsonb,
  user_agent jsonb
) with (fillfactor = 70);

-- How often a dead token was tried, by minute. The source is a keyed digest.
create table aside.refused_use (
  token      uuid        not null,
  source     bytea       not null,
  minute     timestamptz not null,
  uses       bigint      not null,
  refused_at log.instant not null,
  primary key (token, source, minute)
);
create index refused_use_minute on aside.refused_use (minute);
