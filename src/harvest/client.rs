//! The one way out to sources: bounded in time, size and number, and never into a private network.

use std::{
    collections::{HashMap, HashSet},
    io::Write,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use flate2::write::MultiGzDecoder;
use futures::StreamExt;
use reqwest::{
    Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{self, HeaderMap},
    redirect::Policy,
};
use tokio::{sync::Semaphore, time::Instant};
use url::{Host, Url};

use super::{Clock, Reason, Settings};

/// Requests at once to one host.
const PER_HOST: usize = 2;
/// Redirects followed for one request.
const HOPS: usize = 5;
/// A compressed answer may grow this much: real tables seldom pass 40.
const RATIO: u64 = 200;
/// Below this size the growth of an answer does not matter.
const RATIO_FROM: u64 = 1024 * 1024;
/// A host that could not be reached this many times in a row is left alone until the next harvest.
const STRIKES: u32 = 3;

/// What came back.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The whole body, decompressed; `None` if the server says that it has not changed.
    pub body: Option<Vec<u8>>,
    /// `ETag`.
    pub etag: Option<String>,
    /// Last-Modified, as sent.
    pub modified: Option<String>,
    /// Content-Type, as sent.
    pub content_type: Option<String>,
}

/// What we know of a file, for a request on condition.
#[derive(Clone, Copy, Debug, Default)]
pub struct Condition<'a> {
    /// The `ETag` of what we have.
    pub etag: Option<&'a str>,
    /// Its Last-Modified, as sent.
    pub modified: Option<&'a str>,
}

/// The client of one harvest: it remembers which hosts failed.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    settings: Settings,
    hosts: Mutex<HashMap<String, Arc<Lane>>>,
    dead: Arc<Dead>,
}

/// The way to one host.
#[derive(Debug)]
struct Lane {
    slots: Semaphore,
    strikes: Mutex<u32>,
}

/// Hosts whose names could not be resolved in this harvest.
type Dead = Mutex<HashSet<String>>;

