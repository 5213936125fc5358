-- What brought an event about. Read again from the first one on; until that is done, filters answer 503.
update views.cursor set position = -1 where projection = 'trail';
truncate views.trail;
alter table views.trail
  -- Where the command begins that the event is of: its events stand one behind the other.
  add column command    bigint not null,
  add column request_id text   not null;
-- Asked for seldom, and written with every event: it says which pages cannot have it.
create index trail_request on views.trail using brin (request_id text_bloom_ops) with (autosummarize = on);
