//! The program from outside: what it prints, how it ends, and what it leaves on the disk.

mod repo;
mod tree;

mod arguments;
mod bad_input;
mod checking;
mod output_folder;
mod same_bytes;
mod streams;