/// Names are resolved once, filtered, and the connection goes to what was filtered.
#[derive(Debug)]
struct Guard {
    may_reach: fn(IpAddr) -> bool,
    wait: Duration,
    dead: Arc<Dead>,
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Unresolved {
    #[error("the name has no address")]
    Unknown,
    #[error("the name leads to a private address")]
    Private,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (may_reach, wait) = (self.may_reach, self.wait);
        let (dead, name) = (Arc::clone(&self.dead), name.as_str().to_owned());
        Box::pin(async move {
            if lock(&dead).contains(&name) {
                return Err(Unresolved::Unknown.into());
            }
            let lookup = tokio::net::lookup_host((name.clone(), 0));
            let Ok(Ok(found)) = tokio::time::timeout(wait, lookup).await else {
                lock(&dead).insert(name);
                return Err(Unresolved::Unknown.into());
            };
            let found: Vec<SocketAddr> = found.filter(|address| may_reach(address.ip())).collect();
            if found.is_empty() {
                return Err(Unresolved::Private.into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

impl Client {
    /// A client with the limits of `settings`.
    ///
    /// # Errors
    ///
    /// If the system gives no TLS.
    pub fn new(settings: &Settings) -> reqwest::Result<Self> {
        let dead = Arc::new(Dead::default());
        let guard = Guard {
            may_reach: settings.may_reach,
            // Less than the wait for a connection, else that one ends first and the name is asked for again.
            wait: settings.connect.mul_f64(0.8),
            dead: Arc::clone(&dead),
        };
        let http = reqwest::Client::builder()
            .user_agent(&settings.user_agent)
            .connect_timeout(settings.connect)
            .read_timeout(settings.idle)
            .redirect(Policy::none()) // followed by hand, so that each hop is looked at
            .no_gzip() // decompressed by hand, with a limit
            .no_proxy() // a proxy would resolve names behind the guard's back
            .dns_resolver(Arc::new(guard))
            .build()?;
        Ok(Self { http, settings: settings.clone(), hosts: Mutex::default(), dead })
    }

    /// Fetches `url`, at most `limit` bytes of it.
    ///
    /// # Errors
    ///
    /// [`Reason`], after as many attempts as the failure deserves.
    pub async fn get(
        &self,
        url: &str,
        condition: Condition<'_>,
        limit: u64,
        clock: &Clock,
    ) -> Result<Fetched, Reason> {
        let url = Url::parse(url).map_err(|_| Reason::Address)?;
        let deadline = Instant::now() + self.settings.total;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let once = self.follow(url.clone(), condition, limit, clock);
            let (reason, wait) = match tokio::time::timeout_at(deadline, once).await {
                Ok(Ok(fetched)) => return Ok(fetched),
                Ok(Err(failure)) => failure,
                Err(_) => return Err(Reason::Timeout),
            };
            if attempt >= self.settings.attempts || !reason.may_pass() {
                return Err(reason);
            }
            let pause = match wait {
                Some(wait) if wait > self.settings.longest_pause => return Err(reason),
                Some(wait) => wait,
                None => {
                    let step = self.settings.pause * 2u32.saturating_pow(attempt - 1);
                    step.min(self.settings.longest_pause).mul_f64(0.5 + fastrand::f64())
                }
            };
            if Instant::now() + pause >= deadline {
                return Err(reason);
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// One attempt: a request and its redirects. A failure may carry how long the server asks to wait.
    async fn follow(
        &self,
        mut url: Url,
        condition: Condition<'_>,
        limit: u64,
        clock: &Clock,
    ) -> Result<Fetched, (Reason, Option<Duration>)> {
        for _ in 0..=HOPS {
            self.check(&url).map_err(|reason| (reason, None))?;
            let host = url.host_str().unwrap_or_default().to_owned();
            let lane = self.lane(&url);
            if *lock(&lane.strikes) >= STRIKES {
                return Err((Reason::HostDown, None));
            }
            let Ok(_slot) = lane.slots.acquire().await else {
                return Err((Reason::HostDown, None));
            };
            // Others may have found out while we waited.
            if *lock(&lane.strikes) >= STRIKES {
                return Err((Reason::HostDown, None));
            }
            let mut request = self.http.get(url.clone()).header(header::ACCEPT_ENCODING, "gzip");
            if let Some(etag) = condition.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(modified) = condition.modified {
                request = request.header(header::IF_MODIFIED_SINCE, modified);
            }
            let response = match request.send().await {
                Ok(response) => response,
                Err(error) => {
                    let reason = self.reason(&error, &host);
                    if reason == Reason::Unreachable {
                        *lock(&lane.strikes) += 1;
                    }
                    return Err((reason, None));
                }
            };
            *lock(&lane.strikes) = 0;
            let status = response.status();
            if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
                let next = text(response.headers(), header::LOCATION)
                    .and_then(|location| url.join(&location).ok());
                url = next.ok_or((Reason::Redirect, None))?;
                continue;
            }
            return take(response, condition, limit, clock).await;
        }
        Err((Reason::Redirect, None))
    }

    fn check(&self, url: &Url) -> Result<(), Reason> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Reason::Address);
        }
        let literal = match url.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(Host::Domain(_)) => None,
            None => return Err(Reason::Address),
        };
        match literal {
            Some(ip) if !(self.settings.may_reach)(ip) => Err(Reason::Private),
            _ => Ok(()),
        }
    }

    fn lane(&self, url: &Url) -> Arc<Lane> {
        let host = url.host_str().unwrap_or_default();
        let key = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
        let lane = || Arc::new(Lane { slots: Semaphore::new(PER_HOST), strikes: Mutex::new(0) });
        Arc::clone(lock(&self.hosts).entry(key).or_insert_with(lane))
    }

    fn reason(&self, error: &reqwest::Error, host: &str) -> Reason {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(inner) = cause {
            if let Some(unresolved) = inner.downcast_ref::<Unresolved>() {
                return match unresolved {
                    Unresolved::Private => Reason::Private,
                    Unresolved::Unknown => Reason::Unresolvable,
                };
            }
            cause = inner.source();
        }
        if lock(&self.dead).contains(host) {
            Reason::Unresolvable
        } else if error.is_connect() {
            Reason::Unreachable
        } else if error.is_timeout() {
            Reason::Timeout
        } else {
            Reason::Broken
        }
    }
}

/// Reads an answer that is no redirect.
async fn take(
    response: Response,
    condition: Condition<'_>,
    limit: u64,
    clock: &Clock,
) -> Result<Fetched, (Reason, Option<Duration>)> {
    let status = response.status();
    let headers = response.headers();
    let mut fetched = Fetched {
        body: None,
        etag: text(headers, header::ETAG),
        modified: text(headers, header::LAST_MODIFIED),
        content_type: text(headers, header::CONTENT_TYPE),
    };
    let conditional = condition.etag.is_some() || condition.modified.is_some();
    if status == StatusCode::NOT_MODIFIED && conditional {
        return Ok(fetched);
    }
    if status != StatusCode::OK {
        let wait = text(headers, header::RETRY_AFTER).and_then(|wait| retry_after(&wait, clock()));
        // The body of CKAN's errors says why; it is not needed to act.
        return Err((Reason::Status { code: status.as_u16() }, wait));
    }
    // Some servers ignore conditions; a body that is the same by its tag, or without one by its date, is not read.
    let same = match (condition.etag, &fetched.etag) {
        (Some(known), Some(sent)) => known == sent,
        (None, None) => {
            condition.modified.is_some() && condition.modified == fetched.modified.as_deref()
        }
        (Some(_), None) | (None, Some(_)) => false,
    };
    if same {
        return Ok(fetched);
    }
    let fail = |reason| (reason, None);
    if response.content_length().is_some_and(|length| length > limit) {
        return Err(fail(Reason::TooLarge));
    }
    let gzip = text(headers, header::CONTENT_ENCODING).is_some_and(|encoding| {
        matches!(encoding.to_ascii_lowercase().as_str(), "gzip" | "x-gzip")
    });
    let mut body = Body::new(gzip, limit);
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| {
            fail(if error.is_timeout() { Reason::Timeout } else { Reason::Broken })
        })?;
        body.push(&chunk).map_err(fail)?;
    }
    fetched.body = Some(body.finish().map_err(fail)?);
    Ok(fetched)
}

/// A body as it comes in, decompressed on the way.
enum Body {
    Plain { bytes: Vec<u8>, limit: u64 },
    Gzip { decoder: Box<MultiGzDecoder<Vec<u8>>>, taken: u64, limit: u64 },
}

impl Body {
    fn new(gzip: bool, limit: u64) -> Self {
        if gzip {
            let decoder = Box::new(MultiGzDecoder::new(Vec::new()));
            Self::Gzip { decoder, taken: 0, limit }
        } else {
            Self::Plain { bytes: Vec::new(), limit }
        }
    }

