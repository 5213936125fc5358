-- How many versions of events whoever wrote last could read. A server that knows fewer leaves the log alone.
alter table log.head add column format int not null default 0;
