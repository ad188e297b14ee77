//! Lists the files of `demo/`, so that the binary carries the demonstration council.

use std::{env, fmt::Write, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=demo");
    let mut list = String::from("&[\n");
    for folder in ["demo", "demo/files"] {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_file() && entry.file_name() != "README.md" {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        for name in names {
            let path = format!("{folder}/{name}");
            let key = path.trim_start_matches("demo/");
            let _ = writeln!(
                list,
                "({key:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
                format!("/{path}")
            );
        }
    }
    list.push(']');
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("demo.rs"), list)
}
