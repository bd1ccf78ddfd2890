-- A talk keeps what was agreed when it was booked: trade, place, the professional's zone, and the week that
-- it counts in. A profile may change afterwards; what two people agreed on does not. SQLite adds no rule to a
-- table that exists, so the table is made anew; its cells stand aside meanwhile, as dropping it would take
-- them along.
create table agenda_cell_aside as select person_id, starts_at, talk_id from agenda_cell;
drop table agenda_cell;

create table talk_as_agreed (
    id blob primary key not null,
    professional_id blob not null references professional (id) on delete cascade,
    explorer_id blob not null references account (id) on delete cascade,
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
    cancel_reason text,
    cancel_note text,
    cancelled_at text,
    -- RFC 5545 SEQUENCE: rises with every change.
    sequence integer not null default 0 check (sequence >= 0),
    created_at text not null,
    constraint talk_cancelled_check check ((status = 'cancelled') = (cancelled_at is not null)),
    constraint talk_place_check check ((way = 'onsite') = (meeting_place is not null))
) strict;

insert into talk_as_agreed
select t.id, t.professional_id, t.explorer_id, t.starts_at, t.way, p.trade_code,
    case t.way when 'onsite' then coalesce(p.meeting_place, p.organisation, '') end, p.time_zone,
    -- SQLite knows no zones. In winter time this is off only for a talk in the first hour of a summer Monday.
    date(t.starts_at, case p.time_zone
            when 'Europe/Paris' then '+1 hours'
            when 'America/Guadeloupe' then '-4 hours'
            when 'America/Martinique' then '-4 hours'
            when 'America/St_Barthelemy' then '-4 hours'
            when 'America/Marigot' then '-4 hours'
            when 'America/Cayenne' then '-3 hours'
            when 'America/Miquelon' then '-3 hours'
            when 'Indian/Reunion' then '+4 hours'
            when 'Indian/Mayotte' then '+3 hours'
            when 'Pacific/Noumea' then '+11 hours'
            when 'Pacific/Wallis' then '+12 hours'
            when 'Pacific/Tahiti' then '-10 hours'
            when 'Pacific/Marquesas' then '-570 minutes'
            when 'Pacific/Gambier' then '-9 hours'
            else '+0 hours'
        end, '-6 days', 'weekday 1'),
    t.question, t.room, t.status, t.cancelled_by, t.cancel_reason, t.cancel_note, t.cancelled_at, t.sequence,
    t.created_at
from talk t join professional p on p.id = t.professional_id;
drop table talk;
alter table talk_as_agreed rename to talk;
create index talk_professional on talk (professional_id, starts_at);
create index talk_explorer on talk (explorer_id, starts_at);

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

-- Counted anew by the weeks that the talks now name.
delete from talk_week;
insert into talk_week (professional_id, monday, taken)
select professional_id, monday, count(*) from talk where status = 'confirmed' group by professional_id, monday;
