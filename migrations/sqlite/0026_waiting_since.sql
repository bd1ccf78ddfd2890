-- Since when a talk waits for its answer: who asks again, at another hour, gains no time by it, while reminders count from
-- the question that was asked last. Nothing is since that one.
alter table talk add column waiting_since text constraint talk_waiting_since_check check (waiting_since <= asked_at);
