-- What is not derived from the log: counters and limits. Losing it loses no promise.
create schema aside;

-- What may not be tried without end. The key is a keyed digest, and the row says nothing else of what was tried.
create table aside.attempts (
  key     bytea primary key,
  count   int         not null,
  ends_at timestamptz not null
);
create index attempts_ends_at on aside.attempts (ends_at);
