//! Death between any two steps of something asynchronous.

use std::{future::poll_fn, pin::pin, task::Poll};

/// Lets `work` run for `polls` turns, then drops it wherever it stands; what it came to if it ended before.
pub(crate) async fn cut_after<T>(polls: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}
