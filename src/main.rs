//! The program: the exit code of `commands::run`.

fn main() -> std::process::ExitCode {
    okrbook::commands::run(std::env::args_os()).into()
}
