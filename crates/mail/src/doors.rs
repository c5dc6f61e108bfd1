//! What the mail room needs of the house, handed in once at start.

use crate::metrics::Metrics;
use directory::Directory;
use messaging::Post;
use std::sync::Arc;

/// The certificate in force. Asked at each handshake, so that a renewed one is used without restart.
pub type TlsSource = Arc<dyn Fn() -> Arc<rustls::ServerConfig> + Send + Sync>;

#[derive(Clone)]
pub struct Doors {
    pub directory: Arc<dyn Directory>,
    pub post: Arc<dyn Post>,
    pub metrics: Arc<Metrics>,
}
