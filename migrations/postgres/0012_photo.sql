-- A professional's photo, as it is shown: made small and without what the camera wrote into it.
create table professional_photo (
    professional_id uuid primary key references professional (id) on delete cascade,
    -- Another one for another photo: its address may be kept by browsers.
    id uuid not null,
    jpeg bytea not null constraint professional_photo_size_check check (octet_length(jpeg) between 1 and 500000),
    uploaded_at timestamptz not null,
    constraint professional_photo_id_key unique (id)
);
