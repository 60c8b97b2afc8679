//! What git knows of the repository. Without git everything else works.
