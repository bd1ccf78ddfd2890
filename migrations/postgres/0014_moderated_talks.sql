-- Moderators settle reports, and end talks: what may end a talk, and why, is wider by one word each.
alter table talk
    drop constraint talk_reason_check,
    drop constraint talk_end_check,
    add constraint talk_reason_check check (
        end_reason in (
            'unavailable', 'emergency', 'mistake', 'answered', 'not_my_trade', 'guardian', 'other', 'account_deleted',
            'moderation'
        )
    ),
    add constraint talk_end_check check (
        (ended_at is not null) = (status in ('done', 'absent', 'cancelled', 'declined', 'expired'))
        and (ended_at is null) = (due_at is not null)
        and (end_reason is not null) = (status in ('cancelled', 'declined'))
        and (ended_by is not null) = (status in ('cancelled', 'declined'))
        and (ended_by is null or ended_by in ('explorer', 'professional', 'guardian', 'moderator'))
        and (end_note is null or end_reason is not null)
    ),
    -- When a moderator closed the conversation of a talk, for both.
    add column messages_closed_at timestamptz;

-- INSEE code of the région whose relays see a report, that of a professional's profile. Null: administrators only.
alter table report add column region text;
drop index report_open;
create index report_open on report (reported_at, id) where settled_at is null;

-- A report is settled once.
create function report_settle_once() returns trigger language plpgsql as $$
begin
    raise exception 'a report is settled once';
end
$$;
create trigger report_settled_once before update on report
for each row when (
    old.settled_at is not null
    and (new.settled_at, new.outcome, new.reason) is distinct from (old.settled_at, old.outcome, old.reason)
)
execute function report_settle_once();
