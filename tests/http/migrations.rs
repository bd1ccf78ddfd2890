//! What a migration makes of rows that were written before it.

use crate::peers;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

/// A professional of Nouméa, whose Monday begins on Sunday in UTC, with a talk that holds and a cancelled one.
const BEFORE: &str = "
    insert into account (id, email, email_key, display_name, birth_date, commune_code, time_zone, locale, created_at)
    values ({one}, 'paul@exemple.fr', 'paul@exemple.fr', 'Paul', '1990-05-31', '98818', 'Pacific/Noumea', 'fr', '2026-01-01T00:00:00+00:00'),
           ({two}, 'lea@exemple.fr', 'lea@exemple.fr', 'Lea', '1990-05-31', '81004', 'Europe/Paris', 'fr', '2026-01-01T00:00:00+00:00');
    insert into professional (id, account_id, trade_code, headline, likes, dislikes, languages, commune_code, meeting_place,
        by_video, by_phone, on_site, time_zone, minimum_notice_minutes, horizon_days, published, created_at, updated_at)
    values ({one}, {one}, 'D1102', '-', '-', '-', 'fr', '98818', '1 rue du Port', {yes}, {no}, {yes}, 'Pacific/Noumea', 0, 60, {yes},
        '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00');
    insert into talk (id, professional_id, explorer_id, starts_at, way, room, status, cancelled_at, created_at)
    values ({one}, {one}, {two}, '2026-11-29T21:00:00+00:00', 'onsite', 'a', 'confirmed', null, '2026-11-01T00:00:00+00:00'),
           ({two}, {one}, {two}, '2026-11-24T00:00:00+00:00', 'video', 'b', 'cancelled', '2026-11-02T00:00:00+00:00', '2026-11-01T00:00:00+00:00');
    insert into agenda_cell (person_id, starts_at, talk_id) values ({one}, '2026-11-29T21:00:00+00:00', {one});
    insert into talk_week (professional_id, monday, taken) values ({one}, '2026-11-23', 3)";

const AFTER: &str = "
    select cast(t.monday as text), t.trade_code, coalesce(t.meeting_place, '-'), t.time_zone,
        (select count(*) from agenda_cell c where c.talk_id = t.id), (select count(*) from talk_week where taken = 1 and monday = t.monday)
    from talk t order by t.starts_at desc";

type Row = (String, String, String, String, i64, i64);

fn expected() -> Vec<Row> {
    let row = |monday: &str, place: &str, cells, weeks| {
        (monday.to_owned(), "D1102".to_owned(), place.to_owned(), "Pacific/Noumea".to_owned(), cells, weeks)
    };
    vec![row("2026-11-30", "1 rue du Port", 1, 1), row("2026-11-23", "-", 0, 0)]
}

/// In which periods the talk that holds is counted.
const PERIODS: &str = "select kind, cast(starts_on as text), taken from talk_period order by kind";

/// A talk that its professional has to answer.
const WAITING: &str = "update talk set status = 'requested', awaits = 'professional', answer_by = starts_at,
    due_at = starts_at, ended_at = null where status in ('confirmed', 'done')";
/// Only that one is known to be asked.
const ASKED: &str = "select count(*) from talk where professional_asked_at = asked_at and status = 'requested'";

/// A photo that belongs to the profile, and what becomes of it.
const PHOTO: &str = "insert into professional_photo (professional_id, id, jpeg, uploaded_at)
    values ({one}, {two}, {jpeg}, '2026-11-01T00:00:00+00:00')";
const PHOTOS: &str = "select count(*) from professional_photo f join account a on a.id = f.account_id
    where a.email = 'paul@exemple.fr' and length(f.jpeg) = 3";

fn counted() -> Vec<(String, String, i32)> {
    let periods = [("day", "2026-11-30"), ("month", "2026-11-01"), ("week", "2026-11-30")];
    periods.map(|(kind, first)| (kind.to_owned(), first.to_owned(), 1)).to_vec()
}

