-- The hour that a talk was at before it last moved: whoever is asked about another one sees both.
alter table talk add column moved_from text;
