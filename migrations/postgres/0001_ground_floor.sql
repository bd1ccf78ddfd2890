-- Accounts, mail, professionals, the agenda and talks. The same tables as migrations/sqlite, in PostgreSQL's types.

create table account (
    id uuid primary key not null,
    email text not null,
    -- Lower case: one mailbox, one account.
    email_key text not null,
    -- Null for demonstration accounts: nobody signs in with them.
    password_hash text,
    display_name text not null,
    birth_date date not null,
    commune_code text not null,
    time_zone text not null,
    locale text not null constraint account_locale_check check (locale in ('fr', 'en')),
    email_verified_at timestamptz,
    demonstration boolean not null default false,
    created_at timestamptz not null,
    constraint account_email_key unique (email_key)
);

create table session (
    -- SHA-256 of the cookie's value: a copy of this table signs nobody in.
    id_hash text primary key not null,
    account_id uuid references account (id) on delete cascade,
    data text not null,
    expires_at timestamptz not null
);
create index session_account on session (account_id);
create index session_expiry on session (expires_at);

-- Links sent by mail, single use.
create table account_link (
    token_hash text primary key not null,
    account_id uuid not null references account (id) on delete cascade,
    purpose text not null check (purpose in ('verify', 'reset')),
    -- Where the person was heading when they signed up.
    next_path text,
    expires_at timestamptz not null
);
create index account_link_account on account_link (account_id);

create table outbox_mail (
    id uuid primary key not null,
    recipient text not null,
    subject text not null,
    body text not null,
    calendar text,
    calendar_method text check (calendar_method in ('REQUEST', 'CANCEL')),
    created_at timestamptz not null,
    attempts integer not null default 0 check (attempts >= 0),
    next_attempt_at timestamptz not null,
    leased_until timestamptz,
    sent_at timestamptz,
    -- Set when the last attempt failed for good: a dead letter.
    dead_at timestamptz,
    last_error text,
    constraint outbox_mail_calendar_check check ((calendar is null) = (calendar_method is null))
);
create index outbox_mail_due on outbox_mail (next_attempt_at) where sent_at is null and dead_at is null;

create table professional (
    id uuid primary key not null,
    account_id uuid not null references account (id) on delete cascade,
    trade_code text not null,
    headline text not null,
    likes text not null,
    dislikes text not null,
    -- Space-separated ISO 639-1 codes.
    languages text not null check (languages <> ''),
    commune_code text not null,
    organisation text,
    -- Shown to the explorer of a confirmed talk on site, to nobody else.
    meeting_place text,
    by_video boolean not null,
    by_phone boolean not null,
    on_site boolean not null,
    time_zone text not null,
    minimum_notice_minutes integer not null check (minimum_notice_minutes between 0 and 43200),
    horizon_days integer not null check (horizon_days between 1 and 180),
    maximum_per_week integer check (maximum_per_week between 1 and 40),
    published boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint professional_account_key unique (account_id),
    constraint professional_way_check check (by_video or by_phone or on_site),
    constraint professional_place_check check (not on_site or meeting_place is not null)
);

create table availability_range (
    professional_id uuid not null references professional (id) on delete cascade,
    -- 1 is Monday (ISO 8601).
    weekday integer not null check (weekday between 1 and 7),
    starts_minute integer not null check (starts_minute % 15 = 0 and starts_minute >= 0),
    ends_minute integer not null check (ends_minute % 15 = 0 and ends_minute <= 1440),
    constraint availability_range_key primary key (professional_id, weekday, starts_minute),
    constraint availability_range_order_check check (starts_minute < ends_minute)
);

create table availability_exception (
    professional_id uuid not null references professional (id) on delete cascade,
    day date not null,
    -- Both null: the whole day is closed. Else this range replaces the day's weekly ranges.
    starts_minute integer check (starts_minute % 15 = 0 and starts_minute >= 0),
    ends_minute integer check (ends_minute % 15 = 0 and ends_minute <= 1440),
    constraint availability_exception_order_check
        check ((starts_minute is null and ends_minute is null) or starts_minute < ends_minute)
);
create unique index availability_exception_key
    on availability_exception (professional_id, day, coalesce(starts_minute, -1));

create table talk (
    id uuid primary key not null,
    professional_id uuid not null references professional (id) on delete cascade,
    explorer_id uuid not null references account (id) on delete cascade,
    starts_at timestamptz not null,
    way text not null check (way in ('video', 'phone', 'onsite')),
    question text,
    -- The unguessable name of the video or audio room.
    room text not null,
    status text not null check (status in ('confirmed', 'cancelled')),
    cancelled_by text check (cancelled_by in ('explorer', 'professional')),
    cancel_reason text,
    cancel_note text,
    cancelled_at timestamptz,
    -- RFC 5545 SEQUENCE: rises with every change.
    sequence integer not null default 0 check (sequence >= 0),
    created_at timestamptz not null,
    constraint talk_cancelled_check check ((status = 'cancelled') = (cancelled_at is not null))
);
create index talk_professional on talk (professional_id, starts_at);
create index talk_explorer on talk (explorer_id, starts_at);

-- One row for each quarter of an hour that a person is taken: the primary key is what makes a double
-- booking impossible, for both sides and for whatever takes the person's time.
create table agenda_cell (
    person_id uuid not null references account (id) on delete cascade,
    starts_at timestamptz not null,
    talk_id uuid not null references talk (id) on delete cascade,
    constraint agenda_cell_pkey primary key (person_id, starts_at)
);
create index agenda_cell_talk on agenda_cell (talk_id);

-- Talks in an ISO week of the professional's zone, counted under the same transaction as the booking.
create table talk_week (
    professional_id uuid not null references professional (id) on delete cascade,
    monday date not null,
    taken integer not null constraint talk_week_taken_check check (taken >= 0),
    constraint talk_week_pkey primary key (professional_id, monday)
);

-- The private calendar feed: the token is the whole secret and is replaced to revoke it.
create table agenda_feed (
    account_id uuid primary key not null references account (id) on delete cascade,
    token text not null,
    created_at timestamptz not null,
    constraint agenda_feed_token_key unique (token)
);

-- What the search index has to take up again, in order.
create table search_change (
    id bigint generated always as identity primary key,
    professional_id uuid not null,
    changed_at timestamptz not null
);

-- Trades asked for or searched in vain, by département and day: counts, never people.
create table wanted_trade (
    day date not null,
    trade_code text not null,
    -- '' when no place was given.
    department text not null,
    searches integer not null default 0 check (searches >= 0),
    asks integer not null default 0 check (asks >= 0),
    constraint wanted_trade_pkey primary key (day, trade_code, department)
);
