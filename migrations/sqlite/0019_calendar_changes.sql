-- When calendars were last told of a talk: the stamp of its event (RFC 5545 DTSTAMP).
alter table talk add column calendar_changed_at text;
update talk set calendar_changed_at = ended_at where sequence > 0;
