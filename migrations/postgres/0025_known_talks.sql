-- Whether a talk's professional was told of it, or did anything with it: who knows of a talk is told of its end, who never
-- heard of it hears nothing. A request that moved was told to its professional, whatever its guardian said.
alter table talk add column professional_knows boolean not null default false;
update talk set professional_knows = true
where status <> 'held' and (guardian <> 'needed' or status = 'awaiting_guardian' or awaits = 'explorer'
    or professional_asked_at is not null or moved_from is not null);
