//! SQL, one file per family of tables; decides nothing.
