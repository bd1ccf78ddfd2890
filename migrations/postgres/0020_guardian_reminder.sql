-- When the guardian of an account who has not answered was reminded: once for each time that they are asked.
alter table account_guardian add column reminded_at timestamptz
    constraint account_guardian_reminded_check check (reminded_at is null or answer_by is not null);
