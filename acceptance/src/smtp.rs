//! A mail server that hands in mail, line by line, so that a test knows exactly what was acknowledged.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An SMTP connection after its greeting.
pub struct Smtp {
    stream: TcpStream,
    lines: BufReader<TcpStream>,
}

/// No server takes longer for a line unless it is broken.
const LINE: Duration = Duration::from_secs(20);

impl Smtp {
    pub fn connect(address: &str) -> io::Result<Smtp> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(LINE))?;
        let lines = BufReader::new(stream.try_clone()?);
        let mut smtp = Smtp { stream, lines };
        smtp.reply()?;
        smtp.command("EHLO mx.outside.example")?;
        Ok(smtp)
    }

    /// Sends a mail; answers the status of the command that decided.
    pub fn send(&mut self, to: &str, subject: &str, text: &str) -> io::Result<u16> {
        for line in ["MAIL FROM:<sender@outside.example>", &format!("RCPT TO:<{to}>"), "DATA"] {
            let status = self.command(line)?;
            if status >= 400 {
                return Ok(status);
            }
        }
        let mail = format!(
            "From: Sender <sender@outside.example>\r\nTo: <{to}>\r\nSubject: {subject}\r\nMessage-ID: <{subject}@outside.example>\r\n\
             Date: Fri, 20 Nov 2026 09:00:00 +0000\r\n\r\n{text}\r\n."
        );
        self.command(&mail)
    }

    /// One command; answers the status.
    pub fn command(&mut self, line: &str) -> io::Result<u16> {
        self.stream.write_all(format!("{line}\r\n").as_bytes())?;
        self.reply()
    }

    fn reply(&mut self) -> io::Result<u16> {
        loop {
            let mut line = String::new();
            self.lines.read_line(&mut line)?;
            let (Some(status), Some(more)) = (line.get(..3), line.as_bytes().get(3)) else {
                return Err(io::ErrorKind::UnexpectedEof.into());
            };
            if *more == b' ' {
                return status.parse().map_err(io::Error::other);
            }
        }
    }
}
