//! From a request to an answer: checks who asks and how much, and limits the time.

use crate::ask::{Ask, Form};
use crate::page::fault;
use crate::run::Run;
use crate::{assets, view, views};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, LINK,
    REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use nianlun_types::Problem;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Most bytes of an address.
const LONGEST: usize = 16_384;
/// How long a request waits for its turn, and how long it may take then.
const WAIT: Duration = Duration::from_secs(30);
const WORK: Duration = Duration::from_secs(30);

/// The security policy of every page: it loads nothing but our own files, and no other page may frame it.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The state that all requests share.
pub struct App {
    run: Arc<Run>,
    /// A permit for each request that may be worked on at a time. The permit moves with the work to its thread
    /// and returns when the work ends, even if the client has left, so that threads cannot pile up.
    turns: Arc<Semaphore>,
    /// How long a request waits for its turn; tests set it to less.
    pub wait: Duration,
    /// Whether only this machine can ask. A request with another host name is then refused: a foreign page
    /// may have pointed its own name at this machine (DNS rebinding).
    local: bool,
}

impl App {
    /// The explorer of a run.
    pub fn new(run: Run, local: bool) -> Self {
        let threads = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        App { run: Arc::new(run), turns: Arc::new(Semaphore::new(threads)), wait: WAIT, local }
    }
}

#[cfg(test)]
impl App {
    /// The permits, for tests that count or hold them.
    pub fn turns(&self) -> Arc<Semaphore> {
        Arc::clone(&self.turns)
    }
}

/// An answer before it becomes a response.
struct Answer {
    status: StatusCode,
    kind: &'static str,
    bytes: Vec<u8>,
    headers: Vec<(HeaderName, String)>,
}

impl Answer {
    fn problem(problem: &Problem, status: StatusCode, run: Option<&Run>, ask: &Ask) -> Self {
        let (kind, bytes) = match ask.form {
            Form::Json | Form::Csv => {
                let object = serde_json::json!({"error": problem.message, "cause": problem.cause, "hint": problem.hint});
                ("application/json; charset=utf-8", object.to_string().into_bytes())
            }
            Form::Html | Form::Svg | Form::Png => (
                "text/html; charset=utf-8",
                fault(problem, status.as_u16(), run, ask).into_string().into_bytes(),
            ),
        };
        Answer { status, kind, bytes, headers: Vec::new() }
    }

