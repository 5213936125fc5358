-- What the last look at everything has come to; no row before the first.
create table state.integrity (
  only_row   boolean primary key default true check (only_row),
  intact     boolean     not null,
  size       bigint      not null,
  checked_at log.instant not null,
  position   bigint      not null
);
