-- A professional who gives no more time takes their profile away: one reason more that a talk is cancelled for. As in
-- 0014_moderated_talks.sql, the rule itself is rewritten, as SQLite describes for changes that touch no row.
pragma writable_schema = on;
update sqlite_schema
set sql = replace(sql, '''account_deleted'', ''moderation''', '''account_deleted'', ''moderation'', ''profile_deleted''')
where type = 'table' and name = 'talk';
pragma writable_schema = reset;
