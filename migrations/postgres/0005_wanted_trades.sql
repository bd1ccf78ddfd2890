-- Who counted today towards a wanted trade, so that one person counts once a day for a trade and a département.
-- A hash of the day's secret salt, the person or their network, trade and département; salt and hashes go when the
-- day is over, and nothing tells any more who it was.
create table wanted_salt (
    day date primary key not null,
    salt text not null
);

create table wanted_counted (
    day date not null references wanted_salt (day) on delete cascade,
    hash text not null,
    -- Whether they asked for it, or only searched in vain.
    asked boolean not null,
    constraint wanted_counted_pkey primary key (day, hash)
);

-- Whether invented wishes are among those counted.
alter table wanted_trade add column demonstration boolean not null default false;
create index wanted_trade_code on wanted_trade (trade_code, day);

-- Who is told when a professional of the trade joins, once.
create table trade_follow (
    account_id uuid not null references account (id) on delete cascade,
    trade_code text not null,
    -- '' for anywhere.
    department text not null,
    created_at timestamptz not null,
    constraint trade_follow_pkey primary key (account_id, trade_code, department)
);
create index trade_follow_trade on trade_follow (trade_code, department);
