//! HTTPS, with a certificate of the server's own.

#[cfg(feature = "tls")]
pub use self::with::Identity;
#[cfg(feature = "tls")]
pub(super) use tokio_rustls::TlsAcceptor as Acceptor;

/// Without the feature there is none.
#[cfg(not(feature = "tls"))]
#[derive(Clone)]
pub(super) enum Acceptor {}

#[cfg(not(feature = "tls"))]
impl Acceptor {
    pub(super) async fn accept(self, _: tokio::net::TcpStream) -> std::io::Result<tokio::net::TcpStream> {
        match self {}
    }
}

#[cfg(feature = "tls")]
mod with {
    use std::io;
    use std::sync::Arc;

    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::PrivateKeyDer;

    /// The identity of the server: a key, and a self-signed certificate for it.
    pub struct Identity {
        certificate: rcgen::CertifiedKey<rcgen::KeyPair>,
    }

    impl Identity {
        /// A new key, and a certificate for these names and addresses.
        ///
        /// # Errors
        /// If one of them cannot be in a certificate.
        pub fn new(names: impl IntoIterator<Item: Into<String>>) -> io::Result<Self> {
            let names: Vec<String> = names.into_iter().map(Into::into).collect();
            let certificate = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
            Ok(Self { certificate })
        }

        /// The certificate, for clients to trust.
        #[must_use]
        pub fn certificate_pem(&self) -> String {
            self.certificate.cert.pem()
        }

        pub(in crate::server) fn acceptor(&self) -> io::Result<TlsAcceptor> {
            let key = PrivateKeyDer::try_from(self.certificate.signing_key.serialize_der())
                .map_err(io::Error::other)?;
            let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_safe_default_protocol_versions()
                .and_then(|builder| {
                    let chain = vec![self.certificate.cert.der().clone()];
                    builder.with_no_client_auth().with_single_cert(chain, key)
                });
            Ok(TlsAcceptor::from(Arc::new(config.map_err(io::Error::other)?)))
        }
    }
}

#[cfg(feature = "tls")]
#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::sync::Arc;

    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::CertificateDer;
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

    use super::Identity;
    use crate::config::Config;
    use crate::server::{Options, Server};

    #[test]
    fn a_client_that_trusts_the_certificate_is_served() {
        let identity = Identity::new(["localhost"]).unwrap();
        let mut roots = RootCertStore::empty();
        let pem = identity.certificate_pem();
        roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
        let options = Options { identity: Some(identity), ..Options::default() };
        let server = Server::start(Config::new(1), options).unwrap();
        let address = server.root().trim_start_matches("https://").trim_end_matches('/').to_owned();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connection = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
        let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        // A server that hangs up without saying so is no error here.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("https://"), "{answer}");
    }
}
