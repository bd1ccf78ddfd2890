-- What an explorer keeps: notes to oneself, saved searches; and which mails one wants.

-- What somebody noted of a talk, for themselves alone.
create table talk_note (
    account_id blob not null references account (id) on delete cascade,
    talk_id blob not null references talk (id) on delete cascade,
    note text not null check (length(note) between 1 and 2000),
    updated_at text not null,
    constraint talk_note_pkey primary key (account_id, talk_id)
) strict, without rowid;
create index talk_note_talk on talk_note (talk_id);

-- Since when a professional can be found; null while they cannot. Theirs anew after a change of trade or commune.
alter table professional add column listed_at text;
update professional set listed_at = created_at where published and paused_at is null;
create index professional_listed on professional (listed_at);

-- A search that is looked at for whom it finds anew.
create table saved_search (
    id blob primary key not null,
    account_id blob not null references account (id) on delete cascade,
    -- The query string of the search, without order and page.
    query text not null check (length(query) between 1 and 6000),
    frequency text not null check (frequency in ('immediate', 'weekly', 'never')),
    created_at text not null,
    -- Whoever could be found before is no news.
    seen_until text not null,
    -- When it is looked at next. One instant for all searches of a person and frequency: they share a mail.
    due_at text,
    constraint saved_search_query_key unique (account_id, query),
    check ((due_at is null) = (frequency = 'never'))
) strict;
create index saved_search_due on saved_search (due_at);

-- Whom a saved search was told of: nobody twice.
create table saved_search_told (
    search_id blob not null references saved_search (id) on delete cascade,
    professional_id blob not null references professional (id) on delete cascade,
    constraint saved_search_told_pkey primary key (search_id, professional_id)
) strict, without rowid;
create index saved_search_told_professional on saved_search_told (professional_id);

-- The kinds of mail that somebody switched off. Which there are is told by `MailKind`: a kind that is no more
-- switches nothing off.
create table mail_optout (
    account_id blob not null references account (id) on delete cascade,
    kind text not null,
    created_at text not null,
    constraint mail_optout_pkey primary key (account_id, kind)
) strict, without rowid;

-- Of a mail that can be switched off: whose it is, of which kind, and the address that switches it off.
alter table outbox_mail add column account_id blob references account (id) on delete cascade;
alter table outbox_mail add column kind text;
alter table outbox_mail add column unsubscribe_url text;
create index outbox_mail_account on outbox_mail (account_id);

-- What this site signs with, made when it first starts.
create table site_secret (
    purpose text primary key not null,
    secret text not null
) strict, without rowid;
