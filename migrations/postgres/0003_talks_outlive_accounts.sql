-- Who leaves takes their name, their words and their address along, not the other person's talk: it stays in
-- the other's agenda, with nobody on the side that left. Who cancelled and why is known of every cancelled talk.
update talk
set cancelled_by = coalesce(cancelled_by, 'explorer'), cancel_reason = coalesce(cancel_reason, 'other')
where status = 'cancelled';
alter table talk
    alter column professional_id drop not null,
    alter column explorer_id drop not null,
    drop constraint talk_professional_id_fkey,
    drop constraint talk_explorer_id_fkey,
    drop constraint talk_place_check,
    drop constraint talk_cancelled_check,
    add constraint talk_professional_id_fkey foreign key (professional_id) references professional (id) on delete set null,
    add constraint talk_explorer_id_fkey foreign key (explorer_id) references account (id) on delete set null,
    add constraint talk_place_check check (
        (way = 'onsite' or meeting_place is null)
        and (way <> 'onsite' or meeting_place is not null or professional_id is null)
    ),
    add constraint talk_reason_check check (
        cancel_reason in ('unavailable', 'emergency', 'mistake', 'answered', 'other', 'account_deleted')
    ),
    add constraint talk_cancelled_check check (
        (status = 'cancelled') = (cancelled_at is not null)
        and (cancelled_at is null) = (cancelled_by is null)
        and (cancelled_at is null) = (cancel_reason is null)
        and (cancel_note is null or cancelled_at is not null)
    ),
    add constraint talk_question_check check (question is null or explorer_id is not null);

-- Talks that nobody is left on, which whoever leaves last takes along.
create index talk_nobodys on talk (id) where explorer_id is null and professional_id is null;
