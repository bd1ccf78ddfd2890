//! New messages, as they are written, for whoever has a conversation open. While somebody listens in this process, one
//! watcher asks the database a few times a second what is new in the conversations that are listened to, by one
//! statement for all of them: what another process wrote appears as soon. (No `LISTEN`: both engines, and what speaks
//! PostgreSQL's protocol, do the same.)

use super::super::store::{self, MessageRow};
use crate::{
    context::AppContext,
    db::{Db, DbError},
    error::AppError,
};
use futures::{Stream, StreamExt, stream};
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{broadcast, watch},
    time::{Instant, sleep, sleep_until},
};
use uuid::Uuid;

/// How often the watcher looks.
const EVERY: Duration = Duration::from_millis(300);
/// A database that failed is left alone for this long.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// Streams of one account: more than a browser opens to one host (six with HTTP/1.1).
const MOST_OF_ACCOUNT: usize = 8;
/// Streams of the process.
const MOST: usize = 2000;
/// Messages that may wait for a slow reader; who is slower comes back and reads the rest.
const MOST_WAITING: usize = 64;

/// Everybody who listens in this process. Cloning shares it.
#[derive(Clone)]
pub struct Live {
    db: Db,
    stopping: watch::Sender<bool>,
    listening: Arc<Mutex<Listening>>,
}

#[derive(Default)]
struct Listening {
    talks: HashMap<Uuid, Room>,
    accounts: HashMap<Uuid, usize>,
    is_watched: bool,
}

/// A conversation that is listened to.
struct Room {
    /// The number of the last message that was passed on.
    last: i32,
    listeners: usize,
    messages: broadcast::Sender<MessageRow>,
}

impl Live {
    /// Nobody listens yet.
    #[must_use]
    pub fn new(app: &AppContext) -> Self {
        Self { db: app.db.clone(), stopping: app.stopping.clone(), listening: Arc::default() }
    }

    /// The messages of a talk after number `after`, each once and in order, those that are there and those that come.
    /// Ends after `lasts`, and when the process stops. Who may listen is not asked here.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] when the account or the process listens as much as may be; those of the reads.
    pub async fn listen(
        &self,
        account: Uuid,
        talk: Uuid,
        after: i32,
        lasts: Duration,
    ) -> Result<impl Stream<Item = MessageRow> + Send + use<>, AppError> {
        let last = store::last_message_number(&self.db, talk).await?;
        // Listens first and reads then: nothing falls between.
        let (listener, messages) = self.enter(account, talk, last)?;
        let missed = store::list_messages_after(&self.db, &[(talk, after)]).await?;
        let heard = Hearing {
            messages,
            stopped: self.stopping.subscribe(),
            until: Instant::now() + lasts,
            last: missed.last().map_or(after.min(last), |message| message.number),
            _listener: listener,
        };
        Ok(stream::iter(missed).chain(stream::unfold(heard, Hearing::next)))
    }

    fn enter(
        &self,
        account: Uuid,
        talk: Uuid,
        last: i32,
    ) -> Result<(Listener, broadcast::Receiver<MessageRow>), AppError> {
        let mut listening = self.listening();
        let in_all: usize = listening.accounts.values().sum();
        let own = listening.accounts.get(&account).copied().unwrap_or_default();
        if own >= MOST_OF_ACCOUNT || in_all >= MOST {
            return Err(AppError::TooManyAttempts { minutes: 1 });
        }
        listening.accounts.insert(account, own + 1);
        let fresh = || Room { last, listeners: 0, messages: broadcast::channel(MOST_WAITING).0 };
        let room = listening.talks.entry(talk).or_insert_with(fresh);
        room.listeners += 1;
        let messages = room.messages.subscribe();
        if !std::mem::replace(&mut listening.is_watched, true) {
            tokio::spawn(self.clone().watch());
        }
        Ok((Listener { live: self.clone(), account, talk }, messages))
    }

    /// Looks what is new, as long as somebody listens.
    async fn watch(self) {
        let mut pause = EVERY;
        let mut stopped = self.stopping.subscribe();
        loop {
            tokio::select! {
                () = sleep(pause) => {}
                _ = stopped.wait_for(|stop| *stop) => return,
            }
            let Some(talks) = self.listened_to() else { return };
            pause = match store::list_messages_after(&self.db, &talks).await {
                Ok(messages) => {
                    self.pass_on(messages);
                    EVERY
                }
                Err(error) => {
                    tell(&error);
                    AFTER_FAILURE
                }
            };
        }
    }

    /// The conversations that are listened to, with the last message that was passed on; nothing, and no watcher any
    /// more, when nobody listens.
    fn listened_to(&self) -> Option<Vec<(Uuid, i32)>> {
        let mut listening = self.listening();
        listening.is_watched = !listening.talks.is_empty();
        listening.is_watched.then(|| listening.talks.iter().map(|(talk, room)| (*talk, room.last)).collect())
    }

    fn pass_on(&self, messages: Vec<MessageRow>) {
        let mut listening = self.listening();
        for message in messages {
            let Some(room) = listening.talks.get_mut(&message.talk_id) else { continue };
            if message.number > room.last {
                room.last = message.number;
                // Nobody listening any more is no failure.
                let _ = room.messages.send(message);
            }
        }
    }

    fn leave(&self, account: Uuid, talk: Uuid) {
        let mut listening = self.listening();
        if let Entry::Occupied(mut room) = listening.talks.entry(talk) {
            room.get_mut().listeners -= 1;
            if room.get().listeners == 0 {
                room.remove();
            }
        }
        if let Entry::Occupied(mut streams) = listening.accounts.entry(account) {
            *streams.get_mut() -= 1;
            if *streams.get() == 0 {
                streams.remove();
            }
        }
    }

    /// Whoever panicked with it left it whole: each change is one step.
    fn listening(&self) -> MutexGuard<'_, Listening> {
        self.listening.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell(error: &DbError) {
    tracing::error!(%error, "conversations");
}

/// One who listens; when dropped, no longer.
struct Listener {
    live: Live,
    account: Uuid,
    talk: Uuid,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.live.leave(self.account, self.talk);
    }
}

/// What one who listens goes on with.
struct Hearing {
    messages: broadcast::Receiver<MessageRow>,
    stopped: watch::Receiver<bool>,
    until: Instant,
    /// The number of the last message that they got.
    last: i32,
    _listener: Listener,
}

impl Hearing {
    async fn next(mut self) -> Option<(MessageRow, Self)> {
        loop {
            let heard = tokio::select! {
                heard = self.messages.recv() => heard,
                () = sleep_until(self.until) => return None,
                _ = self.stopped.wait_for(|stop| *stop) => return None,
            };
            // Too slow to have heard everything: the next stream begins where this one ends.
            let message = heard.ok()?;
            if message.number > self.last {
                self.last = message.number;
                return Some((message, self));
            }
        }
    }
}
