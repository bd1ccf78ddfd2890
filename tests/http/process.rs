//! The program itself: killed in the middle of bookings, told to stop under load, asked how it is, and
//! started with wrong settings.

use crate::{
    peers::{MailServer, free_port},
    people::{self, Person, Professional},
};
use chrono::Datelike;
use declic::{
    agenda::availability::{Availability, WeeklyRange},
    context,
    db::Db,
    notifications::{
        dead_letters,
        store::{self, Attempt},
    },
};
use std::{
    collections::HashSet,
    fs::File,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
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
        Self::with(folder, &[], "warn", Stdio::inherit())
    }

    /// With settings of its own, logging at `level` to `log`.
    fn with(folder: &Path, flags: &[&str], level: &str, log: Stdio) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let process = program(folder)
            .args(["serve", "--data-dir", "."])
            .args(["--addr", &address.to_string(), "--base-url", &format!("http://{address}")])
            .args(flags)
            .env("RUST_LOG", level)
            .stderr(log)
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
const CLIENTS: usize = 32;

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

    /// Books from all clients at once until everything is booked or the server is gone; gives the talks that
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
        let clients: Vec<_> = (0..CLIENTS).map(|_| client()).collect();
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
    assert_eq!(number("select coalesce(sum(taken), 0) from talk_period where kind = 'week'").await, talks);
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

/// A mail in the outbox of the program, which does not run.
async fn write_mail(db: &Db, recipient: &str) {
    let Db::Sqlite { writer, .. } = db else { panic!("the program keeps a file") };
    let sql = "insert into outbox_mail (id, recipient, subject, body, created_at, next_attempt_at)
               values ($1, $2, 'Bonjour', 'Un texte.', $3, $3)";
    sqlx::query(sql).bind(context::new_id()).bind(recipient).bind(context::now()).execute(writer).await.unwrap();
}

/// A mail server that takes calls and never says a word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_mail_server_does_not_hold_it_up() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path()).await;
    write_mail(&db, "lea@exemple.fr").await;
    db.close().await;
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", silent.local_addr().unwrap());
    let mut serving = Serving::with(folder.path(), &["--smtp-url", &url], "error", Stdio::inherit());
    let (call, _) = silent.accept().unwrap();
    let (code, took) = serving.stop();
    drop(call);
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(15), "{took:?}");
    let db = open(folder.path()).await;
    let Db::Sqlite { readers, .. } = &db else { unreachable!() };
    let waiting: i64 = sqlx::query_scalar("select count(*) from outbox_mail where sent_at is null and dead_at is null")
        .fetch_one(readers)
        .await
        .unwrap();
    assert_eq!(waiting, 1, "it goes out another time");
    db.close().await;
}

/// One line a request, and nothing in it that is secret or about somebody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn its_log_tells_no_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut serving = Serving::with(folder.path(), &[], "info", File::create(&log).unwrap().into());
    let paths = [
        ("/mot-de-passe/geheim", "/mot-de-passe/{token}", 200),
        ("/inscription/confirmer/geheim", "/inscription/confirmer/{token}", 200),
        ("/agenda/flux/geheim", "/agenda/flux/{token}", 404),
        ("/agenda/flux/geheim.ics", "/agenda/flux/{token}", 404),
        ("/rencontres?q=geheim", "/rencontres", 200),
        ("/connexion?suite=/geheim", "/connexion", 200),
        ("/api/linked_address?token=geheim&resets_password=true", "/api/linked_address", 302),
        ("/geheim", "-", 404),
        ("/api/geheim", "/api/{*function}", 404),
        ("/rendez-vous/geheim", "/rendez-vous/{id}", 302),
    ];
    for (path, _, status) in paths {
        assert_eq!(get(serving.address, path, "declic=geheim").unwrap().status, status, "{path}");
    }
    serving.stop();
    let log = std::fs::read_to_string(log).unwrap();
    for (path, route, status) in paths {
        let line = format!("request method=GET route=\"{route}\" status={status} milliseconds=");
        assert!(log.contains(&line), "no {line} for {path} in:\n{log}");
    }
    assert!(!log.contains("geheim"), "{log}");
    assert!(log.contains("mail waits in the outbox"), "{log}");
}

