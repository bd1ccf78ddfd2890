-- Organisations whose people give hours: who they are, who looks after their page, who gives time in their name, and
-- which explorers let them know that they are interested.

create table organisation (
    id blob primary key not null,
    -- Its name in its address; it stays when the name changes.
    slug text not null,
    name text not null check (length(name) between 2 and 120),
    kind text not null check (kind in ('company', 'public_body', 'association', 'school', 'other')),
    -- INSEE codes of its commune, and of the région whose relays look at it.
    commune_code text not null,
    region_code text not null,
    about text not null check (length(about) between 1 and 1200),
    website text check (website like 'http%'),
    siret text check (length(siret) = 14),
    state text not null check (state in ('waiting', 'approved', 'refused')),
    -- Since when it waits for a decision; why it was refused.
    waits_since text check ((waits_since is not null) = (state = 'waiting')),
    refusal text check ((refusal is not null) = (state = 'refused')),
    -- When what is looked at last changed.
    changed_at text not null,
    created_at text not null,
    -- Invented for demonstration.
    demonstration integer not null default 0 check (demonstration in (0, 1)),
    constraint organisation_slug_key unique (slug)
) strict;
create index organisation_listed on organisation (name, id) where state = 'approved';
create index organisation_waiting on organisation (waits_since, id) where waits_since is not null;

-- Who looks after its page.
create table organisation_member (
    organisation_id blob not null references organisation (id) on delete cascade,
    account_id blob not null references account (id) on delete cascade,
    role text not null check (role in ('owner', 'editor')),
    joined_at text not null,
    constraint organisation_member_pkey primary key (organisation_id, account_id)
) strict, without rowid;
create index organisation_member_account on organisation_member (account_id);

-- Who gives time in its name: in that of one organisation at most.
create table organisation_professional (
    account_id blob primary key not null references account (id) on delete cascade,
    organisation_id blob not null references organisation (id) on delete cascade,
    joined_at text not null
) strict;
create index organisation_professional_organisation on organisation_professional (organisation_id, joined_at);

-- Who is invited, to look after the page or to give time; it goes with its answer.
create table organisation_invitation (
    id blob primary key not null,
    token_hash text not null,
    organisation_id blob not null references organisation (id) on delete cascade,
    place text not null check (place in ('owner', 'editor', 'professional')),
    email text not null,
    created_at text not null,
    expires_at text not null,
    constraint organisation_invitation_token_key unique (token_hash)
) strict;
create index organisation_invitation_organisation on organisation_invitation (organisation_id, created_at);
create index organisation_invitation_expiry on organisation_invitation (expires_at);

-- Explorers who let the organisation of whom they meet know that they are interested. Without a row, nobody is told.
create table organisation_interest (
    talk_id blob primary key not null references talk (id) on delete cascade,
    organisation_id blob not null references organisation (id) on delete cascade,
    explorer_id blob not null references account (id) on delete cascade,
    told_at text not null
) strict;
create index organisation_interest_organisation on organisation_interest (organisation_id, told_at);
create index organisation_interest_explorer on organisation_interest (explorer_id);
