-- What an organisation that is online wants to say instead: it goes on being shown as it was approved until somebody has
-- looked at the change. A change that was refused stays for its members to go on from.
create table organisation_change (
    organisation_id uuid primary key not null references organisation (id) on delete cascade,
    name text not null check (length(name) between 2 and 120),
    kind text not null check (kind in ('company', 'public_body', 'association', 'school', 'other')),
    commune_code text not null,
    region_code text not null,
    about text not null check (length(about) between 1 and 1200),
    website text check (website like 'http%'),
    siret text check (length(siret) = 14),
    changed_at timestamptz not null,
    waits_since timestamptz,
    refusal text check ((refusal is null) = (waits_since is not null))
);
create index organisation_change_waiting on organisation_change (waits_since) where waits_since is not null;

-- Who let an organisation know did so under the name that it was approved with.
delete from organisation_interest
where organisation_id in (select id from organisation where state <> 'approved');

-- Who invites: their open invitations end with their place. Null for those that were sent before.
alter table organisation_invitation add column invited_by uuid references account (id) on delete cascade;
create index organisation_invitation_inviter on organisation_invitation (invited_by);

-- The day (UTC) on which it invited last, and how often on that day: taking one back gives none.
alter table organisation add column invited_on date;
alter table organisation add column invited integer not null default 0 check (invited >= 0);