/// Whoever tests a development server moves its clock on, and meets what days bring.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clock_of_a_development_server_moves_on() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path()).await;
    let lea = people::explorers(&db, "lea", 1).await.remove(0);
    let paul = people::professionals(&db, "paul", 1, &people::always()).await.remove(0);
    let serving = Serving::with(folder.path(), &["--development"], "warn", Stdio::inherit());
    let address = serving.address;
    let move_to = |to: &str, site: &str| {
        let length = to.len() + 3;
        exchange(
            address,
            &format!(
                "POST /dev/clock HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: {site}\r\nConnection: close\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\nto={to}"
            ),
        )
        .unwrap()
        .status
    };
    let booked = book(address, &lea, &paul, &people::iso(0)).unwrap();
    assert_eq!(booked.status, 200, "{}", booked.body);
    let says = |text: &str| get(address, &booked.location, &lea.cookie).unwrap().body.contains(text);
    let mails = async || mails_written(&db).await;
    assert!(!says("Dire merci"));
    assert_eq!(mails().await, 2, "both are told that it is booked");
    assert_eq!(move_to(&people::iso(-60), "same-origin"), 204);
    assert_eq!(mails().await, 4, "both are reminded");
    assert_eq!(move_to(&people::iso(-70), "same-origin"), 422, "never back");
    assert_eq!(move_to("2999-01-01T00:00:00Z", "same-origin"), 422);
    assert_eq!(move_to("demain", "same-origin"), 422);
    assert_eq!(move_to(&people::iso(60), "cross-site"), 403);
    assert!(!says("Dire merci"));
    assert_eq!(move_to(&people::iso(60), "same-origin"), 204);
    assert!(says("Dire merci"));
    assert_eq!(mails().await, 6, "both are asked how it was");
    db.close().await;
}

