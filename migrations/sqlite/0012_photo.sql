-- A professional's photo, as it is shown: made small and without what the camera wrote into it.
create table professional_photo (
    professional_id blob primary key not null references professional (id) on delete cascade,
    -- Another one for another photo: its address may be kept by browsers.
    id blob not null,
    jpeg blob not null constraint professional_photo_size_check check (length(jpeg) between 1 and 500000),
    uploaded_at text not null,
    constraint professional_photo_id_key unique (id)
) strict;
