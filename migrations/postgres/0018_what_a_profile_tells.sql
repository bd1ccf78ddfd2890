-- More of what a profile tells: other trades than the main one, a day, the way there, and what makes a talk possible for
-- everybody.

alter table professional
    -- In the order of the page; no trade twice, no third without a second.
    add column second_trade_code text check (second_trade_code <> trade_code),
    add column third_trade_code text
        check (third_trade_code <> trade_code and third_trade_code <> second_trade_code)
        check (third_trade_code is null or second_trade_code is not null),
    add column day text not null default '',
    add column path text not null default '',
    -- Codes with spaces between.
    add column accessibility text not null default '';

alter table vetted_profile
    add column second_trade_code text,
    add column third_trade_code text,
    add column day text not null default '',
    add column path text not null default '';
