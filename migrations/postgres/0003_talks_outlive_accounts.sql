-- Who leaves takes their name, their words and their address along, not the other person's talk: it stays in
-- the other's agenda, with nobody on the side that left.
alter table talk
    alter column professional_id drop not null,
    alter column explorer_id drop not null,
    drop constraint talk_professional_id_fkey,
    drop constraint talk_explorer_id_fkey,
    drop constraint talk_place_check,
    add constraint talk_professional_id_fkey foreign key (professional_id) references professional (id) on delete set null,
    add constraint talk_explorer_id_fkey foreign key (explorer_id) references account (id) on delete set null,
    add constraint talk_place_check check (
        (way = 'onsite' or meeting_place is null)
        and (way <> 'onsite' or meeting_place is not null or professional_id is null)
    );
