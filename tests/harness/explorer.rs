//! The explorer over a finished run: one address, asked once.

use crate::place;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server that ends with the case.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The body of the page at `address` (`/curves.csv?q=…`) of the study in `folder`.
pub fn page(folder: &Path, address: &str) -> Result<Vec<u8>, String> {
    let child = Command::new(place::binary())
        .current_dir(folder)
        .args(["serve", ".", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut server = Server(child);
    let mut line = String::new();
    let stdout = server.0.stdout.take().ok_or("the explorer has no output")?;
    BufReader::new(stdout).read_line(&mut line).map_err(|error| error.to_string())?;
    let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let answer = get(&host, address).map_err(|error| format!("{host}{address}: {error}"))?;
    let (head, body) = split(&answer).ok_or("the explorer does not answer")?;
    if head.split(' ').nth(1) == Some("200") { Ok(body.to_vec()) } else { Err(format!("{address}: {head}")) }
}

fn get(host: &str, address: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(stream, "GET {} HTTP/1.0\r\nHost: {host}\r\n\r\n", encoded(address))?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Bytes that an address may not hold, as `%` and their number.
fn encoded(address: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'?' | b'=' | b'&' | b':' | b'-' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    address.bytes().map(byte).collect()
}

fn split(answer: &[u8]) -> Option<(std::borrow::Cow<'_, str>, &[u8])> {
    let at = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some((String::from_utf8_lossy(&answer[..at]), &answer[at + 4..]))
}
