-- Moderators settle reports, and end talks. What may end a talk, and why, is wider by one word each. SQLite changes no
-- rule of a table that exists, and ten tables refer to this one: the rule itself is rewritten, as SQLite describes for
-- changes that touch no row (https://sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes").
pragma writable_schema = on;
update sqlite_schema
set sql = replace(
    replace(
        sql,
        'ended_by in (''explorer'', ''professional'', ''guardian'')',
        'ended_by in (''explorer'', ''professional'', ''guardian'', ''moderator'')'
    ),
    '''guardian'', ''other'', ''account_deleted''',
    '''guardian'', ''other'', ''account_deleted'', ''moderation'''
)
where type = 'table' and name = 'talk';
pragma writable_schema = reset;

-- When a moderator closed the conversation of a talk, for both.
alter table talk add column messages_closed_at text;

-- INSEE code of the région whose relays see a report, that of a professional's profile. Null: administrators only.
alter table report add column region text;
drop index report_open;
create index report_open on report (reported_at, id) where settled_at is null;

-- A report is settled once.
create trigger report_settled_once before update on report
when old.settled_at is not null
    and (new.settled_at is not old.settled_at or new.outcome is not old.outcome or new.reason is not old.reason)
begin
    select raise(abort, 'a report is settled once');
end;
