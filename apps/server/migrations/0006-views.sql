-- What follows the log in transactions of its own. All of it can be made again from position 0 (docs/adr/0010).
create schema views;

-- Up to where each projection has read. Locking its row is the right to move it on.
create table views.cursor (
  projection text primary key,
  position   bigint not null check (position >= -1)
);
insert into views.cursor values ('trail', -1);

-- Where the log has what. The events themselves are read from the log. Nothing here is personal.
create table views.trail (
  position    bigint primary key,
  recorded_at log.instant not null,
  type        text        not null,
  -- The user; or 'system', or 'holder': whoever showed a token to end it.
  actor       text        not null,
  subject     text        not null,
  stream      text        not null
);
-- From a time to a position: both grow together.
create index trail_recorded_at on views.trail (recorded_at);
create index trail_type on views.trail (type, position);
create index trail_actor on views.trail (actor, position);
-- A token's history.
create index trail_subject on views.trail (subject, position);
-- A user's history: the account's own life and all of its tokens.
create index trail_stream on views.trail (stream, position);
