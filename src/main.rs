//! The program: the exit code of `commands::run`.
fn main() {}
