//! Lists the public types of `ucwa-types`, out of the list of its public API.

use std::error::Error;
use std::fmt::Write;

/// A function that asserts of each type that it can be sent to another thread, shared between threads, and kept.
pub(crate) fn assertions(api: &str) -> Result<String, Box<dyn Error>> {
    let mut out = "fn assert_all() {\n".to_owned();
    for line in api.lines() {
        // What goes before are attributes.
        let declared =
            ["pub struct ", "pub enum ", "pub union "].iter().find_map(|start| line.split_once(start));
        let Some((attributes, ty)) = declared else { continue };
        if !attributes.is_empty() && !attributes.starts_with("#[") {
            continue;
        }
        let end = ty.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(ty.len());
        let (path, rest) = ty.split_at(end);
        let arguments = match rest.strip_prefix('<') {
            Some(parameters) => arguments(parameters).map_err(|error| format!("{error} in: {line}"))?,
            None => String::new(),
        };
        writeln!(out, "    assert::<{path}{arguments}>();")?;
    }
    Ok(out + "}\n")
}

/// Arguments for these parameters.
fn arguments(parameters: &str) -> Result<String, String> {
    let mut depth = 0;
    let mut names = vec![String::new()];
    for character in parameters.chars() {
        match character {
            '<' => depth += 1,
            '>' if depth == 0 => break,
            '>' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            _ => {}
        }
        if let Some(name) = names.last_mut().filter(|_| character != ',' || depth > 0) {
            name.push(character);
        }
    }
    let argument = |parameter: &String| match parameter.split([':', ' ']).find(|part| !part.is_empty()) {
        Some(lifetime) if lifetime.starts_with('\'') => Ok("'static"),
        Some("F" | "K" | "N" | "O") => Ok("()"),
        Some("M") => Ok("ucwa_types::operation::Get"),
        Some("R") => Ok("ucwa_types::api::AnyResource"),
        Some("T") => Ok("ucwa_types::api::Me"),
        other => Err(format!("no argument is known for the parameter {other:?}")),
    };
    let arguments: Vec<&str> = names.iter().map(argument).collect::<Result<_, _>>()?;
    Ok(format!("<{}>", arguments.join(", ")))
}
