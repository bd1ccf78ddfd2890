//! The programs around the tests: a private PostgreSQL, and the Python readers of what the site sends.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The URL of a PostgreSQL's maintenance database: `DECLIC_TEST_POSTGRES`, else a server started for this
/// process, which ends with it.
pub fn postgres() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        if let Ok(url) = std::env::var("DECLIC_TEST_POSTGRES") {
            return url;
        }
        let process = std::process::id().to_string();
        let folder = std::env::temp_dir().join(format!("declic-postgres-{process}"));
        let started = Command::new(root().join(".ci/postgres")).arg("start").arg(folder).arg(process).output().unwrap();
        assert!(started.status.success(), "no PostgreSQL: {}", String::from_utf8_lossy(&started.stderr));
        String::from_utf8(started.stdout).unwrap().trim().to_owned()
    })
}

fn python(script: &str) -> Command {
    let tools = std::env::var_os("DECLIC_TOOLS").map(PathBuf::from).unwrap_or_else(|| {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        cache.unwrap_or_else(|| PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cache")).join("declic")
    });
    let mut command = Command::new(tools.join("python/bin/python"));
    command.arg(root().join("tests/peers").join(script));
    command
}

/// What an independent reader understands of a calendar file.
pub fn read_calendar(file: &str) -> serde_json::Value {
    let mut reader = python("read_calendar.py").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    reader.stdin.take().unwrap().write_all(file.as_bytes()).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "not a calendar:\n{file}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A real mail server that keeps what it accepts in a folder.
pub struct MailServer {
    process: Child,
    folder: PathBuf,
}

impl MailServer {
    /// Starts it and waits until it listens.
    pub fn start(port: u16, folder: &Path) -> Self {
        let mut command = python("smtp_server.py");
        let mut process = command.arg(port.to_string()).arg(folder).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "listening", "the mail server did not start");
        Self { process, folder: folder.to_owned() }
    }

    /// The mails it accepted so far, as it understood them.
    pub fn mails(&self) -> Vec<serde_json::Value> {
        let mut files: Vec<_> = std::fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|end| end == "json"));
        files.sort();
        files.iter().map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // Gone already is just as well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
