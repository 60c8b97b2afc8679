//! The program: the exit code of `commands::run`.

/// Many short-lived texts on several threads: quicker than with the system's allocator, for somewhat more memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    okrbook::commands::run(std::env::args_os()).into()
}
