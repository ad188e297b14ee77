//! The web chat: one page, what it shows, and what is done in it.
//!
//! It listens on loopback alone. A page of another site that a browser has open can reach loopback too, so only
//! requests under a loopback name, and from our own page, are answered.

mod actions;
mod events;
mod guard;
mod places;
mod shown;
mod words;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tokio::{net::TcpListener, sync::watch};

use super::{clock::MovableClock, faults::Faults, telegram::Telegram};
use crate::{answer::Council, app::App, bot::Settings};

/// The longest body of a request: a picture or a file that a person sends.
const BODY_LIMIT: usize = 10 << 20;

/// What the page is served from.
pub(super) struct Stage {
    telegram: Telegram,
    council: watch::Receiver<Arc<Council>>,
    settings: Settings,
    clock: MovableClock,
    address: SocketAddr,
    /// Another one after each start, by which a page notices that its numbers are over.
    boot: String,
    switches: Mutex<Switches>,
    /// Raised when clock, faults or data changed.
    changed: watch::Sender<u64>,
}

/// What is switched by hand.
#[derive(Clone, Debug, Default)]
struct Switches {
    faults: Faults,
    /// People who have blocked the bot.
    blocked: Vec<i64>,
}

impl Stage {
    /// What serves the page at `address` for the bot over `app`.
    pub(super) fn new(
        app: &App,
        settings: &Settings,
        telegram: Telegram,
        clock: MovableClock,
        address: SocketAddr,
    ) -> Self {
        Self {
            telegram,
            council: app.council.subscribe(),
            settings: settings.clone(),
            clock,
            address,
            boot: format!("{:08x}", fastrand::u32(..)),
            switches: Mutex::default(),
            changed: watch::Sender::new(0),
        }
    }

    fn switches(&self) -> MutexGuard<'_, Switches> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) {
        self.changed.send_modify(|count| *count += 1);
    }
}

/// Serves the page on `listener`.
pub(super) async fn serve(listener: TcpListener, stage: Arc<Stage>) {
    if let Err(error) = axum::serve(listener, router(stage)).await {
        tracing::error!(%error, "the page is served no more");
    }
}

/// The page's files: (path, media type, content).
const FILES: [(&str, &str, &str); 12] = [
    ("/", "text/html; charset=utf-8", include_str!("page/index.html")),
    ("/chat.css", "text/css; charset=utf-8", include_str!("page/chat.css")),
    ("/look.css", "text/css; charset=utf-8", include_str!("page/look.css")),
    ("/mark.svg", "image/svg+xml", include_str!("page/mark.svg")),
    ("/main.js", JS, include_str!("page/main.js")),
    ("/dom.js", JS, include_str!("page/dom.js")),
    ("/wire.js", JS, include_str!("page/wire.js")),
    ("/pane.js", JS, include_str!("page/pane.js")),
    ("/message.js", JS, include_str!("page/message.js")),
    ("/composer.js", JS, include_str!("page/composer.js")),
    ("/town.js", JS, include_str!("page/town.js")),
    ("/tools.js", JS, include_str!("page/tools.js")),
];
const JS: &str = "text/javascript; charset=utf-8";

fn router(stage: Arc<Stage>) -> Router {
    let mut router = Router::new();
    for (path, kind, content) in FILES {
        router = router.route(path, get(move || async move { text(kind, content) }));
    }
    router
        .route("/words/{language}", get(words::words))
        .route("/state", get(shown::state))
        .route("/events", get(events::events))
        .route("/file/{id}", get(shown::file))
        .route("/say", post(actions::say))
        .route("/edit", post(actions::edit))
        .route("/press", post(actions::press))
        .route("/react", post(actions::react))
        .route("/location", post(actions::location))
        .route("/attach", post(actions::attach))
        .route("/block", post(actions::block))
        .route("/clock", post(actions::clock))
        .route("/faults", post(actions::faults))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(stage.address.port(), guard::guard))
        .with_state(stage)
}

fn text(kind: &'static str, content: &'static str) -> Response {
    let mut response = (StatusCode::OK, content).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
