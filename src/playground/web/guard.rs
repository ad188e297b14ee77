//! Who may ask: this machine's own browser, for our own page.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// What a page may load: our own files, and nothing written into it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers what is asked under a loopback name by our own page; refuses the rest.
///
/// A name of the outer world that points to 127.0.0.1 has another `Host`; a script of another site has another
/// `Origin`, or says in `Sec-Fetch-Site` where it stands.
pub(super) async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let mut response = match judge(request.method(), request.headers(), port) {
        Ok(()) => next.run(request).await,
        Err(status) => status.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn judge(method: &Method, headers: &HeaderMap, port: u16) -> Result<(), StatusCode> {
    let word = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?"));
    let host = word(header::HOST).unwrap_or_default();
    let ours = ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}"));
    if !ours.iter().any(|ours| ours == host) {
        return Err(StatusCode::MISDIRECTED_REQUEST);
    }
    let foreign = word(header::ORIGIN).is_some_and(|origin| origin != format!("http://{host}"))
        || word(HeaderName::from_static("sec-fetch-site"))
            .is_some_and(|site| site != "same-origin" && site != "none");
    // A link to the page may stand anywhere; it says nothing and shows nothing to where it stands.
    let link = method == Method::GET
        && word(HeaderName::from_static("sec-fetch-mode")) == Some("navigate")
        && word(header::ORIGIN).is_none();
    if foreign && !link { Err(StatusCode::FORBIDDEN) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(method: &Method, pairs: &[(&'static str, &'static str)]) -> u16 {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        judge(method, &headers, 8835).map_or_else(|status| status.as_u16(), |()| 200)
    }

    #[test]
    fn other_names_and_other_sites_are_refused() {
        let ours = ("host", "127.0.0.1:8835");
        for (pairs, status) in [
            (&[ours][..], 200),
            (&[("host", "localhost:8835")], 200),
            (&[("host", "[::1]:8835")], 200),
            (&[], 421),
            (&[("host", "127.0.0.1")], 421),
            (&[("host", "127.0.0.1:80")], 421),
            (&[("host", "council.example:8835")], 421),
            (&[ours, ("origin", "http://127.0.0.1:8835")], 200),
            (&[ours, ("origin", "http://localhost:8835")], 403),
            (&[ours, ("origin", "https://127.0.0.1:8835")], 403),
            (&[ours, ("origin", "http://council.example")], 403),
            (&[ours, ("origin", "null")], 403),
            (&[ours, ("sec-fetch-site", "same-origin")], 200),
            (&[ours, ("sec-fetch-site", "none")], 200),
            (&[ours, ("sec-fetch-site", "same-site")], 403),
            (&[ours, ("sec-fetch-site", "cross-site")], 403),
        ] {
            assert_eq!(judged(&Method::POST, pairs), status, "{pairs:?}");
            assert_eq!(judged(&Method::GET, pairs), status, "{pairs:?}");
        }
        let link = [ours, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        assert_eq!(judged(&Method::GET, &link), 200);
        assert_eq!(judged(&Method::POST, &link), 403);
    }
}
