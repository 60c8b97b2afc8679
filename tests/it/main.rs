//! The program as people meet it, and what the compiler cannot see.

mod tidy;
