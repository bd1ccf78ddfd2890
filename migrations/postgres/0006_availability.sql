-- Buffers, maxima of a day and a month, public holidays, and busy times of other calendars.
alter table professional
    add column buffer_before_minutes integer not null default 0
        check (buffer_before_minutes between 0 and 120 and buffer_before_minutes % 15 = 0),
    add column buffer_after_minutes integer not null default 0
        check (buffer_after_minutes between 0 and 120 and buffer_after_minutes % 15 = 0),
    add column maximum_per_day integer check (maximum_per_day between 1 and 12),
    add column maximum_per_month integer check (maximum_per_month between 1 and 100),
    -- No talk on the public holidays of the commune.
    add column closed_on_holidays boolean not null default false;

-- Talks in a local day, week or month of the professional's zone, counted under the same transaction as the booking.
create table talk_period (
    professional_id uuid not null references professional (id) on delete cascade,
    kind text not null check (kind in ('day', 'month', 'week')),
    -- The first day of the period.
    starts_on date not null,
    taken integer not null constraint talk_period_taken_check check (taken >= 0),
    constraint talk_period_pkey primary key (professional_id, kind, starts_on),
    constraint talk_period_start_check check (
        (kind <> 'week' or extract(isodow from starts_on) = 1) and (kind <> 'month' or extract(day from starts_on) = 1)
    )
);
insert into talk_period (professional_id, kind, starts_on, taken)
select professional_id, 'week', monday, taken from talk_week;
drop table talk_week;
-- Whatever takes the professional's time, and what took it: cells are swept a day later.
insert into talk_period (professional_id, kind, starts_on, taken)
select t.professional_id, k.kind, date_trunc(k.kind, t.starts_at at time zone t.time_zone)::date, count(*)
from talk t cross join (values ('day'), ('month')) as k (kind)
where t.professional_id is not null
    and (t.status = 'confirmed' or exists (select 1 from agenda_cell c where c.talk_id = t.id))
group by 1, 2, 3;

-- Calendars kept elsewhere, whose busy times are not offered. The address is a secret of the professional.
create table busy_feed (
    id uuid primary key not null,
    professional_id uuid not null references professional (id) on delete cascade,
    url text not null,
    -- Three places, so three calendars at most.
    place integer not null check (place between 1 and 3),
    created_at timestamptz not null,
    -- When it was last read without an error.
    fetched_at timestamptz,
    -- When it was last read whole: an unchanged calendar is not, and the horizon moves on meanwhile.
    read_at timestamptz,
    etag text,
    last_modified text,
    error text check (error in
        ('unreachable', 'refused', 'not_found', 'private_address', 'too_many_redirects', 'too_large', 'too_slow',
         'not_a_calendar', 'too_many_events')),
    failures integer not null default 0 check (failures >= 0),
    next_fetch_at timestamptz not null,
    leased_until timestamptz,
    constraint busy_feed_url_key unique (professional_id, url),
    constraint busy_feed_place_key unique (professional_id, place)
);
create index busy_feed_due on busy_feed (next_fetch_at);

create table busy_span (
    feed_id uuid not null references busy_feed (id) on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    constraint busy_span_pkey primary key (feed_id, starts_at),
    constraint busy_span_order_check check (starts_at < ends_at)
);
