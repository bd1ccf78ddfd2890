//! The program itself: killed in the middle of bookings, told to stop under load, asked how it is, and
//! started with wrong settings.

use crate::{
    peers::free_port,
    people::{self, Person, Professional},
};
use declic::db::Db;
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use url::form_urlencoded;

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_declic"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DECLIC_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).env("RUST_LOG", "warn").stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The program, serving.
struct Serving {
    process: Child,
    address: SocketAddr,
}

impl Serving {
    fn start(folder: &Path) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let process = program(folder)
            .args(["serve", "--data-dir", "."])
            .args(["--addr", &address.to_string(), "--base-url", &format!("http://{address}")])
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let serving = Self { process, address };
        let begun = Instant::now();
        while get(address, "/readyz", "").is_none_or(|answer| answer.status != 200) {
            assert!(begun.elapsed() < Duration::from_secs(60), "the program does not get ready");
            std::thread::sleep(Duration::from_millis(20));
        }
        serving
    }

    /// Asks it to stop; gives its exit code and how long it took.
    fn stop(&mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        assert!(Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap().success());
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return (status.code(), begun.elapsed());
            }
            assert!(begun.elapsed() < Duration::from_secs(35), "it does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Gone already is just as well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Raw {
    status: u16,
    location: String,
    body: String,
}

fn exchange(address: SocketAddr, request: &str) -> Option<Raw> {
    let mut connection = TcpStream::connect(address).ok()?;
    connection.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    connection.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
    Some(Raw { status: head.split(' ').nth(1)?.parse().ok()?, location: location.to_owned(), body: body.to_owned() })
}

fn get(address: SocketAddr, path: &str, cookie: &str) -> Option<Raw> {
    exchange(
        address,
        &format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        ),
    )
}

fn book(address: SocketAddr, person: &Person, professional: &Professional, start: &str) -> Option<Raw> {
    let fields =
        [("form[professional]", &*professional.id.to_string()), ("form[start]", start), ("form[way]", "video")];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let length = body.len();
    exchange(
        address,
        &format!(
            "POST /api/book_talk HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            person.cookie
        ),
    )
}

const BOOKINGS: usize = 500;
const PROFESSIONALS: usize = 25;

async fn open(folder: &Path) -> Db {
    let db = Db::connect(&format!("sqlite://{}/declic.sqlite", folder.display())).await.unwrap();
    db.migrate().await.unwrap();
    db
}

struct Load {
    explorers: Vec<Person>,
    professionals: Vec<Professional>,
}

impl Load {
    async fn prepare(folder: &Path) -> Self {
        let db = open(folder).await;
        let explorers = people::explorers(&db, "lea", BOOKINGS).await;
        let professionals = people::professionals(&db, "paul", PROFESSIONALS, &people::always()).await;
        db.close().await;
        Self { explorers, professionals }
    }

    /// Books from eight clients until everything is booked or the server is gone; gives the talks that
    /// were acknowledged, with who booked them. `at` is called once that many are.
    fn run(self: &Arc<Self>, address: SocketAddr, at: usize, then: impl FnOnce()) -> Vec<(String, Person)> {
        let (next, acknowledged) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let client = || {
            let (load, next, acknowledged) = (Arc::clone(self), Arc::clone(&next), Arc::clone(&acknowledged));
            std::thread::spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    let Some(person) = load.explorers.get(number) else { return };
                    let professional = &load.professionals[number % PROFESSIONALS];
                    let start = people::iso(60 * i64::try_from(number / PROFESSIONALS).unwrap());
                    let Some(answer) = book(address, person, professional, &start) else { return };
                    assert_eq!(answer.status, 200, "{}", answer.body);
                    let talk =
                        answer.location.trim_start_matches("/rendez-vous/").split('?').next().unwrap().to_owned();
                    acknowledged.lock().unwrap().push((talk, person.clone()));
                }
            })
        };
        let clients: Vec<_> = (0..8).map(|_| client()).collect();
        while acknowledged.lock().unwrap().len() < at && clients.iter().any(|client| !client.is_finished()) {
            std::thread::sleep(Duration::from_millis(1));
        }
        then();
        for client in clients {
            client.join().unwrap();
        }
        Arc::try_unwrap(acknowledged).unwrap().into_inner().unwrap()
    }
}

