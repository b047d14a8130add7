//! An exchange as lines of text.

use std::fmt::Write;

use http::header::CONTENT_TYPE;
use ucwa_sim::Exchange;
use ucwa_types::api::EventDocument;
use ucwa_types::rest::WireFormat;
use ucwa_types::{json_body, xml_body};

/// A line for the request with the status of its answer and its faults, and one for each event in the answer.
pub(crate) fn lines(exchange: &Exchange) -> String {
    let asked = &exchange.asked;
    let user = asked.user.as_deref().map_or("-", |user| user.trim_start_matches("sip:"));
    let rel = if asked.rel.is_empty() { "?" } else { asked.rel };
    let at = asked.at.as_secs_f64();
    let status = exchange.response.as_ref().map(|response| response.status().as_u16().to_string());
    let status = status.as_deref().unwrap_or("-");
    let end = if exchange.is_abandoned { " (disconnected)" } else { "" };
    let faults: String = asked.faults.iter().map(|fault| format!(" [{}]", fault.name())).collect();
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ =
        writeln!(out, "{at:10.3} {user} {} {rel} {} {status}{faults}{end}", asked.method(), asked.target());
    if asked.rel == "events"
        && let Some(document) = document(exchange)
    {
        for (sender, event) in document.events() {
            let r#type = event.r#type.as_ref().map_or("", |it| it.as_str());
            let href = event.link.as_ref().map_or("", |link| link.href());
            let status = event.status.as_ref().map_or("", |it| it.as_str());
            let reason = event.reason.as_ref().map(ToString::to_string).unwrap_or_default();
            let sender = sender.rel.as_deref().unwrap_or("");
            let line = format!("{sender}: {type} {} {href} {status} {reason}", event.rel().unwrap_or(""));
            let _ = writeln!(out, "{:10}   {}", "", line.trim_end());
        }
    }
    out
}

fn document(exchange: &Exchange) -> Option<EventDocument> {
    let response = exchange.response.as_ref()?;
    let media_type = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    match WireFormat::from_content_type(media_type)? {
        WireFormat::Json => json_body::from_slice(response.body()).ok(),
        WireFormat::Xml => xml_body::from_slice(response.body()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Request;
    use ucwa_sim::{Config, Fault, Rule, Simulator};

    use super::*;

    #[test]
    fn an_exchange_is_a_line() {
        let mut simulator = Simulator::new(Config::new(1));
        simulator.advance(Duration::from_millis(1500));
        simulator.submit(Request::get("https://pool.example.com/elsewhere").body(Vec::new()).unwrap());
        // A request without an answer has a line too.
        for fault in [Fault::Drop, Fault::Silence, Fault::DropAnswer] {
            simulator.add_fault(Rule::new(fault).on("xframe").times(1)).unwrap();
            let frame =
                Request::get("https://pool.example.com/Autodiscover/AutodiscoverService.svc/root/xframe");
            simulator.submit(frame.body(Vec::new()).unwrap());
            simulator.clear_faults();
        }
        simulator.add_fault(Rule::new(Fault::Delay(1000))).unwrap();
        let frame = Request::get("https://pool.example.com/Autodiscover/AutodiscoverService.svc/root/xframe");
        let waiting = simulator.submit(frame.body(Vec::new()).unwrap());
        simulator.abandon(waiting);
        simulator.advance(Duration::from_secs(2));
        let lines: Vec<String> = simulator.take_exchanges().iter().map(lines).collect();
        let frame = "     1.500 - GET xframe /Autodiscover/AutodiscoverService.svc/root/xframe";
        let expected = [
            "     1.500 - GET ? /elsewhere 401\n".to_owned(),
            format!("{frame} - [drop]\n"),
            format!("{frame} - [silence]\n"),
            format!("{frame} 200 [dropAnswer]\n"),
            format!("{frame} - [delay] (disconnected)\n"),
        ];
        assert_eq!(lines, expected);
    }
}
