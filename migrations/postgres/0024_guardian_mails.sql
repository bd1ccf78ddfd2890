-- What a guardian is asked and told names a minor. While it waits to be sent it is taken back when the guardian's address
-- is corrected, and when the minor's account goes.
alter table outbox_mail add column minor_id uuid references account (id) on delete set null;
create index outbox_mail_minor on outbox_mail (minor_id) where minor_id is not null;
