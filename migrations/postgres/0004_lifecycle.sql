-- A talk's whole life: held while the form is filled, requested, awaiting a guardian, confirmed, and its ends. Each
-- stage holds what belongs to it and nothing else.
alter table talk rename column cancelled_by to ended_by;
alter table talk rename column cancel_reason to end_reason;
alter table talk rename column cancel_note to end_note;
alter table talk rename column cancelled_at to ended_at;
alter table talk
    drop constraint talk_status_check,
    drop constraint talk_cancelled_by_check,
    drop constraint talk_reason_check,
    drop constraint talk_cancelled_check,
    -- Who has to answer a request: the professional, or the explorer whom another hour was proposed to.
    add column awaits text,
    add column guardian text not null default 'not_needed',
    -- When the answer that is waited for was asked.
    add column asked_at timestamptz,
    -- When the wait ends without it.
    add column answer_by timestamptz,
    -- How many reminders of this stage are behind it.
    add column reminders integer not null default 0 check (reminders between 0 and 9),
    -- When the clock has to do with it next: null at its end.
    add column due_at timestamptz,
    -- What each side says of an hour that is over.
    add column explorer_word text check (explorer_word in ('took_place', 'other_absent', 'self_absent')),
    add column professional_word text check (professional_word in ('took_place', 'other_absent', 'self_absent'));

update talk set asked_at = created_at;
-- Nobody is asked about an hour that was over before it could be.
update talk set status = 'done', ended_at = starts_at where status = 'confirmed' and starts_at + interval '1 hour' < now();
update talk set due_at = starts_at - interval '24 hours' where status = 'confirmed';

alter table talk
    alter column asked_at set not null,
    add constraint talk_status_check check (
        status in (
            'held', 'requested', 'awaiting_guardian', 'confirmed', 'done', 'absent', 'cancelled', 'declined', 'expired'
        )
    ),
    add constraint talk_awaits_check check (
        (awaits is null or awaits in ('explorer', 'professional')) and (awaits is not null) = (status = 'requested')
    ),
    add constraint talk_guardian_check check (
        guardian in ('not_needed', 'needed', 'agreed')
        and (guardian <> 'needed' or status not in ('confirmed', 'done', 'absent'))
        and (guardian = 'needed' or status <> 'awaiting_guardian')
    ),
    add constraint talk_answer_by_check check (
        (answer_by is not null) = (status in ('held', 'requested', 'awaiting_guardian'))
    ),
    add constraint talk_reason_check check (
        end_reason in (
            'unavailable', 'emergency', 'mistake', 'answered', 'not_my_trade', 'guardian', 'other', 'account_deleted'
        )
    ),
    add constraint talk_end_check check (
        (ended_at is not null) = (status in ('done', 'absent', 'cancelled', 'declined', 'expired'))
        and (ended_at is null) = (due_at is not null)
        and (end_reason is not null) = (status in ('cancelled', 'declined'))
        and (ended_by is not null) = (status in ('cancelled', 'declined'))
        and (ended_by is null or ended_by in ('explorer', 'professional', 'guardian'))
        and (end_note is null or end_reason is not null)
    );
create index talk_due on talk (due_at) where due_at is not null;

-- Whether an hour is confirmed as soon as it is asked for; requests left to expire without an answer, one after
-- the other; and since when the profile is paused for it.
alter table professional
    add column accepts_automatically boolean not null default true,
    add column expired_in_a_row integer not null default 0 check (expired_in_a_row >= 0),
    add column paused_at timestamptz,
    -- When they undertook to keep the charter for meeting minors; null: they meet adults only.
    add column charter_signed_at timestamptz;

-- Links in mails by which a request is answered, or a paused profile returns: used once, on a page that asks first.
create table talk_link (
    token_hash text primary key not null,
    account_id uuid not null references account (id) on delete cascade,
    -- Null: it brings a paused profile back.
    talk_id uuid references talk (id) on delete cascade,
    expires_at timestamptz not null
);
create index talk_link_talk on talk_link (talk_id);
create index talk_link_account on talk_link (account_id);

-- What a guardian is asked for a minor's talk, and answered.
create table guardian_consent (
    id uuid primary key not null,
    explorer_id uuid not null references account (id) on delete cascade,
    talk_id uuid references talk (id) on delete set null,
    email text not null,
    -- Of the link that decides; once agreed, of the one that withdraws.
    token_hash text not null,
    asked_at timestamptz not null,
    agreed_at timestamptz,
    -- Null: this talk only. Else every talk until then.
    covers_until timestamptz,
    ended_at timestamptz,
    constraint guardian_consent_token_key unique (token_hash),
    constraint guardian_consent_covers_check check (covers_until is null or agreed_at is not null)
);
create index guardian_consent_explorer on guardian_consent (explorer_id);
create index guardian_consent_talk on guardian_consent (talk_id);
