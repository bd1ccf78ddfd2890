//! A browser without JavaScript: cookies, pages, forms, redirects. And a program that calls functions.

use crate::{
    html,
    people::Person,
    site::{Answer, BASE, Site, answer},
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use std::{collections::BTreeMap, net::SocketAddr};
use url::{Url, form_urlencoded};

/// Somebody at a browser.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    language: String,
    address: Option<SocketAddr>,
    /// The path and query of the page being shown.
    pub path: String,
    /// The page being shown.
    pub page: Answer,
    /// The answer to the last form, before its redirect was followed.
    pub posted: Option<Answer>,
}

impl Browser {
    pub fn new(site: &Site) -> Self {
        let nothing = Answer { status: StatusCode::OK, headers: Default::default(), body: String::new() };
        Self {
            router: site.router(),
            cookies: BTreeMap::new(),
            language: "fr-FR,fr;q=0.9".to_owned(),
            address: None,
            path: "/".to_owned(),
            page: nothing,
            posted: None,
        }
    }

    /// The browser of somebody who signed in before.
    pub fn of(site: &Site, person: &Person) -> Self {
        let mut browser = Self::new(site);
        let (name, value) = person.cookie.split_once('=').unwrap();
        browser.cookies.insert(name.to_owned(), value.to_owned());
        browser
    }

    pub fn speaking(self, language: &str) -> Self {
        Self { language: language.to_owned(), ..self }
    }

    pub fn at_address(self, address: [u8; 4]) -> Self {
        Self { address: Some(SocketAddr::from((address, 5000))), ..self }
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request
            .header(header::HOST, "localhost:3000")
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header(header::ACCEPT_LANGUAGE, &self.language)
            .header("sec-fetch-site", "same-origin");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(address) = self.address {
            request = request.extension(ConnectInfo(address));
        }
        let answer = answer(self.router.clone(), request.body(Body::from(body)).unwrap()).await;
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() || set.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Opens a page and follows where it leads.
    pub async fn open(&mut self, path: &str) -> &Answer {
        self.path = local(path);
        for _ in 0..5 {
            let answer = self.send(Request::get(&self.path), String::new()).await;
            if !answer.status.is_redirection() {
                self.page = answer;
                return &self.page;
            }
            self.path = local(answer.location());
        }
        panic!("redirected again and again, at last to {}", self.path);
    }

    /// Posts fields as a form of the page being shown would, and follows the redirect.
    pub async fn post(&mut self, action: &str, fields: &[(String, String)]) -> &Answer {
        let answer = self.send_form(action, fields).await;
        self.posted = Some(answer.clone());
        if answer.status.is_redirection() {
            let location = answer.location().to_owned();
            return self.open(&location).await;
        }
        self.page = answer;
        &self.page
    }

    /// Posts fields as a form of the page being shown would, and goes nowhere.
    pub async fn send_form(&mut self, action: &str, fields: &[(String, String)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(action)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ORIGIN, BASE)
            .header(header::REFERER, format!("{BASE}{}", self.path));
        self.send(request, body).await
    }

    /// Fills in the form of this page that goes to `action` (`sign_up`) and sends it. Fields are named
    /// without `form[…]`; naming one that the form lacks is a mistake.
    pub async fn submit(&mut self, action: &str, typed: &[(&str, &str)]) -> &Answer {
        let action = format!("/api/{action}");
        let form = html::form(&self.page.body, &action);
        let (mut fields, names) =
            form.unwrap_or_else(|| panic!("no form to {action} on {}:\n{}", self.path, self.text()));
        for (name, value) in typed {
            let name =
                if names.iter().any(|known| known == name) { (*name).to_owned() } else { format!("form[{name}]") };
            assert!(names.contains(&name), "no field {name} in {action} of {}: {names:?}", self.path);
            fields.retain(|(known, _)| *known != name);
            fields.push((name, (*value).to_owned()));
        }
        self.post(&action, &fields).await
    }

    /// The status of the answer to the last form.
    pub fn posted(&self) -> &Answer {
        self.posted.as_ref().expect("nothing was posted")
    }

    /// The text of the page being shown.
    pub fn text(&self) -> String {
        html::text(&self.page.body)
    }

    pub fn says(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// What the field of this page's form holds.
    pub fn field(&self, action: &str, name: &str) -> Option<String> {
        let (values, _) = html::form(&self.page.body, &format!("/api/{action}"))?;
        values.into_iter().find(|(known, _)| *known == format!("form[{name}]")).map(|(_, value)| value)
    }

    pub fn links(&self) -> Vec<String> {
        html::links(&self.page.body)
    }

    /// Signs in with the password that everybody has in tests.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> &Answer {
        self.open("/connexion").await;
        self.submit("sign_in", &[("email", email), ("password", password)]).await
    }
}

/// The path and query of an address of this site.
fn local(address: &str) -> String {
    if address.starts_with('/') && !address.starts_with("//") {
        return address.to_owned();
    }
    let url = Url::parse(address).unwrap_or_else(|_| panic!("not an address of this site: {address}"));
    assert_eq!(url.origin().ascii_serialization(), BASE, "left the site for {address}");
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

/// Calls a function the way the WebAssembly client does: answers are data, errors have their status.
pub fn call(method: &Method, function: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Request<Body> {
    let arguments = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let (path, body) = match *method {
        Method::GET => (format!("/api/{function}?{arguments}"), Body::empty()),
        _ => (format!("/api/{function}"), Body::from(arguments)),
    };
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost:3000")
        .header(header::ACCEPT, "application/json")
        .header("sec-fetch-site", "same-origin");
    if *method != Method::GET {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(body).unwrap()
}

/// Books as a program does.
pub fn book(person: &Person, professional: &str, start: &str) -> Request<Body> {
    let fields =
        [("form[professional]", professional), ("form[start]", start), ("form[way]", "video"), ("form[question]", "")];
    call(&Method::POST, "book_talk", Some(&person.cookie), &fields)
}
