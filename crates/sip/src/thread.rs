//! The thread of the core. What answers without waiting runs there, too: from a datagram to its answer nothing is handed to
//! another thread, which would cost more than the answer.

use std::io;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// A started thread, before it has its work.
pub(crate) struct Thread<F> {
    handle: Handle,
    begin: oneshot::Sender<F>,
}

impl<F: Future<Output = ()> + Send + 'static> Thread<F> {
    pub fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (begin, begun) = oneshot::channel::<F>();
        let work = async {
            // Nothing to do: whoever wanted something has failed. A task among others, since waking what the runtime itself
            // waits for takes a system call.
            if let Ok(work) = begun.await {
                let _ = tokio::spawn(work).await;
            }
        };
        std::thread::Builder::new().name("sip".into()).spawn(move || runtime.block_on(work))?;
        Ok(Self { handle, begin })
    }

    /// Where its sockets are waited for.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// The thread, and all that was spawned on it, ends with this.
    pub fn run(self, work: F) -> Handle {
        // It waits for nothing else.
        let _ = self.begin.send(work);
        self.handle
    }
}
