//! What every page may show.

use serde::Serialize;
use tera::Context;

use crate::per_thread::PerThread;

/// Values with their names, once for each thread that renders pages. A template takes a value by counting who has it, and
/// threads that count the same one wait for each other.
#[derive(Default)]
pub struct Shared<'a> {
    values: Vec<Add<'a>>,
    of_threads: PerThread<Context>,
}

/// Adds a value to a context.
type Add<'a> = Box<dyn Fn(&mut Context) + Send + Sync + 'a>;

impl<'a> Shared<'a> {
    /// Adds a value.
    pub fn add<T: Serialize + Send + Sync + 'a>(&mut self, name: &'static str, value: T) {
        self.values
            .push(Box::new(move |context| context.insert(name, &value)));
        self.of_threads = PerThread::default();
    }

    /// All of them, to which a page adds its own.
    pub fn context(&self) -> Context {
        let all = || {
            let mut context = Context::new();
            self.values.iter().for_each(|add| add(&mut context));
            context
        };
        self.of_threads.get(all).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thread_sees_all_values() {
        let mut shared = Shared::default();
        shared.add("words", vec!["a", "b"]);
        drop(shared.context());
        shared.add("number", 7);
        let seen = || {
            let mut context = shared.context();
            let all = ["words", "number"].map(|name| context.remove(name).map(|value| value.to_string()));
            all.map(Option::unwrap_or_default)
        };
        let expected = seen();
        assert_eq!(expected, [r#"["a", "b"]"#, "7"]);
        for of_thread in rayon::broadcast(|_| seen()) {
            assert_eq!(of_thread, expected);
        }
    }
}
