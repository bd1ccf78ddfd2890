-- Who answers for the account of somebody under 15, which is nothing but a form that waits until they agree.
create table account_guardian (
    account_id uuid primary key references account (id) on delete cascade,
    email text not null,
    -- Of the link that decides; once agreed, of the one that takes it back. Null until the minor's mailbox is proved.
    token_hash text,
    -- Until when they can agree: after it the account goes.
    answer_by timestamptz,
    -- How often the minor corrected the address.
    corrections integer not null default 0
        constraint account_guardian_corrections_check check (corrections between 0 and 3),
    agreed_at timestamptz,
    constraint account_guardian_token_key unique (token_hash),
    constraint account_guardian_asked_check check ((token_hash is null) = (answer_by is null)),
    constraint account_guardian_agreed_check check (agreed_at is null or token_hash is not null)
);
create index account_guardian_due on account_guardian (answer_by) where agreed_at is null;

-- How often a minor corrected the address of who is asked for a talk.
alter table guardian_consent add column corrections integer not null default 0
    constraint guardian_consent_corrections_check check (corrections between 0 and 3);
