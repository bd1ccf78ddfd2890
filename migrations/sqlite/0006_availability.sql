-- Buffers, maxima of a day and a month, public holidays, and busy times of other calendars.
alter table professional add column buffer_before_minutes integer not null default 0
    check (buffer_before_minutes between 0 and 120 and buffer_before_minutes % 15 = 0);
alter table professional add column buffer_after_minutes integer not null default 0
    check (buffer_after_minutes between 0 and 120 and buffer_after_minutes % 15 = 0);
alter table professional add column maximum_per_day integer check (maximum_per_day between 1 and 12);
alter table professional add column maximum_per_month integer check (maximum_per_month between 1 and 100);
-- No talk on the public holidays of the commune.
alter table professional add column closed_on_holidays integer not null default 0 check (closed_on_holidays in (0, 1));

-- Talks in a local day, week or month of the professional's zone, counted under the same transaction as the booking.
create table talk_period (
    professional_id blob not null references professional (id) on delete cascade,
    kind text not null check (kind in ('day', 'month', 'week')),
    -- The first day of the period.
    starts_on text not null,
    taken integer not null constraint talk_period_taken_check check (taken >= 0),
    constraint talk_period_pkey primary key (professional_id, kind, starts_on),
    constraint talk_period_start_check check (
        (kind <> 'week' or strftime('%w', starts_on) is '1') and (kind <> 'month' or strftime('%d', starts_on) is '01')
    )
) strict, without rowid;
insert into talk_period (professional_id, kind, starts_on, taken)
select professional_id, 'week', monday, taken from talk_week;
drop table talk_week;
-- SQLite knows no zones. In winter time this is off only for a talk in the first hour of a summer day.
create table talk_day as
select professional_id, date(starts_at, case time_zone
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
    end) as day
-- Whatever takes the professional's time, and what took it: cells are swept a day later.
from talk t
where professional_id is not null
    and (status = 'confirmed' or exists (select 1 from agenda_cell c where c.talk_id = t.id));
insert into talk_period (professional_id, kind, starts_on, taken)
select professional_id, 'day', day, count(*) from talk_day group by professional_id, day;
insert into talk_period (professional_id, kind, starts_on, taken)
select professional_id, 'month', date(day, 'start of month'), count(*) from talk_day
group by professional_id, date(day, 'start of month');
drop table talk_day;

-- Calendars kept elsewhere, whose busy times are not offered. The address is a secret of the professional.
create table busy_feed (
    id blob primary key not null,
    professional_id blob not null references professional (id) on delete cascade,
    url text not null,
    -- Three places, so three calendars at most.
    place integer not null check (place between 1 and 3),
    created_at text not null,
    -- When it was last read without an error.
    fetched_at text,
    -- When it was last read whole: an unchanged calendar is not, and the horizon moves on meanwhile.
    read_at text,
    etag text,
    last_modified text,
    error text check (error in
        ('unreachable', 'refused', 'not_found', 'private_address', 'too_many_redirects', 'too_large', 'too_slow',
         'not_a_calendar', 'too_many_events')),
    failures integer not null default 0 check (failures >= 0),
    next_fetch_at text not null,
    leased_until text,
    constraint busy_feed_url_key unique (professional_id, url),
    constraint busy_feed_place_key unique (professional_id, place)
) strict;
create index busy_feed_due on busy_feed (next_fetch_at);

create table busy_span (
    feed_id blob not null references busy_feed (id) on delete cascade,
    starts_at text not null,
    ends_at text not null,
    constraint busy_span_pkey primary key (feed_id, starts_at),
    constraint busy_span_order_check check (starts_at < ends_at)
) strict, without rowid;
