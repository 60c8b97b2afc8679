//! The program as people meet it: what it prints, how it ends, what it leaves on the disk; and what the compiler cannot see.

mod repo;
mod tree;

mod arguments;
mod bad_input;
mod checking;
mod contract;
mod output_folder;
mod same_bytes;
mod streams;
mod tidy;
