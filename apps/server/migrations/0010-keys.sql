-- What the log says of its keys (docs/adr/0017). Rows are overwritten, never deleted; no secret is in them.
create table state.keys (
  id                   text primary key,
  use                  text        not null check (use in ('log', 'token', 'wrapping')),
  status               text        not null check (status in ('next', 'current', 'previous', 'retired', 'destroyed')),
  jwk                  jsonb,
  added_at             log.instant not null,
  added_position       bigint      not null,
  activated_at         log.instant,
  activated_position   bigint,
  superseded_at        log.instant,
  superseded_position  bigint,
  retired_at           log.instant,
  retired_position     bigint,
  destroyed_at         log.instant,
  destroyed_position   bigint,
  position             bigint      not null
);

-- Of a log that is there already: those that its first event names. That of the log is what its verifier key ends in.
with opened as (
  select position, convert_from(entry, 'UTF8')::jsonb as event from log.event where position = 0
), named as (
  select position, event ->> 'recordedAt' as recorded_at, event #>> '{data,keys,log}' as id, 'log' as use from opened
  union all
  select position, event ->> 'recordedAt', event #>> '{data,keys,token}', 'token' from opened
  union all
  select position, event ->> 'recordedAt', event #>> '{data,keys,wrapping}', 'wrapping' from opened
)
insert into state.keys (id, use, status, added_at, added_position, activated_at, activated_position, position)
select case use when 'log' then regexp_replace(id, '^[^+]*[+][^+]*[+]', '') else id end, use, 'current',
  recorded_at, position, recorded_at, position, position
from named;

-- Which key each of them is wrapped under.
alter table state.subject_keys add column wrapped_by text;
update state.subject_keys set wrapped_by = (select id from state.keys where use = 'wrapping') where wrapped is not null;
alter table state.subject_keys add check (wrapped is null or wrapped_by is not null);

-- The servers that run, by themselves: when each was last heard of, and the ids of the keys that it holds.
create table aside.servers (
  id      uuid primary key,
  seen_at timestamptz not null,
  keys    text[]      not null
);
