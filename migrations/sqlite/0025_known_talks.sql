-- Whether a talk's professional was told of it, or did anything with it: who knows of a talk is told of its end, who never
-- heard of it hears nothing. A request that moved was told to its professional, whatever its guardian said.
alter table talk add column professional_knows integer not null default 0 check (professional_knows in (0, 1));
update talk set professional_knows = 1
where status <> 'held' and (guardian <> 'needed' or status = 'awaiting_guardian' or awaits = 'explorer'
    or professional_asked_at is not null or moved_from is not null);
