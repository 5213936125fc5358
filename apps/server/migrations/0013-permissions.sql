-- Who may do what, beside the built-in roles: the rules as they stand, and the event that set them. No row: none has.
create table state.permissions (
  only_row boolean primary key default true check (only_row),
  written  jsonb  not null,
  position bigint not null
);