    fn respond(self) -> Response {
        let mut response = Response::new(Body::from(self.bytes));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        for (name, value) in [
            (CONTENT_TYPE, self.kind),
            (CACHE_CONTROL, "private, no-cache"),
            (CONTENT_SECURITY_POLICY, POLICY),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (X_FRAME_OPTIONS, "DENY"),
            (REFERRER_POLICY, "no-referrer"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// Answers a request.
pub async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let nothing = Ask::read("/", "");
    let refuse = |message: &str, hint: &str, status| match &nothing {
        Ok(ask) => Answer::problem(&Problem::new(message).hint(hint), status, None, ask),
        Err(problem) => {
            Answer { status, kind: "text/plain", bytes: problem.message.clone().into(), headers: Vec::new() }
        }
    };
    if app.local && !is_local(request.headers()) {
        return refuse(
            "this address is not that of the explorer",
            "open the address that `nianlun serve` prints",
            StatusCode::MISDIRECTED_REQUEST,
        )
        .respond();
    }
    if method != Method::GET && method != Method::HEAD {
        let mut refused = refuse("the explorer only shows", "ask with GET", StatusCode::METHOD_NOT_ALLOWED);
        refused.headers.push((ALLOW, "GET, HEAD".to_owned()));
        return refused.respond();
    }
    let query = uri.query().unwrap_or("");
    if uri.path().len() + query.len() > LONGEST {
        return refuse("the address is too long", "ask for less at a time", StatusCode::URI_TOO_LONG)
            .respond();
    }
    if let Some((bytes, kind)) = uri.path().strip_prefix("/assets/").and_then(assets::asset) {
        let keep = (CACHE_CONTROL, "public, max-age=86400".to_owned());
        return Answer { status: StatusCode::OK, kind, bytes: bytes.to_vec(), headers: vec![keep] }.respond();
    }
    let ask = match Ask::read(uri.path(), query) {
        Ok(ask) => ask,
        Err(problem) => {
            return match &nothing {
                Ok(ask) => Answer::problem(&problem, StatusCode::BAD_REQUEST, Some(&app.run), ask).respond(),
                Err(_) => refuse("the address cannot be read", "", StatusCode::BAD_REQUEST).respond(),
            };
        }
    };
    in_turn(&app, ask).await.respond()
}

/// Works on a request when its turn comes.
async fn in_turn(app: &App, ask: Ask) -> Answer {
    let busy = |ask: &Ask, cause: &str| {
        let problem = Problem::new("too much is asked at once")
            .because(cause)
            .hint("try again in a moment, or ask for less");
        let mut answer = Answer::problem(&problem, StatusCode::SERVICE_UNAVAILABLE, Some(&app.run), ask);
        answer.headers.push((RETRY_AFTER, "5".to_owned()));
        answer
    };
    let Ok(Ok(turn)) = timeout(app.wait, Arc::clone(&app.turns).acquire_owned()).await else {
        return busy(&ask, "others have been waiting for long");
    };
    let (run, own) = (Arc::clone(&app.run), ask.clone());
    let work = tokio::task::spawn_blocking(move || {
        let answer = answer_to(&run, &own);
        drop(turn);
        answer
    });
    match timeout(WORK, work).await {
        Ok(Ok(answer)) => answer,
        Err(_) => busy(&ask, "it takes longer than an answer may take"),
        Ok(Err(_)) => {
            let problem = Problem::new("this is a fault of ours")
                .hint("please report it with the address of this page");
            Answer::problem(&problem, StatusCode::INTERNAL_SERVER_ERROR, Some(&app.run), &ask)
        }
    }
}

/// The answer to a request for a view: the view, or the page that says why there is none.
fn answer_to(run: &Run, ask: &Ask) -> Answer {
    let found =
        views::view(run, ask).and_then(|view| view.map(|view| view::write(&*view, run, ask)).transpose());
    match found {
        Ok(Some((bytes, kind))) => {
            let mut headers = Vec::new();
            if ask.form != Form::Html {
                headers.push((LINK, format!("<{}>; rel=\"describedby\"", ask.address_in_form(Form::Json))));
                headers.push((HeaderName::from_static("x-nianlun-settings"), run.settings_sha256.clone()));
                headers.push((HeaderName::from_static("x-nianlun-inputs"), run.inputs_sha256.clone()));
            }
            if matches!(ask.form, Form::Csv | Form::Svg | Form::Png) {
                let name = format!("{}{}", ask.path.trim_matches('/'), ask.form.name());
                headers.push((CONTENT_DISPOSITION, format!("attachment; filename=\"nianlun-{name}\"")));
            }
            Answer { status: StatusCode::OK, kind, bytes, headers }
        }
        Ok(None) => {
            let problem = Problem::new("there is nothing at this address").hint("begin at the overview");
            Answer::problem(&problem, StatusCode::NOT_FOUND, Some(run), ask)
        }
        Err(problem) => {
            let problem = without_paths(problem, run);
            Answer::problem(&problem, StatusCode::BAD_REQUEST, Some(run), ask)
        }
    }
}

/// Replaces the path of the results by the name of the run: pages show no paths of this machine.
fn without_paths(problem: Problem, run: &Run) -> Problem {
    let folder = run.finished.folder().display().to_string();
    let clean = |text: &String| text.replace(&folder, &run.name);
    Problem {
        message: clean(&problem.message),
        cause: problem.cause.as_ref().map(clean),
        hint: problem.hint.as_ref().map(clean),
        ..problem
    }
}

/// Whether the host name of a request is a name of this machine.
fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    ["127.0.0.1", "localhost", "::1"].iter().any(|own| name.eq_ignore_ascii_case(own))
}
