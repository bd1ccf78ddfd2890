-- Who moderates, what they did, and profiles that somebody looks at before they are listed.

-- Relays moderate in their région, administrators everywhere.
create table account_role (
    account_id blob not null references account (id) on delete cascade,
    role text not null check (role in ('relay', 'administrator')),
    -- INSEE code of a relay's région; '' for administrators.
    region text not null,
    granted_at text not null,
    constraint account_role_pkey primary key (account_id, role, region),
    constraint account_role_region_check check ((role = 'administrator') = (region = ''))
) strict, without rowid;

-- When somebody who moderates was last told that something waits.
create table moderation_notice (
    account_id blob primary key not null references account (id) on delete cascade,
    told_at text not null
) strict;

-- What moderators did. It refers to nobody: an id outlives its account, and then leads nowhere.
create table audit_entry (
    id blob primary key not null,
    at text not null,
    -- Null: whoever runs the program.
    actor_id blob,
    actor_role text not null check (actor_role in ('relay', 'administrator', 'operator')),
    action text not null check (action <> ''),
    -- What it was done to, and whose that was.
    subject_id blob not null,
    account_id blob not null,
    reason text,
    note text,
    constraint audit_entry_actor_check check ((actor_id is null) = (actor_role = 'operator'))
) strict;
create index audit_entry_time on audit_entry (at, id);
create index audit_entry_subject on audit_entry (subject_id, at);
create index audit_entry_account on audit_entry (account_id);
create trigger audit_entry_stays before delete on audit_entry begin
    select raise(abort, 'audit_entry is append-only');
end;
-- One change only: the words about somebody who left go.
create trigger audit_entry_unchanged before update on audit_entry
when new.note is not null or new.id is not old.id or new.at is not old.at or new.actor_id is not old.actor_id
    or new.actor_role is not old.actor_role or new.action is not old.action or new.subject_id is not old.subject_id
    or new.account_id is not old.account_id or new.reason is not old.reason
begin
    select raise(abort, 'audit_entry is append-only');
end;

alter table professional add column vetting text not null default 'draft'
    check (vetting in ('draft', 'submitted', 'approved', 'changed', 'changes_asked', 'refused'));
-- When it was last approved.
alter table professional add column vetted_at text check (vetting not in ('approved', 'changed') or vetted_at is not null);
-- Since when it waits for a decision, and in which région (INSEE code).
alter table professional add column waits_since text
    check ((waits_since is not null) = (vetting in ('submitted', 'changed')));
alter table professional add column waits_in text check ((waits_in is not null) = (waits_since is not null));
-- The last decision, and how long it was waited for.
alter table professional add column decided_at text;
alter table professional add column waited_minutes integer check (waited_minutes >= 0);
alter table professional add column vetting_reason text
    check (vetting_reason in
        ('vague', 'not_a_person', 'unverified', 'advertising', 'disrespectful', 'unsafe_place', 'other'))
    check ((vetting_reason is not null) = (vetting in ('changes_asked', 'refused')));
alter table professional add column vetting_note text check (vetting_note is null or vetting_reason is not null);

-- What was there before, the demonstration's among it, was listed without being looked at: it is taken as approved.
update professional set vetting = 'approved', vetted_at = updated_at
where published or exists (select 1 from account a where a.id = account_id and a.demonstration);

-- Whether it can be found and booked.
alter table professional add column listed integer
    generated always as (published and paused_at is null and vetting in ('approved', 'changed')) virtual;
create index professional_waiting on professional (waits_since, id) where waits_since is not null;
create index professional_decided on professional (decided_at) where decided_at is not null;

-- What was approved last of a profile: what has changed since is told to whoever looks at it again.
create table vetted_profile (
    professional_id blob primary key not null references professional (id) on delete cascade,
    trade_code text not null,
    headline text not null,
    likes text not null,
    dislikes text not null,
    organisation text,
    meeting_place text,
    commune_code text not null,
    welcomes_minors integer not null check (welcomes_minors in (0, 1))
) strict;
insert into vetted_profile
select id, trade_code, headline, likes, dislikes, organisation, meeting_place, commune_code, charter_signed_at is not null
from professional where vetting = 'approved';
