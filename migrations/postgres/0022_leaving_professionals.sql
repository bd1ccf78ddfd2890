-- A professional who gives no more time takes their profile away: one reason more that a talk is cancelled for.
alter table talk
    drop constraint talk_reason_check,
    add constraint talk_reason_check check (
        end_reason in (
            'unavailable', 'emergency', 'mistake', 'answered', 'not_my_trade', 'guardian', 'other', 'account_deleted',
            'moderation', 'profile_deleted'
        )
    );
