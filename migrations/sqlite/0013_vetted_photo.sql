-- The photo that was approved: another one is shown to others once somebody has looked at it.
alter table vetted_profile add column photo_id blob;
