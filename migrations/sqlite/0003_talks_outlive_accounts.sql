-- Who leaves takes their name, their words and their address along, not the other person's talk: it stays in
-- the other's agenda, with nobody on the side that left. Who cancelled and why is known of every cancelled talk.
-- The table is made anew, as in the migration before.
create table agenda_cell_aside as select person_id, starts_at, talk_id from agenda_cell;
drop table agenda_cell;

create table talk_outliving (
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
    status text not null check (status in ('confirmed', 'cancelled')),
    cancelled_by text check (cancelled_by in ('explorer', 'professional')),
    cancel_reason text constraint talk_reason_check check (
        cancel_reason in ('unavailable', 'emergency', 'mistake', 'answered', 'other', 'account_deleted')
    ),
    cancel_note text,
    cancelled_at text,
    -- RFC 5545 SEQUENCE: rises with every change.
    sequence integer not null default 0 check (sequence >= 0),
    created_at text not null,
    constraint talk_cancelled_check check (
        (status = 'cancelled') = (cancelled_at is not null)
        and (cancelled_at is null) = (cancelled_by is null)
        and (cancelled_at is null) = (cancel_reason is null)
        and (cancel_note is null or cancelled_at is not null)
    ),
    constraint talk_question_check check (question is null or explorer_id is not null),
    constraint talk_place_check check (
        (way = 'onsite' or meeting_place is null)
        and (way <> 'onsite' or meeting_place is not null or professional_id is null)
    )
) strict;

insert into talk_outliving
select id, professional_id, explorer_id, starts_at, way, trade_code, meeting_place, time_zone, monday, question,
    room, status, case when status = 'cancelled' then coalesce(cancelled_by, 'explorer') end,
    case when status = 'cancelled' then coalesce(cancel_reason, 'other') end, cancel_note, cancelled_at, sequence,
    created_at
from talk;
drop table talk;
alter table talk_outliving rename to talk;
create index talk_professional on talk (professional_id, starts_at);
create index talk_explorer on talk (explorer_id, starts_at);
-- Talks that nobody is left on, which whoever leaves last takes along.
create index talk_nobodys on talk (id) where explorer_id is null and professional_id is null;

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
