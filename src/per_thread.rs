//! What each thread of the pool has for itself.

use std::sync::OnceLock;

/// A value for each thread, made when the thread first asks for its own. Threads that are none of the pool share one.
#[derive(Debug)]
pub struct PerThread<T>(Box<[OnceLock<T>]>);

impl<T> Default for PerThread<T> {
    fn default() -> PerThread<T> {
        PerThread(
            (0..=rayon::current_num_threads())
                .map(|_| OnceLock::new())
                .collect(),
        )
    }
}

impl<T> PerThread<T> {
    /// The value of the thread that asks.
    pub fn get(&self, make: impl FnOnce() -> T) -> &T {
        let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
        // There may be another pool with more threads.
        self.0[thread % self.0.len()].get_or_init(make)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thread_has_its_own_and_keeps_it() {
        let numbers = PerThread::default();
        let of_threads = rayon::broadcast(|context| *numbers.get(|| context.index()));
        assert_eq!(of_threads, (0..of_threads.len()).collect::<Vec<_>>());
        let again = rayon::broadcast(|_| *numbers.get(|| usize::MAX));
        assert_eq!(again, of_threads);
        assert_eq!(
            *numbers.get(|| usize::MAX),
            usize::MAX,
            "this thread is none of them"
        );
    }

    #[test]
    fn more_threads_than_there_were_share() {
        let numbers = PerThread::default();
        let threads = rayon::current_num_threads() + 2;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let found = pool.broadcast(|_| *numbers.get(|| 7));
        assert_eq!(found, vec![7; threads]);
    }
}