    fn push(&mut self, chunk: &[u8]) -> Result<(), Reason> {
        match self {
            Self::Plain { bytes, limit } => {
                bytes.extend_from_slice(chunk);
                if bytes.len() as u64 > *limit { Err(Reason::TooLarge) } else { Ok(()) }
            }
            Self::Gzip { decoder, taken, limit } => {
                // Small steps: what one step can grow to is then small, too.
                for step in chunk.chunks(4096) {
                    decoder.write_all(step).map_err(|_| Reason::Broken)?;
                    *taken += step.len() as u64;
                    let grown = decoder.get_ref().len() as u64;
                    if grown > RATIO_FROM && grown / RATIO > *taken {
                        return Err(Reason::Bomb);
                    }
                    if grown > *limit {
                        return Err(Reason::TooLarge);
                    }
                }
                Ok(())
            }
        }
    }

    fn finish(self) -> Result<Vec<u8>, Reason> {
        match self {
            Self::Plain { bytes, .. } => Ok(bytes),
            Self::Gzip { taken: 0, .. } => Ok(Vec::new()),
            Self::Gzip { decoder, limit, .. } => {
                let bytes = decoder.finish().map_err(|_| Reason::Broken)?;
                if bytes.len() as u64 > limit { Err(Reason::TooLarge) } else { Ok(bytes) }
            }
        }
    }
}

/// `Retry-After`: seconds, or a date.
fn retry_after(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = DateTime::parse_from_rfc2822(text).ok()?;
    Some((until.to_utc() - now).to_std().unwrap_or_default())
}

/// Whether `ip` is an address of the public internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0 // "this network"
        || a >= 240 // reserved, and broadcast
        || (a == 100 && (64..128).contains(&b)) // carrier-grade NAT
        || (a == 192 && b == 0 && c == 0) // protocol assignments
        || (a == 198 && (b == 18 || b == 19)); // benchmarks
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // 6to4, NAT64
        [0x2002, high, low, ..] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2001, 0 | 0xdb8, ..] => false, // Teredo, documentation
        // Only 2000::/3 is given out; mapped, local, link-local and multicast addresses lie outside.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= 4096).then(|| text.to_owned())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["8.8.8.8", "193.29.204.1", "2a00:1450:4001::1", "100.128.0.1"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = DateTime::parse_from_rfc3339("2026-11-25T10:00:00Z").unwrap().to_utc();
        for (text, seconds) in [
            ("2", Some(2)),
            ("Wed, 25 Nov 2026 10:00:30 GMT", Some(30)),
            ("Wed, 25 Nov 2026 09:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("inf", None),
        ] {
            assert_eq!(retry_after(text, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
