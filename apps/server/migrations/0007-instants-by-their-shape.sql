-- Its length and its marks are what the order of text needs, and they are looked at in a twentieth of the time that a
-- regular expression takes; an event that is appended brings five instants.
alter domain log.instant drop constraint instant_check;
alter domain log.instant add constraint instant_check check (value like '____-__-__T__:__:__.______Z');