async fn mails_written(db: &Db) -> i64 {
    let Db::Sqlite { readers, .. } = db else { unreachable!() };
    sqlx::query_scalar("select count(*) from outbox_mail").fetch_one(readers).await.unwrap()
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

fn send_message(address: SocketAddr, person: &Person, talk: &str, text: &str) -> Option<Raw> {
    let fields = [("form[talk]", talk), ("form[body]", text)];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let length = body.len();
    exchange(
        address,
        &format!(
            "POST /api/send_message HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            person.cookie
        ),
    )
}

/// Two processes on one database: what is written on one is heard on the other, and who listens does not hold a stop up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_sent_on_one_process_appears_on_the_other() {
    let site = crate::site::Site::open(crate::site::Engine::Postgres).await;
    let lea = people::explorer(&site, "Lea").await;
    let paul = people::professional(&site, "Paul").await;
    let booked = site.answer(crate::browser::book(&lea, &paul.id.to_string(), &people::iso(0))).await;
    let talk = booked.location().trim_start_matches("/rendez-vous/").to_owned();
    let (url, folders) = (site.postgres_url(), [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()]);
    let [one, mut other] = folders
        .each_ref()
        .map(|folder| Serving::with(folder.path(), &["--database-url", &url], "warn", Stdio::inherit()));

    let mut stream = TcpStream::connect(other.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let request = format!(
        "GET /rendez-vous/{talk}/messages/flux HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nAccept: text/event-stream\r\n\r\n",
        other.address, paul.person.cookie
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut heard = String::new();
    let mut until = |text: &str| {
        while !heard.contains(text) {
            let mut piece = [0; 4096];
            let length = stream.read(&mut piece).unwrap();
            assert!(length > 0, "it hung up after {heard}");
            heard.push_str(&String::from_utf8_lossy(&piece[..length]));
        }
    };
    until("retry:");
    let begun = Instant::now();
    let sent = send_message(one.address, &lea, &talk, "Bonjour d’ailleurs").unwrap();
    assert_eq!(sent.status, 200, "{}", sent.body);
    until("Bonjour d’ailleurs");
    assert!(begun.elapsed() < Duration::from_secs(5), "it took {:?}", begun.elapsed());

    let (code, took) = other.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(5), "with a stream open it took {took:?}");
    drop(one);
    site.close().await;
}

/// Talks that are over: each asks both sides whether it took place.
const OVER: usize = 30;

/// Two processes on one database: what falls due is done by one of them, each mail goes out once, and what is booked with
/// one is no longer offered by the other within two seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_do_everything_once_and_offer_the_same() {
    let site = crate::site::Site::open(crate::site::Engine::Postgres).await;
    let paul = people::professional(&site, "Paul").await;
    for (hour, explorer) in (0..).zip(people::explorers(site.db(), "Explorer", OVER).await) {
        let booked = site.answer(crate::browser::book(&explorer, &paul.id.to_string(), &people::iso(hour * 60))).await;
        assert_eq!(booked.status.as_u16(), 200, "{}", booked.body);
    }
    site.execute("update talk set starts_at = starts_at - interval '5 days', due_at = now()").await;
    let day = people::start(0);
    let only_hour = Availability {
        weekly: vec![WeeklyRange { weekday: day.weekday(), starts_minute: 480, ends_minute: 540 }],
        horizon_days: 5,
        ..people::always()
    };
    let sophie = people::professional_with(&site, "Sophie", &only_hour).await;
    let lea = people::explorer(&site, "Lea").await;
    site.execute(
        "update professional set published = false where id <> (select id from professional order by id desc limit 1)",
    )
    .await;
    let (url, port) = (site.postgres_url(), free_port());
    let server = MailServer::start(port, &site.folder().join("mails"));
    let smtp = format!("smtp://127.0.0.1:{port}");
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    // Both at once: what is due at their start is due for both.
    let [one, other] = std::thread::scope(|scope| {
        let starting = folders.each_ref().map(|folder| {
            let flags = ["--database-url", &*url, "--smtp-url", &*smtp];
            scope.spawn(move || Serving::with(folder.path(), &flags, "warn", Stdio::inherit()))
        });
        starting.map(|serving| serving.join().unwrap())
    });

    let offers = |address| get(address, "/rencontres", "").unwrap().body.contains(r#"<p class="card__next">"#);
    assert!(offers(one.address) && offers(other.address), "her hour is not offered");
    let booked = book(one.address, &lea, &sophie, &people::iso(0)).unwrap();
    let begun = Instant::now();
    assert_eq!(booked.status, 200, "{}", booked.body);
    while offers(other.address) {
        assert!(begun.elapsed() < Duration::from_secs(2), "the other process still offers the hour");
        std::thread::sleep(Duration::from_millis(20));
    }

    // To both sides of each talk: that it takes place, and whether it did.
    let written = 2 * (2 * OVER + 1);
    let begun = Instant::now();
    while site.number("select count(*) from outbox_mail where sent_at is not null").await < written as i64 {
        assert!(begun.elapsed() < Duration::from_secs(60), "not everything is done and sent");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // Each has had its turn once it stops.
    for mut process in [one, other] {
        assert_eq!(process.stop().0, Some(0));
    }
    assert_eq!(site.number("select count(*) from outbox_mail").await, written as i64, "something was written twice");
    let received = server.mails();
    let different: HashSet<&str> = received.iter().map(|mail| mail["message_id"].as_str().unwrap()).collect();
    assert_eq!((received.len(), different.len()), (written, written), "each mail goes out once");
    site.close().await;
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
    let wrong: [WrongSetting<'_>; 20] = [
        (&["serve", "--addr", "localhost"], &[], "--addr"),
        (&["serve"], &[("DECLIC_ADDR", "nowhere")], "--addr"),
        (&["serve"], &[("DECLIC_DATABASE_URL", "mysql://host/x")], "sqlite:// or postgres://"),
        (&["serve", "--base-url", "declic.example"], &[], "--base-url"),
        (&["serve", "--smtp-url", "mail.example:25"], &[], "smtp://"),
        (&["serve", "--workers", "0"], &[], "--workers"),
        (&["serve", "--data-dir", "file/below"], &[], "data folder"),
        (&["serve", "--database-url", "postgres://nobody@127.0.0.1:1/nothing"], &[], "database"),
        (&["serve", "--addr", &occupied], &[], "cannot listen"),
        (&["serve", "--mail-from", "nobody"], &[], "--mail-from"),
        (&["serve", "--smtp-url", "smtp://"], &[], "--smtp-url"),
        (&["serve", "--smtp-url", "smtp://127.0.0.1:1?tls=perhaps"], &[], "--smtp-url"),
        (&["serve", "--base-url", "https://declic.example/site"], &[], "--base-url"),
        (&["serve", "--base-url", "https://declic.example"], &[("DECLIC_DEVELOPMENT", "true")], "DECLIC_DEVELOPMENT"),
        (&["serve"], &[("DECLIC_DEVELOPMENT", "perhaps")], "--development"),
        (&["serve"], &[("DECLIC_BEHIND_PROXY", "perhaps")], "--behind-proxy"),
        (&["serve", "--room-url", "meet.example"], &[], "--room-url"),
        (&["serve", "--site-dir", "nowhere"], &[], "--site-dir"),
        (&["serve"], &[("RUST_LOG", "declic=loud")], "RUST_LOG"),
        (&["serve", "--database-url", "sqlite:///nowhere/at/all.sqlite"], &[], "database"),
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
        run(
            folder.path(),
            &["serve", "--help"],
            &[
                ("DECLIC_SMTP_URL", "smtp://user:geheim@mail.example"),
                ("DECLIC_DATABASE_URL", "postgres://user:geheim@db.example/x"),
            ],
        )
        .stdout,
    )
    .unwrap();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let documented: Vec<&str> =
        readme.split('`').filter(|word| word.starts_with("DECLIC_") && !word.contains('=')).collect();
    assert!(documented.len() >= 11, "{documented:?}");
    for variable in documented {
        assert!(help.contains(&format!("[env: {variable}")), "{variable} is not in --help");
    }
    for variable in help.split("[env: ").skip(1).map(|rest| rest.split(['=', ']']).next().unwrap()) {
        assert!(readme.contains(&format!("| `{variable}` |")), "{variable} is not in the README");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_lists_dead_letters_and_puts_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let told = |arguments: &[&str]| {
        let output = run(folder.path(), arguments, &[("DECLIC_DATA_DIR", ".")]);
        assert!(output.status.success(), "{arguments:?}: {:?}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(told(&["mails", "--dead"]), "");
    let db = open(folder.path()).await;
    write_mail(&db, "lea.martin@exemple.fr").await;
    let mail = store::lease_due(&db, context::now()).await.unwrap().unwrap();
    let error = "permanent error (550): lea.martin@exemple.fr unknown".to_owned();
    store::settle(&db, mail.id, Attempt::Dead { error }, context::now()).await.unwrap();
    let listed = told(&["mails", "--dead"]);
    assert!(
        listed.contains(&mail.id.to_string()) && listed.contains("l…@exemple.fr \"Bonjour\" attempts: 1"),
        "{listed}"
    );
    assert!(!listed.contains("lea.martin") && !listed.contains("Un texte") && listed.lines().count() == 1, "{listed}");
    // Whoever reads the log of a running server learns of it.
    let log = folder.path().join("log");
    let mut serving = Serving::with(folder.path(), &[], "warn", File::create(&log).unwrap().into());
    serving.stop();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("declic mails --dead") && log.contains("count=1"), "{log}");
    assert!(told(&["mails", "--dead", "--retry"]).ends_with("1 back in line\n"));
    assert!(dead_letters::list(&db).await.unwrap().is_empty());
    assert!(store::lease_due(&db, context::now()).await.unwrap().is_some());
    assert!(!run(folder.path(), &["mails"], &[]).status.success());
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_gives_roles_and_takes_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(folder.path()).await;
    let lea = people::explorers(&db, "lea", 1).await.remove(0);
    db.close().await;
    let told = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["role"], arguments].concat(), &[("DECLIC_DATA_DIR", ".")]);
        assert!(output.status.success(), "{arguments:?}: {:?}", said(&output));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(told(&["list"]), "");
    assert_eq!(told(&["grant", &lea.email, "administrator"]), "granted");
    assert_eq!(told(&["grant", &lea.email, "administrator"]), "nothing to do: they have it");
    assert_eq!(told(&["grant", &lea.email.to_uppercase(), "relay", "--region", "Occitanie"]), "granted");
    assert_eq!(told(&["list"]), format!("{0} administrator\n{0} relay 76 Occitanie", lea.email));
    assert_eq!(told(&["revoke", &lea.email, "relay", "--region", "76"]), "revoked");
    assert_eq!(told(&["revoke", &lea.email, "relay", "--region", "76"]), "nothing to do: they do not have it");
    assert_eq!(told(&["list"]), format!("{} administrator", lea.email));
    for (arguments, says) in [
        (&["grant", "nobody@exemple.fr", "administrator"][..], "email"),
        (&["grant", &lea.email, "relay"], "region"),
        (&["grant", &lea.email, "relay", "--region", "Atlantis"], "region"),
        (&["grant", &lea.email, "administrator", "--region", "76"], "region"),
        (&["grant", &lea.email, "emperor"], "relay or administrator"),
    ] {
        let output = run(folder.path(), &[&["role"], arguments].concat(), &[("DECLIC_DATA_DIR", ".")]);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(said(&output).join(" ").contains(says), "{arguments:?}: {:?}", said(&output));
    }
}
