-- The conversation of a talk: its messages, how far each side has read, who blocks whom, and what is reported.
create table message (
    id uuid primary key not null,
    talk_id uuid not null references talk (id) on delete cascade,
    -- From 1 in each talk, without gaps, in the order of the commits: what a stream resumes from.
    number integer not null check (number > 0),
    -- What somebody wrote goes with their account.
    author_id uuid not null references account (id) on delete cascade,
    body text not null constraint message_body_check check (length(body) between 1 and 2000),
    sent_at timestamptz not null,
    constraint message_number_key unique (talk_id, number)
);
create index message_author on message (author_id);

-- How far somebody has read what was written to them, and the mail that tells them of it: due, or sent, never both.
create table message_reading (
    account_id uuid not null references account (id) on delete cascade,
    talk_id uuid not null references talk (id) on delete cascade,
    -- The number of the last message that was read.
    read_to integer not null default 0 check (read_to >= 0),
    notice_due_at timestamptz,
    noticed_at timestamptz,
    constraint message_reading_pkey primary key (account_id, talk_id),
    constraint message_reading_notice_check check (notice_due_at is null or noticed_at is null)
);
create index message_reading_talk on message_reading (talk_id);
create index message_reading_due on message_reading (notice_due_at) where notice_due_at is not null;

create table account_block (
    blocker_id uuid not null references account (id) on delete cascade,
    blocked_id uuid not null references account (id) on delete cascade,
    blocked_at timestamptz not null,
    constraint account_block_pkey primary key (blocker_id, blocked_id),
    constraint account_block_other_check check (blocker_id <> blocked_id)
);
create index account_block_blocked on account_block (blocked_id);

-- What somebody reports of the other side of a talk. It outlives talk, message and accounts: the words stay as evidence.
create table report (
    id uuid primary key not null,
    talk_id uuid references talk (id) on delete set null,
    -- Null: the person, not one message.
    message_id uuid references message (id) on delete set null,
    -- The message that is reported, else the last ones of who is; null where nothing was written.
    evidence text,
    reporter_id uuid references account (id) on delete set null,
    reported_id uuid references account (id) on delete set null,
    reason text not null constraint report_reason_check check (reason in
        ('contact_details', 'insult', 'harassment', 'sexual', 'danger', 'advertising', 'other')),
    note text constraint report_note_check check (note is null or length(note) between 1 and 1000),
    reported_at timestamptz not null,
    settled_at timestamptz,
    settled_by uuid references account (id) on delete set null,
    outcome text constraint report_outcome_check check (outcome in ('upheld', 'dismissed')),
    constraint report_other_check check (reporter_id <> reported_id),
    constraint report_settled_check check (
        (settled_at is null) = (outcome is null) and (settled_by is null or settled_at is not null)
    )
);
create index report_open on report (reported_at) where settled_at is null;
create index report_reporter on report (reporter_id);
create index report_reported on report (reported_id);
create index report_talk on report (talk_id);
create index report_message on report (message_id);
create index report_settler on report (settled_by);
