-- When the professional was first asked for a talk, and could know who asks; and when they first answered, or their
-- rules for them. Null before, and where what came before is not known.
alter table talk add column professional_asked_at text;
alter table talk add column professional_answered_at text constraint talk_answered_check check (
    professional_answered_at is null
    or (professional_asked_at is not null and professional_answered_at >= professional_asked_at)
);
update talk set professional_asked_at = asked_at
where status = 'requested' and awaits = 'professional' and guardian <> 'needed';

-- What an explorer thanks a professional with, once a talk is over. It goes with their account.
create table talk_thanks (
    talk_id blob primary key not null references talk (id) on delete cascade,
    author_id blob not null references account (id) on delete cascade,
    -- Null: taken back. The row stays, as the professional had their mail.
    words text constraint talk_thanks_words_check check (length(words) between 1 and 1000),
    written_at text not null
) strict;
create index talk_thanks_author on talk_thanks (author_id);

-- What an explorer says of a talk to nobody but themselves.
create table talk_feedback (
    talk_id blob primary key not null references talk (id) on delete cascade,
    author_id blob not null references account (id) on delete cascade,
    -- Whether they learned what they came for; what the trade is to them now; whether they would tell a friend.
    learned text not null check (learned in ('yes', 'partly', 'no')),
    attraction text not null check (attraction in ('more', 'same', 'less')),
    recommends text not null check (recommends in ('yes', 'perhaps', 'no')),
    given_at text not null
) strict;
create index talk_feedback_author on talk_feedback (author_id);

-- What a professional notes of a talk for themselves.
create table professional_note (
    talk_id blob primary key not null references talk (id) on delete cascade,
    author_id blob not null references account (id) on delete cascade,
    words text not null constraint professional_note_words_check check (length(words) between 1 and 1000),
    written_at text not null
) strict;
create index professional_note_author on professional_note (author_id);
