-- Stops accidents, the owner's included. It is not the proof: whoever owns the table can drop a trigger.
create function log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger append_only before update or delete or truncate on log.event
  for each statement execute function log.refuse_change();
create trigger append_only before update or delete or truncate on log.subtree
  for each statement execute function log.refuse_change();
create trigger stays before delete or truncate on log.head
  for each statement execute function log.refuse_change();
