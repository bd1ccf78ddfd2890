//! Connections: taken in, given so long to say what they want, and let finish at a stop.

use axum::{Router, body::Body, extract::ConnectInfo, serve::Listener};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::watch};
use tower::ServiceExt;

/// Answers with `router` until `stopped` says so, then lets the requests under way finish. Whoever does not
/// send the whole head of a request within `patience`, the first or the next one, is hung up on.
/// (`axum::serve` has no clock: with it, half a head holds a connection for ever.)
pub async fn serve(mut listener: TcpListener, router: Router, patience: Duration, mut stopped: watch::Receiver<bool>) {
    let connections = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    loop {
        let (stream, address) = tokio::select! {
            // The trait's: tries again when there is none to be had.
            connection = Listener::accept(&mut listener) => connection,
            // An error means that the sender is gone: stop as well.
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        // A page is several small writes: without this each waits for an acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::warn!(%error, "TCP_NODELAY");
        }
        let service = service_fn({
            let router = router.clone();
            move |request| router.clone().oneshot(from(address, request))
        });
        let connection = connections.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection");
            }
        });
    }
    drop(listener);
    connections.shutdown().await;
}

/// The request as the router knows it, with the address that it came from.
fn from(address: SocketAddr, request: Request<Incoming>) -> Request<Body> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(address));
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        task::JoinHandle,
        time::timeout,
    };

    async fn start(patience: Duration) -> (SocketAddr, watch::Sender<bool>, JoinHandle<()>) {
        let router = Router::new()
            .route("/", get(|ConnectInfo(address): ConnectInfo<SocketAddr>| async move { address.ip().to_string() }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        (address, stop, tokio::spawn(serve(listener, router, patience, stopped)))
    }

    /// All that comes until the server hangs up.
    async fn whole_answer(connection: &mut TcpStream) -> String {
        let mut answer = Vec::new();
        let read = timeout(Duration::from_secs(10), connection.read_to_end(&mut answer)).await;
        read.expect("it is never hung up").unwrap();
        String::from_utf8(answer).unwrap()
    }

    #[tokio::test]
    async fn half_a_head_and_silence_are_hung_up_on() {
        let (address, _stop, _server) = start(Duration::from_millis(100)).await;
        for sent in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: declic.example\r\n"] {
            let mut connection = TcpStream::connect(address).await.unwrap();
            connection.write_all(sent.as_bytes()).await.unwrap();
            assert_eq!(whole_answer(&mut connection).await, "", "{sent:?}");
        }
        // An answered one too, when nothing more comes.
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(b"GET / HTTP/1.1\r\nhost: declic.example\r\n\r\n").await.unwrap();
        let answer = whole_answer(&mut connection).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"), "{answer}");
    }

    /// An answer that goes on and on is not cut for its silence: only who asks has so long to do so.
    #[tokio::test]
    async fn a_stream_outlasts_the_patience() {
        let patience = Duration::from_millis(50);
        let ticks = move || {
            futures::stream::unfold(0, move |tick| async move {
                tokio::time::sleep(patience * 3).await;
                (tick < 3).then(|| (Ok::<_, std::io::Error>(format!("tick {tick};")), tick + 1))
            })
        };
        let router = Router::new().route("/", get(move || async move { Body::from_stream(ticks()) }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_stop, stopped) = watch::channel(false);
        tokio::spawn(serve(listener, router, patience, stopped));
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(b"GET / HTTP/1.1\r\nhost: declic.example\r\n\r\n").await.unwrap();
        let answer = whole_answer(&mut connection).await;
        assert!(answer.contains("tick 0;") && answer.contains("tick 2;"), "{answer}");
    }

    #[tokio::test]
    async fn a_stop_hangs_up_on_who_waits_and_ends() {
        let (address, stop, server) = start(Duration::from_secs(3600)).await;
        let mut connection = TcpStream::connect(address).await.unwrap();
        connection.write_all(b"GET / HTTP/1.1\r\nhost: declic.example\r\n\r\n").await.unwrap();
        let mut first = [0; 12];
        connection.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        stop.send(true).unwrap();
        whole_answer(&mut connection).await;
        timeout(Duration::from_secs(10), server).await.expect("it does not end").unwrap();
    }
}
