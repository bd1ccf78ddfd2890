//! Keeping the search index up with the database: changes that come late, indexes that were away.

use crate::{
    people,
    site::{Engine, Site},
};
use chrono::Duration;
use declic::{
    context,
    db::Db,
    search::{checkpoint::Checkpoint, criteria::Criteria},
    talks::indexing,
};
use sqlx::PgPool;
use uuid::Uuid;

/// How many professionals a search for this word finds.
async fn found(site: &Site, text: &str) -> usize {
    let criteria = Criteria { text: Some(text.to_owned()), limit: 10, ..Criteria::default() };
    site.app.search.search(criteria).await.unwrap().total
}

/// The number of the last change that the index has taken up.
fn checkpoint(site: &Site) -> Option<i64> {
    site.app.search.checkpoint().map(|checkpoint| checkpoint.number)
}

async fn changes(site: &Site) -> i64 {
    site.number("select count(*) from search_change").await
}

on_both_engines! {
    async fn old_changes_are_forgotten_and_the_index_goes_on(site) {
        for name in ["Paul", "Zoe", "Max"] {
            people::professional(site, name).await;
        }
        site.index().await;
        let later = context::now() + Duration::days(8);
        indexing::forget_old(&site.app, context::now()).await.unwrap();
        assert_eq!(changes(site).await, 3, "young ones are kept");
        indexing::forget_old(&site.app, later).await.unwrap();
        indexing::forget_old(&site.app, later).await.unwrap();
        assert_eq!(changes(site).await, 1, "the last one is kept, for indexes to know where they are");
        // With nothing but what is left in the index's files, the index would be empty after being filled anew.
        site.execute("update professional set published = not published").await;
        people::professional(site, "Lea").await;
        site.index().await;
        assert_eq!(found(site, "levain").await, 4, "only what changed was taken up");
    }

    async fn an_index_that_was_away_for_too_long_is_filled_anew(site) {
        people::professional(site, "Paul").await;
        site.index().await;
        for name in ["Zoe", "Max"] {
            people::professional(site, name).await;
        }
        indexing::forget_old(&site.app, context::now() + Duration::days(8)).await.unwrap();
        assert_eq!(changes(site).await, 1);
        site.index().await;
        assert_eq!(found(site, "levain").await, 3);
    }

    async fn an_index_of_another_database_is_filled_anew(site) {
        people::professional(site, "Paul").await;
        site.index().await;
        site.app.search.apply(Vec::new(), Vec::new(), Checkpoint { number: 1, made_at: 1_000 }).await.unwrap();
        people::professional(site, "Zoe").await;
        site.index().await;
        assert_eq!(found(site, "levain").await, 2);
    }

    async fn who_cannot_be_described_is_taken_out(site) {
        people::professional(site, "Paul").await;
        site.index().await;
        site.execute("update professional set trade_code = 'Z9999'").await;
        site.execute("insert into search_change (professional_id, changed_at) select id, created_at from professional").await;
        site.index().await;
        assert_eq!(found(site, "levain").await, 0);
        assert_eq!(site.app.search.stale(i64::MAX, 10).await.unwrap(), Vec::<Uuid>::new());
    }

    async fn a_pass_without_changes_leaves_the_index_alone(site) {
        people::professional(site, "Paul").await;
        site.index().await;
        let before = checkpoint(site);
        assert_eq!(before, Some(1));
        site.index().await;
        assert_eq!(checkpoint(site), before);
    }
}

async fn rename(executor: impl sqlx::PgExecutor<'_>, id: Uuid, headline: &str) {
    sqlx::query(
        "with renamed as (update professional set headline = $2 where id = $1 returning id)
                 insert into search_change (professional_id, changed_at) select id, $3 from renamed",
    )
    .bind(id)
    .bind(headline)
    .bind(context::now())
    .execute(executor)
    .await
    .unwrap();
}

fn pool(site: &Site) -> &PgPool {
    let Db::Postgres(pool) = site.db() else { unreachable!() };
    pool
}

/// On SQLite there is one writer: numbers are committed in their order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_committed_late_is_taken_up_at_once() {
    let site = &Site::open(Engine::Postgres).await;
    let slow = people::professional(site, "Paul").await;
    let quick = people::professional(site, "Zoe").await;
    site.index().await;
    let mut late = pool(site).begin().await.unwrap();
    rename(&mut *late, slow.id, "Je fais des brioches.").await;
    for _ in 0..3 {
        rename(pool(site), quick.id, "Je fais des croissants.").await;
    }
    site.index().await;
    assert_eq!((found(site, "brioches").await, found(site, "croissants").await), (0, 1));
    let waiting = checkpoint(site);
    late.commit().await.unwrap();
    site.index().await;
    assert_eq!((found(site, "brioches").await, found(site, "croissants").await), (1, 1));
    assert_eq!(checkpoint(site), waiting.map(|number| number + 4));
    // After a restart as well: the checkpoint waited before the missing number.
    let mut late = pool(site).begin().await.unwrap();
    rename(&mut *late, slow.id, "Je fais des galettes.").await;
    rename(pool(site), quick.id, "Je fais des chouquettes.").await;
    site.index().await;
    late.commit().await.unwrap();
    let mut restarted = indexing::Indexer::new(site.app.clone());
    restarted.catch_up(context::now()).await.unwrap();
    assert_eq!((found(site, "galettes").await, found(site, "chouquettes").await), (1, 1));
    // And when the index was filled meanwhile.
    let mut late = pool(site).begin().await.unwrap();
    rename(&mut *late, slow.id, "Je fais des fougasses.").await;
    rename(pool(site), quick.id, "Je fais des financiers.").await;
    indexing::rebuild(&site.app, context::now()).await.unwrap();
    late.commit().await.unwrap();
    restarted.catch_up(context::now()).await.unwrap();
    assert_eq!((found(site, "fougasses").await, found(site, "financiers").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_was_rolled_back_is_given_up_in_the_end() {
    let site = &Site::open(Engine::Postgres).await;
    let paul = people::professional(site, "Paul").await;
    site.index().await;
    let before = checkpoint(site).unwrap();
    let mut rolled_back = pool(site).begin().await.unwrap();
    rename(&mut *rolled_back, paul.id, "Je ne fais rien.").await;
    rolled_back.rollback().await.unwrap();
    rename(pool(site), paul.id, "Je fais des brioches.").await;
    site.index().await;
    assert_eq!((found(site, "brioches").await, checkpoint(site)), (1, Some(before)));
    site.index_at(context::now() + Duration::minutes(10)).await;
    assert_eq!((found(site, "brioches").await, checkpoint(site)), (1, Some(before + 2)));
}
