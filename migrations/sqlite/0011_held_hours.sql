-- An explorer holds one hour at a time while they fill in its form.
create unique index talk_held_key on talk (explorer_id) where status = 'held';
