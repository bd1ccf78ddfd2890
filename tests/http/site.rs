//! A site of its own for each test: fresh database, fresh index, the router as the program builds it.

use crate::peers;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, Utc};
use clap::Parser;
use declic::{
    context::AppContext,
    db::Db,
    notifications::store::{self as outbox, MailRow},
    server::{
        assets,
        config::{Cli, Settings},
        router, state,
    },
    talks::indexing::Indexer,
};
use http_body_util::BodyExt;
use sqlx::{AssertSqlSafe, Connection, FromRow, PgConnection, postgres::PgRow, sqlite::SqliteRow};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::{Mutex, RwLock};
use tower::ServiceExt;
use url::Url;
use uuid::Uuid;

/// Where tests reach the site.
pub const BASE: &str = "http://localhost:3000";

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A fresh site.
pub struct Site {
    pub app: AppContext,
    pub engine: Engine,
    router: Router,
    indexer: Mutex<Indexer>,
    /// The PostgreSQL database to drop at the end.
    database: Option<String>,
    folder: TempDir,
}

/// The rows that a statement gives.
pub async fn rows<R>(db: &Db, sql: &'static str) -> Vec<R>
where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
{
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_as(sql).fetch_all(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
    }
}

/// What the site answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }
}

impl Site {
    pub async fn open(engine: Engine) -> Self {
        Self::with(engine, &["--development"]).await
    }

