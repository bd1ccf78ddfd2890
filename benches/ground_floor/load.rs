//! A load of requests over loopback: connections that stay open, each asking again once answered.

use super::{pinning, samples::REPETITIONS};
use anyhow::Context;
use axum::Router;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

/// Connections that ask at the same time.
pub const CONNECTIONS: usize = 32;
/// The server's processor, and the load's.
pub const SERVER_CPU: usize = 0;
const LOAD_CPU: usize = 1;
/// As `server::run` gives clients for the head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
const HEAD_END: &[u8] = b"\r\n\r\n";
/// Ends a chunked body (RFC 9112, 7.1), as no request follows before the answer is read.
const LAST_CHUNK: &[u8] = b"\r\n0\r\n\r\n";

/// How a path was answered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rate {
    /// Answers a second.
    pub per_second: f64,
    /// Microseconds of processor time that the server took for an answer: what runs beside slows the
    /// answers down, this hardly.
    pub processor: f64,
    /// Share of the time that the load itself worked: near 1, it is the load that was measured.
    pub load_busy: f64,
}

/// Serves `router` for ever as `declic serve` does; gives its address.
///
/// # Errors
/// When no port can be had.
pub async fn serve(router: Router) -> anyhow::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (never, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        declic::server::connections::serve(listener, router, HEAD_PATIENCE, stopped).await;
        drop(never);
    });
    Ok(address)
}

/// What is asked for: a path, and whether the client takes brotli.
pub type Ask<'a> = (&'a str, bool);

/// Loads everything asked for in turn for `window` each, once unmeasured and then [`REPETITIONS`] times, from a
/// thread of its own; gives the rates of each in the order of the repetitions.
///
/// # Errors
/// An answer that is not 200, or a connection that ends.
pub fn alternate(address: SocketAddr, asked: &[Ask<'_>], window: Duration) -> anyhow::Result<Vec<Vec<Rate>>> {
    let requests: Vec<String> = asked.iter().map(|ask| request(*ask)).collect();
    let run = move || -> anyhow::Result<Vec<Vec<Rate>>> {
        pinning::pin(LOAD_CPU);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut rates = vec![Vec::new(); requests.len()];
        for repetition in 0..=REPETITIONS {
            for (request, rates) in requests.iter().zip(&mut rates) {
                let rate = runtime.block_on(load(address, request, window)).with_context(|| request.clone())?;
                if repetition > 0 {
                    rates.push(rate);
                }
            }
        }
        Ok(rates)
    };
    std::thread::spawn(run).join().map_err(|_| anyhow::anyhow!("the load panicked"))?
}

/// One answer to `path`: its body.
///
/// # Errors
/// As [`alternate`].
pub fn once(address: SocketAddr, path: &str) -> anyhow::Result<Vec<u8>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = Connection::open(address).await?;
        connection.ask(&request((path, false))).await?;
        Ok(connection.body())
    })
}

fn request((path, compressed): Ask<'_>) -> String {
    let encoding = if compressed { "Accept-Encoding: br\r\n" } else { "" };
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: fr\r\n{encoding}\r\n")
}

async fn load(address: SocketAddr, request: &str, window: Duration) -> anyhow::Result<Rate> {
    let (busy, whole) = (pinning::seconds_on_processor(), pinning::seconds_of_program());
    let started = Instant::now();
    let until = started + window;
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let request = request.to_owned();
        connections.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut answers = 0_u32;
            while Instant::now() < until {
                connection.ask(&request).await?;
                answers += 1;
            }
            anyhow::Ok(answers)
        });
    }
    let mut answers = 0;
    while let Some(outcome) = connections.join_next().await {
        answers += outcome??;
    }
    let seconds = started.elapsed().as_secs_f64();
    let busy = pinning::seconds_on_processor() - busy;
    let server = pinning::seconds_of_program() - whole - busy;
    let answers = f64::from(answers);
    Ok(Rate { per_second: answers / seconds, processor: server * 1e6 / answers, load_busy: busy / seconds })
}

/// A connection and the last answer on it.
struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
    body_at: usize,
}

impl Connection {
    async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::with_capacity(256 * 1024), body_at: 0 })
    }

    async fn ask(&mut self, request: &str) -> anyhow::Result<()> {
        self.stream.write_all(request.as_bytes()).await?;
        self.answer.clear();
        while !find(&self.answer, HEAD_END).map(|end| self.note_head(end)).transpose()?.unwrap_or(false) {
            self.read().await?;
        }
        let length = self.length()?;
        while !length
            .map_or_else(|| self.answer.ends_with(LAST_CHUNK), |length| self.answer.len() >= self.body_at + length)
        {
            self.read().await?;
        }
        Ok(())
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.stream.read_buf(&mut self.answer).await? > 0, "the server closed the connection");
        Ok(())
    }

    fn note_head(&mut self, end: usize) -> anyhow::Result<bool> {
        self.body_at = end + HEAD_END.len();
        anyhow::ensure!(
            self.answer.starts_with(b"HTTP/1.1 200 "),
            "answered {}",
            String::from_utf8_lossy(&self.answer)
        );
        Ok(true)
    }

    /// The length that the head tells; none for a chunked body.
    fn length(&self) -> anyhow::Result<Option<usize>> {
        let head = std::str::from_utf8(self.answer.get(..self.body_at).unwrap_or_default())?;
        let value = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        Ok(value.map(str::parse).transpose()?)
    }

    /// The body, its chunks joined.
    fn body(&self) -> Vec<u8> {
        let mut rest = self.answer.get(self.body_at..).unwrap_or_default();
        if !self.answer.ends_with(LAST_CHUNK) {
            return rest.to_vec();
        }
        let mut body = Vec::new();
        while let Some(end) = find(rest, b"\r\n") {
            let size = std::str::from_utf8(rest.get(..end).unwrap_or_default()).unwrap_or_default();
            let size = usize::from_str_radix(size, 16).unwrap_or_default();
            let chunk = rest.get(end + 2..end + 2 + size).unwrap_or_default();
            if chunk.is_empty() {
                break;
            }
            body.extend_from_slice(chunk);
            rest = rest.get(end + 2 + size + 2..).unwrap_or_default();
        }
        body
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
