-- A talk's whole life: held while the form is filled, requested, awaiting a guardian, confirmed, and its ends. Each
-- stage holds what belongs to it and nothing else. SQLite adds no rule to a table that exists: made anew, as before.
create table agenda_cell_aside as select person_id, starts_at, talk_id from agenda_cell;
drop table agenda_cell;

create table talk_living (
    id blob primary key not null,
    professional_id blob references professional (id) on delete set null,
    explorer_id blob references account (id) on delete set null,
    starts_at text not null,
    way text not null check (way in ('video', 'phone', 'onsite')),
    trade_code text not null,
    meeting_place text,
    -- The professional's, IANA name.
    time_zone text not null,
    -- Of the week in `talk_week`, in that zone.
    monday text not null constraint talk_monday_check check (strftime('%w', monday) is '1'),
    question text,
    -- The unguessable name of the video or audio room.
    room text not null,
    status text not null constraint talk_status_check check (
        status in (
            'held', 'requested', 'awaiting_guardian', 'confirmed', 'done', 'absent', 'cancelled', 'declined', 'expired'
        )
    ),
    -- Who has to answer a request: the professional, or the explorer whom another hour was proposed to.
    awaits text constraint talk_awaits_check check (
        (awaits is null or awaits in ('explorer', 'professional')) and (awaits is not null) = (status = 'requested')
    ),
    guardian text not null default 'not_needed' constraint talk_guardian_check check (
        guardian in ('not_needed', 'needed', 'agreed')
        and (guardian <> 'needed' or status not in ('confirmed', 'done', 'absent'))
        and (guardian = 'needed' or status <> 'awaiting_guardian')
    ),
    -- When the answer that is waited for was asked.
    asked_at text not null,
    -- When the wait ends without it.
    answer_by text constraint talk_answer_by_check check (
        (answer_by is not null) = (status in ('held', 'requested', 'awaiting_guardian'))
    ),
    -- How many reminders of this stage are behind it.
    reminders integer not null default 0 check (reminders between 0 and 9),
    -- When the clock has to do with it next: null at its end.
    due_at text,
    -- What each side says of an hour that is over.
    explorer_word text check (explorer_word in ('took_place', 'other_absent', 'self_absent')),
    professional_word text check (professional_word in ('took_place', 'other_absent', 'self_absent')),
    ended_by text,
    end_reason text constraint talk_reason_check check (
        end_reason in (
            'unavailable', 'emergency', 'mistake', 'answered', 'not_my_trade', 'guardian', 'other', 'account_deleted'
        )
    ),
    end_note text,
    ended_at text,
    -- RFC 5545 SEQUENCE: rises with every change.
    sequence integer not null default 0 check (sequence >= 0),
    created_at text not null,
    constraint talk_end_check check (
        (ended_at is not null) = (status in ('done', 'absent', 'cancelled', 'declined', 'expired'))
        and (ended_at is null) = (due_at is not null)
        and (end_reason is not null) = (status in ('cancelled', 'declined'))
        and (ended_by is not null) = (status in ('cancelled', 'declined'))
        and (ended_by is null or ended_by in ('explorer', 'professional', 'guardian'))
        and (end_note is null or end_reason is not null)
    ),
    constraint talk_question_check check (question is null or explorer_id is not null),
    constraint talk_place_check check (
        (way = 'onsite' or meeting_place is null)
        and (way <> 'onsite' or meeting_place is not null or professional_id is null)
    )
) strict;

insert into talk_living (id, professional_id, explorer_id, starts_at, way, trade_code, meeting_place, time_zone, monday,
    question, room, status, asked_at, due_at, reminders, ended_by, end_reason, end_note, ended_at, sequence, created_at)
select id, professional_id, explorer_id, starts_at, way, trade_code, meeting_place, time_zone, monday, question, room,
    -- Nobody is asked about an hour that was over before it could be.
    case when status = 'confirmed' and datetime(starts_at, '+1 hour') < datetime('now') then 'done' else status end,
    created_at,
    case when status = 'confirmed' and datetime(starts_at, '+1 hour') >= datetime('now')
        then strftime('%Y-%m-%dT%H:%M:%S+00:00', starts_at, '-1 day') end,
    0,
    cancelled_by, cancel_reason, cancel_note,
    case when status = 'confirmed' and datetime(starts_at, '+1 hour') < datetime('now') then starts_at else cancelled_at end,
    sequence, created_at
from talk;
drop table talk;
alter table talk_living rename to talk;
create index talk_professional on talk (professional_id, starts_at);
create index talk_explorer on talk (explorer_id, starts_at);
-- Talks that nobody is left on, which whoever leaves last takes along.
create index talk_nobodys on talk (id) where explorer_id is null and professional_id is null;
create index talk_due on talk (due_at) where due_at is not null;

-- One row for each quarter of an hour that a person is taken: the primary key is what makes a double
-- booking impossible, for both sides and for whatever takes the person's time.
create table agenda_cell (
    person_id blob not null references account (id) on delete cascade,
    starts_at text not null,
    talk_id blob not null references talk (id) on delete cascade,
    constraint agenda_cell_pkey primary key (person_id, starts_at)
) strict, without rowid;
insert into agenda_cell select person_id, starts_at, talk_id from agenda_cell_aside;
drop table agenda_cell_aside;
create index agenda_cell_talk on agenda_cell (talk_id);

-- Whether an hour is confirmed as soon as it is asked for; requests left to expire without an answer, one after
-- the other; and since when the profile is paused for it.
alter table professional add column accepts_automatically integer not null default 1
    check (accepts_automatically in (0, 1));
alter table professional add column expired_in_a_row integer not null default 0 check (expired_in_a_row >= 0);
alter table professional add column paused_at text;
-- When they undertook to keep the charter for meeting minors; null: they meet adults only.
alter table professional add column charter_signed_at text;

-- Links in mails by which a request is answered, or a paused profile returns: used once, on a page that asks first.
create table talk_link (
    token_hash text primary key not null,
    account_id blob not null references account (id) on delete cascade,
    -- Null: it brings a paused profile back.
    talk_id blob references talk (id) on delete cascade,
    expires_at text not null
) strict;
create index talk_link_talk on talk_link (talk_id);
create index talk_link_account on talk_link (account_id);

-- What a guardian is asked for a minor's talk, and answered.
create table guardian_consent (
    id blob primary key not null,
    explorer_id blob not null references account (id) on delete cascade,
    talk_id blob references talk (id) on delete set null,
    email text not null,
    -- Of the link that decides; once agreed, of the one that withdraws.
    token_hash text not null,
    asked_at text not null,
    agreed_at text,
    -- Null: this talk only. Else every talk until then.
    covers_until text,
    ended_at text,
    constraint guardian_consent_token_key unique (token_hash),
    constraint guardian_consent_covers_check check (covers_until is null or agreed_at is not null)
) strict;
create index guardian_consent_explorer on guardian_consent (explorer_id);
create index guardian_consent_talk on guardian_consent (talk_id);
