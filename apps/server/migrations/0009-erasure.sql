-- Since when a legal hold keeps what is known of the account, and when that was erased.
alter table state.users
  add column held_at log.instant,
  add column erased_at log.instant;
-- The last erasure: what wrapped that key has to go.
create index users_erased on state.users (position) where erased_at is not null;

-- A key that was destroyed never comes back, and no row that says so goes. It stops accidents, not the owner of the table.
create function state.refuse_revival() returns trigger language plpgsql as $$
begin
  raise exception 'a key that was destroyed stays destroyed' using errcode = 'restrict_violation';
end
$$;
create trigger destroyed_for_ever before update on state.subject_keys
  for each row when (old.wrapped is null) execute function state.refuse_revival();
create trigger stays before delete or truncate on state.subject_keys
  for each statement execute function log.refuse_change();
