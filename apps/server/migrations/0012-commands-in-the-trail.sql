-- What brought an event about. Read again from the first one on; until that is done, filters answer 503.
update views.cursor set position = -1 where projection = 'trail';
truncate views.trail;
alter table views.trail
  -- Of the command: the id of its first event.
  add column correlation_id uuid not null,
  add column request_id     text not null;
create index trail_correlation on views.trail (correlation_id, position);
create index trail_request on views.trail (request_id, position);
