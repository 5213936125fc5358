-- A project, as the fold of its stream has it. Rows are overwritten, never deleted.
create table state.projects (
  id          uuid primary key,
  name        text        not null,
  status      text        not null check (status in ('active', 'deleted')),
  description jsonb,
  roles       jsonb       not null,
  live_tokens int         not null check (live_tokens >= 0),
  created_at  log.instant not null,
  deleted_at  log.instant,
  position    bigint      not null
);
-- A name is one project's while that project exists.
create unique index projects_name on state.projects (name) where status <> 'deleted';

-- proj:<project>:<role>, whose the token is; null: an account's.
alter table state.tokens add column role text;
alter table state.tokens drop constraint tokens_kind_check;
alter table state.tokens add constraint tokens_kind_check
  check (kind in ('session', 'access', 'project') and (kind = 'project') = (role is not null));
-- Whoever has left is asked for what they have issued for others.
create index tokens_of_projects on state.tokens (issued_by) where kind = 'project' and status = 'live';