    /// A site with some settings, as flags of the program.
    pub async fn with(engine: Engine, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(create_database().await),
        };
        let url = match &database {
            None => format!("sqlite://{data}/declic.sqlite"),
            Some(name) => database_url(name),
        };
        let fixed = ["declic", "serve", "--data-dir", data, "--database-url", &url, "--site-dir", data];
        let settings = Cli::try_parse_from(fixed.iter().chain(flags)).unwrap().settings;
        let app = state::build(&settings).await.unwrap();
        let indexer = Mutex::new(Indexer::new(app.clone()));
        Self { router: router_of(&app, &settings).await, app, engine, indexer, database, folder }
    }

    /// The same site answered from `db`, which must be the same database.
    pub async fn seen_through(&self, db: Db) -> Router {
        self.made_of(AppContext { db, ..self.app.clone() }).await
    }

    /// A site made of another context.
    pub async fn made_of(&self, app: AppContext) -> Router {
        let settings = Cli::try_parse_from(["declic", "serve"]).unwrap().settings;
        router_of(&app, &settings).await
    }

    pub fn db(&self) -> &Db {
        &self.app.db
    }

    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Where another process finds the same PostgreSQL database.
    pub fn postgres_url(&self) -> String {
        database_url(self.database.as_ref().expect("a site on PostgreSQL"))
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub async fn answer(&self, request: Request<Body>) -> Answer {
        answer(self.router(), request).await
    }

    /// A page or file as anybody sees it.
    pub async fn get(&self, path: &str) -> Answer {
        self.answer(Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap()).await
    }

    /// Every mail in the outbox, oldest first.
    pub async fn mails(&self) -> Vec<MailRow> {
        let mut mails = outbox::list_newest(self.db(), 10_000).await.unwrap();
        mails.reverse();
        mails
    }

    /// The mails to one address, oldest first.
    pub async fn mails_to(&self, address: &str) -> Vec<MailRow> {
        self.mails().await.into_iter().filter(|mail| mail.recipient == address).collect()
    }

    /// The mails to one address once there are `count`: some are written after the answer.
    pub async fn mails_arrived(&self, address: &str, count: usize) -> Vec<MailRow> {
        let arrived = async {
            loop {
                let mails = self.mails_to(address).await;
                if mails.len() >= count {
                    return mails;
                }
                tokio::task::yield_now().await;
            }
        };
        let arrived = tokio::time::timeout(Duration::from_secs(30), arrived).await;
        arrived.unwrap_or_else(|_| panic!("no {count} mails to {address}"))
    }

    /// Waits until a statement gives `number`: some things are written after the answer.
    pub async fn reaches(&self, sql: &'static str, number: i64) {
        let reached = async {
            while self.number(sql).await != number {
                tokio::task::yield_now().await;
            }
        };
        let reached = tokio::time::timeout(Duration::from_secs(30), reached).await;
        reached.unwrap_or_else(|_| panic!("never {number}: {sql}"));
    }

    /// All rows of a statement that both engines understand.
    pub async fn rows<R>(&self, sql: &'static str) -> Vec<R>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        rows(self.db(), sql).await
    }

    /// A number that a statement gives.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let rows: Vec<(i64,)> = self.rows(sql).await;
        rows[0].0
    }

    /// Runs statements that write.
    pub async fn execute(&self, sql: &'static str) {
        match self.db() {
            Db::Sqlite { writer, .. } => drop(sqlx::raw_sql(sql).execute(writer).await.unwrap()),
            Db::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
        }
    }

    /// Whether the schema refuses a statement.
    pub async fn refuses(&self, sql: &'static str) -> bool {
        match self.db() {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.is_err(),
            Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.is_err(),
        }
    }

    /// Takes up what changed into the search index, as the program's job does.
    pub async fn index(&self) {
        self.index_at(declic::context::now()).await;
    }

    /// The same, at another time.
    pub async fn index_at(&self, now: DateTime<Utc>) {
        self.indexer.lock().await.catch_up(now).await.unwrap();
    }

    /// The whole content of the database as text, to see whether something changed; sessions come last.
    pub async fn content(&self) -> String {
        let names = match self.engine {
            Engine::Sqlite => {
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> '_sqlx_migrations' order by name = 'session', name"
            }
            Engine::Postgres => {
                "select table_name::text from information_schema.tables where table_schema = 'public' and table_name <> '_sqlx_migrations' order by table_name = 'session', table_name"
            }
        };
        let tables: Vec<(String,)> = self.rows(names).await;
        let mut content = String::new();
        for (table,) in &tables {
            // As JSON, the one text that both engines make of any row.
            let rows: Vec<String> = match self.db() {
                Db::Sqlite { readers, .. } => {
                    let columns: Vec<String> = sqlx::query_scalar("select name from pragma_table_info($1)")
                        .bind(table)
                        .fetch_all(readers)
                        .await
                        .unwrap();
                    let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
                    let sql = format!("select {} from {table} order by 1", quoted.join(" || ' ' || "));
                    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(readers).await.unwrap()
                }
                Db::Postgres(pool) => {
                    let sql = format!("select row_to_json(r)::text from {table} r order by 1");
                    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap()
                }
            };
            content.push_str(&format!("{table}\n{}\n", rows.join("\n")));
        }
        content
    }

    pub async fn close(self) {
        self.db().close().await;
        if let Some(name) = &self.database {
            let mut connection = PgConnection::connect(peers::postgres()).await.unwrap();
            sqlx::query(AssertSqlSafe(format!("drop database \"{name}\" with (force)")))
                .execute(&mut connection)
                .await
                .unwrap();
        }
    }
}

/// While Leptos lists the pages of a router, no page of any router in the process gets its data: it would
/// wait for ever (<https://github.com/leptos-rs/leptos/issues/4773>). The program lists them once, before
/// it serves; here sites come and go beside each other.
static LISTING_PAGES: RwLock<()> = RwLock::const_new(());

async fn router_of(app: &AppContext, settings: &Settings) -> Router {
    let _alone = LISTING_PAGES.write().await;
    let site = assets::site_dir(settings.site_dir.as_deref());
    router::build(app.clone(), assets::leptos_options(&site), settings)
}

/// Sends a request and reads the whole answer.
pub async fn answer(router: Router, request: Request<Body>) -> Answer {
    let _beside_others = LISTING_PAGES.read().await;
    let response = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

async fn create_database() -> String {
    let name = format!("declic_{}", Uuid::from_u128(rand::random()).simple());
    let mut connection = PgConnection::connect(peers::postgres()).await.unwrap();
    let sql = format!("create database \"{name}\" template template0");
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    name
}

fn database_url(name: &str) -> String {
    let mut url = Url::parse(peers::postgres()).unwrap();
    url.set_path(name);
    url.into()
}
