-- A talk keeps what was agreed when it was booked: trade, place, the professional's zone, and the week that
-- it counts in. A profile may change afterwards; what two people agreed on does not.
alter table talk
    add column trade_code text,
    add column meeting_place text,
    -- The professional's, IANA name.
    add column time_zone text,
    -- Of the week in `talk_week`, in that zone.
    add column monday date constraint talk_monday_check check (extract(isodow from monday) = 1);

update talk t
set trade_code = p.trade_code,
    meeting_place = case t.way when 'onsite' then coalesce(p.meeting_place, p.organisation, '') end,
    time_zone = p.time_zone,
    monday = date_trunc('week', t.starts_at at time zone p.time_zone)::date
from professional p
where p.id = t.professional_id;

alter table talk
    alter column trade_code set not null,
    alter column time_zone set not null,
    alter column monday set not null,
    add constraint talk_place_check check ((way = 'onsite') = (meeting_place is not null));

-- Counted anew by the weeks that the talks now name.
delete from talk_week;
insert into talk_week (professional_id, monday, taken)
select professional_id, monday, count(*) from talk where status = 'confirmed' group by professional_id, monday;
