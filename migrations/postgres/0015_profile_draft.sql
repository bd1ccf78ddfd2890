-- A profile that is filled in step by step, kept until it is saved whole; and its photo, which may come before it.

-- What was kept of an unfinished profile: a JSON object of texts, by the names of the form's fields.
create table profile_draft (
    account_id uuid primary key references account (id) on delete cascade,
    fields text not null constraint profile_draft_fields_check check (length(fields) between 2 and 65536),
    updated_at timestamptz not null
);

-- A photo is a person's, who may send it before their profile is saved.
alter table professional_photo add column account_id uuid references account (id) on delete cascade;
update professional_photo f set account_id = p.account_id from professional p where p.id = f.professional_id;
alter table professional_photo drop column professional_id;
alter table professional_photo add primary key (account_id);
