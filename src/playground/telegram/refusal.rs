//! How the server says no.

use serde_json::{Value, json};

/// A refusal, as the server words it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) parameters: Value,
}

impl Refusal {
    /// With the words after the usual beginning.
    pub(super) fn new(code: u16, text: &str) -> Self {
        let prefix = match code {
            400 => "Bad Request: ",
            403 => "Forbidden: ",
            404 => "Not Found: ",
            409 => "Conflict: ",
            _ => "",
        };
        Self { code, description: format!("{prefix}{text}"), parameters: Value::Null }
    }

    /// The usual one, 400.
    pub(super) fn bad(text: &str) -> Self {
        Self::new(400, text)
    }

    pub(super) fn with(self, parameters: Value) -> Self {
        Self { parameters, ..self }
    }

    /// The body of the answer.
    pub(super) fn body(&self) -> Value {
        let mut body =
            json!({"ok": false, "error_code": self.code, "description": self.description});
        if !self.parameters.is_null() {
            body["parameters"] = self.parameters.clone();
        }
        body
    }
}