#[tokio::test]
async fn talks_booked_before_keep_what_the_profile_said_sqlite() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql("pragma foreign_keys = on").execute(&mut connection).await.unwrap();
    let mut run = connection.begin().await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0001_ground_floor.sql")).execute(&mut *run).await.unwrap();
    let rows = BEFORE.replace("{one}", "x'01'").replace("{two}", "x'02'").replace("{yes}", "1").replace("{no}", "0");
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0002_talks_as_agreed.sql")).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0003_talks_outlive_accounts.sql"))
        .execute(&mut *run)
        .await
        .unwrap();
    run.commit().await.unwrap();
    let after: Vec<Row> = sqlx::query_as(AFTER).fetch_all(&mut connection).await.unwrap();
    assert_eq!(after, expected());
    let mut run = connection.begin().await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0004_lifecycle.sql")).execute(&mut *run).await.unwrap();
    run.commit().await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0006_availability.sql"))
        .execute(&mut connection)
        .await
        .unwrap();
    let periods: Vec<(String, String, i32)> = sqlx::query_as(PERIODS).fetch_all(&mut connection).await.unwrap();
    assert_eq!(periods, counted());
    sqlx::raw_sql(WAITING).execute(&mut connection).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0007_after_the_talk.sql"))
        .execute(&mut connection)
        .await
        .unwrap();
    let asked: Vec<(i64,)> = sqlx::query_as(ASKED).fetch_all(&mut connection).await.unwrap();
    assert_eq!(asked, [(1,)]);
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0012_photo.sql")).execute(&mut connection).await.unwrap();
    let photo = PHOTO.replace("{one}", "x'01'").replace("{two}", "x'02'").replace("{jpeg}", "x'ffd8ff'");
    sqlx::raw_sql(AssertSqlSafe(photo)).execute(&mut connection).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0015_profile_draft.sql"))
        .execute(&mut connection)
        .await
        .unwrap();
    let photos: Vec<(i64,)> = sqlx::query_as(PHOTOS).fetch_all(&mut connection).await.unwrap();
    assert_eq!(photos, [(1,)]);
    let broken: Vec<(String,)> =
        sqlx::query_as("select \"table\" from pragma_foreign_key_check").fetch_all(&mut connection).await.unwrap();
    assert_eq!(broken, []);
}

#[tokio::test]
async fn talks_booked_before_keep_what_the_profile_said_postgres() {
    // In a schema of its own, which ends with the connection.
    let mut connection = PgConnection::connect(peers::postgres()).await.unwrap();
    let mut run = connection.begin().await.unwrap();
    sqlx::raw_sql("create schema before; set local search_path to before").execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/postgres/0001_ground_floor.sql")).execute(&mut *run).await.unwrap();
    let (one, two) = ("'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'");
    let rows = BEFORE.replace("{one}", one).replace("{two}", two).replace("{yes}", "true").replace("{no}", "false");
    sqlx::raw_sql(AssertSqlSafe(rows)).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/postgres/0002_talks_as_agreed.sql")).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/postgres/0003_talks_outlive_accounts.sql"))
        .execute(&mut *run)
        .await
        .unwrap();
    let after: Vec<Row> = sqlx::query_as(AFTER).fetch_all(&mut *run).await.unwrap();
    assert_eq!(after, expected());
    sqlx::raw_sql(include_str!("../../migrations/postgres/0004_lifecycle.sql")).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/postgres/0006_availability.sql")).execute(&mut *run).await.unwrap();
    let periods: Vec<(String, String, i32)> = sqlx::query_as(PERIODS).fetch_all(&mut *run).await.unwrap();
    assert_eq!(periods, counted());
    sqlx::raw_sql(WAITING).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/postgres/0007_after_the_talk.sql")).execute(&mut *run).await.unwrap();
    let asked: Vec<(i64,)> = sqlx::query_as(ASKED).fetch_all(&mut *run).await.unwrap();
    assert_eq!(asked, [(1,)]);
    sqlx::raw_sql(include_str!("../../migrations/postgres/0012_photo.sql")).execute(&mut *run).await.unwrap();
    let photo = PHOTO.replace("{one}", one).replace("{two}", two).replace("{jpeg}", "'\\xffd8ff'");
    sqlx::raw_sql(AssertSqlSafe(photo)).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/postgres/0015_profile_draft.sql")).execute(&mut *run).await.unwrap();
    let photos: Vec<(i64,)> = sqlx::query_as(PHOTOS).fetch_all(&mut *run).await.unwrap();
    assert_eq!(photos, [(1,)]);
    run.rollback().await.unwrap();
}

/// What refers to a talk, and how a table is kept, before and after its rules are made wider.
const KEPT: &str = "select (select count(*) from message), (select count(*) from report where region is null),
    (select count(*) from agenda_cell), (select count(*) from talk where status = 'confirmed')";

const CONVERSATION: &str = "
    insert into message (id, talk_id, number, author_id, body, sent_at)
    values ({one}, {one}, 1, {two}, 'Bonjour', '2026-11-02T00:00:00+00:00');
    insert into report (id, talk_id, message_id, reporter_id, reported_id, reason, reported_at)
    values ({one}, {one}, {one}, {one}, {two}, 'insult', '2026-11-03T00:00:00+00:00')";

/// What a moderator may do to a talk, and what nobody may.
const BY_MODERATOR: &str = "update talk set status = 'cancelled', ended_by = 'moderator', end_reason = 'moderation',
    ended_at = starts_at, due_at = null, answer_by = null, awaits = null where id = {one}";
const BROKEN: [&str; 4] = [
    "update talk set ended_by = 'burglar' where id = {one}",
    "update talk set end_reason = 'whim' where id = {one}",
    "update talk set ended_by = null where id = {one}",
    "update talk set status = 'nonsense' where id = {one}",
];

