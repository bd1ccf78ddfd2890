-- A profile that is filled in step by step, kept until it is saved whole; and its photo, which may come before it.

-- What was kept of an unfinished profile: a JSON object of texts, by the names of the form's fields.
create table profile_draft (
    account_id blob primary key not null references account (id) on delete cascade,
    fields text not null constraint profile_draft_fields_check check (length(fields) between 2 and 65536),
    updated_at text not null
) strict, without rowid;

-- A photo is a person's, who may send it before their profile is saved.
create table account_photo (
    account_id blob primary key not null references account (id) on delete cascade,
    -- Another one for another photo: its address may be kept by browsers.
    id blob not null,
    jpeg blob not null constraint professional_photo_size_check check (length(jpeg) between 1 and 500000),
    uploaded_at text not null,
    constraint professional_photo_id_key unique (id)
) strict;
insert into account_photo (account_id, id, jpeg, uploaded_at)
select p.account_id, f.id, f.jpeg, f.uploaded_at
from professional_photo f join professional p on p.id = f.professional_id;
drop table professional_photo;
alter table account_photo rename to professional_photo;