/// Every acknowledged talk is there, and no talk is half there.
async fn assert_whole(folder: &Path, acknowledged: &[(String, Person)]) -> i64 {
    let db = open(folder).await;
    let Db::Sqlite { readers, .. } = &db else { unreachable!() };
    let check: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(readers).await.unwrap();
    assert_eq!(check, ["ok"]);
    let foreign: Vec<String> =
        sqlx::query_scalar("select \"table\" from pragma_foreign_key_check").fetch_all(readers).await.unwrap();
    assert!(foreign.is_empty(), "{foreign:?}");
    let rows: Vec<(uuid::Uuid, i64)> = sqlx::query_as(
        "select t.id, (select count(*) from agenda_cell c where c.talk_id = t.id) from talk t where t.status = 'confirmed'",
    )
    .fetch_all(readers)
    .await
    .unwrap();
    assert!(rows.iter().all(|(_, cells)| *cells == 8), "a talk is half there");
    for (talk, _) in acknowledged {
        let talk: uuid::Uuid = talk.parse().unwrap();
        assert!(rows.iter().any(|(id, _)| *id == talk), "{talk} was acknowledged and is gone");
    }
    let number = |sql: &'static str| async move { sqlx::query_scalar::<_, i64>(sql).fetch_one(readers).await.unwrap() };
    let talks = i64::try_from(rows.len()).unwrap();
    assert_eq!(number("select count(*) from agenda_cell").await, 8 * talks);
    assert_eq!(number("select coalesce(sum(taken), 0) from talk_week").await, talks);
    assert_eq!(number("select count(*) from outbox_mail").await, 2 * talks);
    db.close().await;
    talks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_amid_bookings() {
    let folder = tempfile::tempdir().unwrap();
    let load = Arc::new(Load::prepare(folder.path()).await);
    let mut serving = Serving::start(folder.path());
    let address = serving.address;
    let acknowledged =
        tokio::task::block_in_place(|| load.run(address, BOOKINGS / 3, || serving.process.kill().unwrap()));
    serving.process.wait().unwrap();
    assert!(acknowledged.len() >= BOOKINGS / 3 && acknowledged.len() < BOOKINGS, "killed after {}", acknowledged.len());
    let talks = assert_whole(folder.path(), &acknowledged).await;
    println!("killed: {} acknowledged, {talks} written", acknowledged.len());
    // It starts again on what is there, and the rest can be booked.
    let serving = Serving::start(folder.path());
    let (talk, person) = acknowledged.last().unwrap();
    let page = get(serving.address, &format!("/rendez-vous/{talk}"), &person.cookie).unwrap();
    assert_eq!(page.status, 200);
    let rest = load.explorers.last().unwrap();
    let booked = book(serving.address, rest, &load.professionals[0], &people::iso(60 * 24 * 5)).unwrap();
    assert_eq!(booked.status, 200, "{}", booked.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_amid_bookings() {
    let folder = tempfile::tempdir().unwrap();
    let load = Arc::new(Load::prepare(folder.path()).await);
    let mut serving = Serving::start(folder.path());
    let address = serving.address;
    let mut stopped = None;
    let acknowledged =
        tokio::task::block_in_place(|| load.run(address, BOOKINGS / 5, || stopped = Some(serving.stop())));
    let (code, took) = stopped.unwrap();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(30), "{took:?}");
    let talks = assert_whole(folder.path(), &acknowledged).await;
    println!("stopped in {took:?}: {} acknowledged, {talks} written", acknowledged.len());
    assert_eq!(i64::try_from(acknowledged.len()).unwrap(), talks, "what began was answered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_says_how_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(folder.path());
    let health = get(serving.address, "/healthz", "").unwrap();
    assert_eq!((health.status, health.body.trim()), (200, "ok"));
    assert_eq!(get(serving.address, "/readyz", "").unwrap().status, 200);
    assert_eq!(get(serving.address, "/", "").unwrap().status, 200);
    let (code, took) = serving.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(5), "idle, and it took {took:?}");
    assert!(get(serving.address, "/healthz", "").is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_not_ready_without_its_database() {
    let site = crate::site::Site::open(crate::site::Engine::Sqlite).await;
    site.index().await;
    assert_eq!(site.get("/readyz").await.status, 200);
    site.db().close().await;
    assert_eq!((site.get("/readyz").await.status.as_u16(), site.get("/healthz").await.status.as_u16()), (503, 200));
    assert_eq!(site.get("/readyz").await.body, "database");
    // Not filled yet, it must not say that it finds nobody.
    let fresh = crate::site::Site::open(crate::site::Engine::Sqlite).await;
    let unfilled = fresh.get("/readyz").await;
    assert_eq!((unfilled.status.as_u16(), unfilled.body.as_str()), (503, "index"));
    fresh.close().await;
}

fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    program(folder).args(arguments).envs(environment.iter().copied()).stdout(Stdio::piped()).output().unwrap()
}

/// What it says, without the pointer to `--help` that follows a wrong flag.
fn said(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.lines().filter(|line| !line.trim().is_empty() && !line.contains("--help")).map(str::to_owned).collect()
}

/// Arguments, environment, and what the answer must name.
type WrongSetting<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a str);

#[test]
fn a_wrong_setting_stops_it_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let occupied = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let occupied = occupied.local_addr().unwrap().to_string();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let wrong: [WrongSetting<'_>; 10] = [
        (&["serve", "--addr", "localhost"], &[], "--addr"),
        (&["serve"], &[("DECLIC_ADDR", "nowhere")], "--addr"),
        (&["serve"], &[("DECLIC_DATABASE_URL", "mysql://host/x")], "sqlite:// or postgres://"),
        (&["serve", "--base-url", "declic.example"], &[], "--base-url"),
        (&["serve", "--smtp-url", "mail.example:25"], &[], "smtp://"),
        (&["serve", "--workers", "0"], &[], "--workers"),
        (&["serve", "--data-dir", "file/below"], &[], "data folder"),
        (&["serve", "--database-url", "postgres://nobody@127.0.0.1:1/nothing"], &[], "database"),
        (&["serve", "--addr", &occupied], &[], "cannot listen"),
        (&["serve", "--smtp-url", "smtp://127.0.0.1:1", "--mail-from", "nobody"], &[], "mail"),
    ];
    for (arguments, environment, says) in wrong {
        let begun = Instant::now();
        let output = run(folder.path(), arguments, environment);
        let said = said(&output);
        assert!(!output.status.success(), "{arguments:?}");
        assert_eq!(said.len(), 1, "{arguments:?} {environment:?}: {said:?}");
        assert!(said[0].contains(says), "{arguments:?} {environment:?}: {said:?}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{arguments:?}");
    }
}

#[test]
fn every_setting_is_documented() {
    let folder = tempfile::tempdir().unwrap();
    let help = String::from_utf8(
        run(folder.path(), &["serve", "--help"], &[("DECLIC_SMTP_URL", "smtp://user:geheim@mail.example")]).stdout,
    )
    .unwrap();
    for variable in ["DECLIC_ADDR", "DECLIC_DATABASE_URL", "DECLIC_BASE_URL", "DECLIC_DATA_DIR", "DECLIC_SMTP_URL"] {
        assert!(help.contains(variable), "{variable} is not in --help");
    }
    assert!(!help.contains("geheim"), "a password is shown");
}

#[test]
fn its_commands_do_their_work_once() {
    let folder = tempfile::tempdir().unwrap();
    let told = |arguments: &[&str]| {
        let output = run(folder.path(), arguments, &[("DECLIC_DATA_DIR", ".")]);
        assert!(output.status.success(), "{arguments:?}: {:?}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    told(&["migrate"]);
    told(&["migrate"]);
    let added: usize = told(&["seed", "--demo"]).split(' ').next().unwrap().parse().unwrap();
    assert!(added >= 400, "{added}");
    assert!(told(&["seed", "--demo"]).starts_with("0 "));
    assert_eq!(told(&["reindex"]).trim(), format!("{added} professionals indexed"));
}