#[tokio::test]
async fn moderators_may_end_talks_that_were_there_before_sqlite() {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    sqlx::raw_sql("pragma foreign_keys = on").execute(&mut connection).await.unwrap();
    let replaced = |sql: &str| {
        let sql = sql.replace("{one}", "x'01'").replace("{two}", "x'02'").replace("{yes}", "1").replace("{no}", "0");
        AssertSqlSafe(sql)
    };
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0001_ground_floor.sql"))
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::raw_sql(replaced(BEFORE)).execute(&mut connection).await.unwrap();
    for migration in [
        include_str!("../../migrations/sqlite/0002_talks_as_agreed.sql"),
        include_str!("../../migrations/sqlite/0003_talks_outlive_accounts.sql"),
        include_str!("../../migrations/sqlite/0004_lifecycle.sql"),
        include_str!("../../migrations/sqlite/0006_availability.sql"),
        include_str!("../../migrations/sqlite/0007_after_the_talk.sql"),
        include_str!("../../migrations/sqlite/0008_conversation.sql"),
        include_str!("../../migrations/sqlite/0009_vetting.sql"),
        include_str!("../../migrations/sqlite/0010_journey.sql"),
        include_str!("../../migrations/sqlite/0011_held_hours.sql"),
    ] {
        let mut run = connection.begin().await.unwrap();
        sqlx::raw_sql(migration).execute(&mut *run).await.unwrap();
        run.commit().await.unwrap();
    }
    sqlx::raw_sql(replaced(CONVERSATION)).execute(&mut connection).await.unwrap();
    assert!(sqlx::raw_sql(replaced(BY_MODERATOR)).execute(&mut connection).await.is_err(), "not yet");
    let schema = "select count(*), sum(length(sql)) from sqlite_schema where tbl_name = 'talk' and type <> 'table'";
    let before: (i64, i64) = sqlx::query_as(schema).fetch_one(&mut connection).await.unwrap();
    let mut run = connection.begin().await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/sqlite/0014_moderated_talks.sql")).execute(&mut *run).await.unwrap();
    run.commit().await.unwrap();
    let after: (i64, i64) = sqlx::query_as(schema).fetch_one(&mut connection).await.unwrap();
    assert_eq!(before, after, "its indexes stay");
    let kept: (i64, i64, i64, i64) = sqlx::query_as(KEPT).fetch_one(&mut connection).await.unwrap();
    assert_eq!(kept, (1, 1, 1, 1));
    sqlx::raw_sql(replaced(BY_MODERATOR)).execute(&mut connection).await.unwrap();
    for sql in BROKEN {
        assert!(sqlx::raw_sql(replaced(sql)).execute(&mut connection).await.is_err(), "{sql}");
    }
    let sound: (String,) = sqlx::query_as("pragma integrity_check").fetch_one(&mut connection).await.unwrap();
    assert_eq!(sound.0, "ok");
    assert!(sqlx::raw_sql("update sqlite_schema set sql = sql").execute(&mut connection).await.is_err());
    let broken: Vec<(String,)> =
        sqlx::query_as("select \"table\" from pragma_foreign_key_check").fetch_all(&mut connection).await.unwrap();
    assert_eq!(broken, []);
}

#[tokio::test]
async fn moderators_may_end_talks_that_were_there_before_postgres() {
    let mut connection = PgConnection::connect(peers::postgres()).await.unwrap();
    let mut run = connection.begin().await.unwrap();
    sqlx::raw_sql("create schema moderated; set local search_path to moderated").execute(&mut *run).await.unwrap();
    let (one, two) = ("'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'");
    let replaced = |sql: &str| {
        let sql = sql.replace("{one}", one).replace("{two}", two).replace("{yes}", "true").replace("{no}", "false");
        AssertSqlSafe(sql)
    };
    sqlx::raw_sql(include_str!("../../migrations/postgres/0001_ground_floor.sql")).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(replaced(BEFORE)).execute(&mut *run).await.unwrap();
    for migration in [
        include_str!("../../migrations/postgres/0002_talks_as_agreed.sql"),
        include_str!("../../migrations/postgres/0003_talks_outlive_accounts.sql"),
        include_str!("../../migrations/postgres/0004_lifecycle.sql"),
        include_str!("../../migrations/postgres/0006_availability.sql"),
        include_str!("../../migrations/postgres/0007_after_the_talk.sql"),
        include_str!("../../migrations/postgres/0008_conversation.sql"),
    ] {
        sqlx::raw_sql(migration).execute(&mut *run).await.unwrap();
    }
    sqlx::raw_sql(replaced(CONVERSATION)).execute(&mut *run).await.unwrap();
    sqlx::raw_sql(include_str!("../../migrations/postgres/0014_moderated_talks.sql")).execute(&mut *run).await.unwrap();
    let kept: (i64, i64, i64, i64) = sqlx::query_as(KEPT).fetch_one(&mut *run).await.unwrap();
    assert_eq!(kept, (1, 1, 1, 1));
    sqlx::raw_sql(replaced(BY_MODERATOR)).execute(&mut *run).await.unwrap();
    for sql in BROKEN {
        let mut attempt = run.begin().await.unwrap();
        assert!(sqlx::raw_sql(replaced(sql)).execute(&mut *attempt).await.is_err(), "{sql}");
    }
    run.rollback().await.unwrap();
}
