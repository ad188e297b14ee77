//! Archives: every readable member, within limits on what comes out of them.

use std::io::{Cursor, Read};

use super::{
    Hint, Table, Unreadable,
    grid::Budget,
    read_as,
    sniff::{self, Format},
};

/// The most members that are looked at.
const MEMBERS: usize = 10_000;

/// Reads every member that is a table or a workbook; others are passed over.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Vec<Table>, Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::broken)?;
    let mut tables = Vec::new();
    let mut why = None;
    for index in 0..archive.len().min(MEMBERS) {
        let mut member = match archive.by_index(index) {
            Ok(member) => member,
            Err(zip::result::ZipError::UnsupportedArchive(message))
                if message.contains("assword") =>
            {
                why = why.or(Some(Unreadable::Locked));
                continue;
            }
            Err(error) => {
                why = why.or_else(|| Some(Unreadable::broken(error)));
                continue;
            }
        };
        let raw = member.name_raw().to_vec();
        let path = name(&raw);
        // Systems leave their own files beside the data.
        if member.is_dir()
            || path.starts_with("__MACOSX/")
            || path.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
        {
            continue;
        }
        let packed = member.compressed_size();
        let content = match inflate(&mut member, packed, budget) {
            Ok(content) => content,
            Err(Unreadable::TooLarge) => return Err(Unreadable::TooLarge),
            Err(error) => {
                why = why.or(Some(error));
                continue;
            }
        };
        drop(member);
        let hint = Hint { name: &path, ..Hint::default() };
        let read = sniff::sniff(&content, &hint).and_then(|format| match format {
            Format::Zip | Format::Gzip => Err(Unreadable::Archive),
            format => read_as(format, &content, budget),
        });
        match read {
            Ok(found) => tables.extend(
                found.into_iter().map(|table| Table { member: Some(path.clone()), ..table }),
            ),
            Err(Unreadable::TooLarge) => return Err(Unreadable::TooLarge),
            Err(error) => why = why.or(Some(error)),
        }
    }
    match why {
        Some(why) if tables.is_empty() => Err(why),
        _ => Ok(tables),
    }
}

/// Reads the file inside a gzip.
pub(super) fn gunzip(
    bytes: &[u8],
    hint: &Hint<'_>,
    budget: &mut Budget<'_>,
) -> Result<Vec<Table>, Unreadable> {
    let mut stream = flate2::read::MultiGzDecoder::new(bytes);
    let content = inflate(&mut stream, bytes.len() as u64, budget)?;
    match sniff::sniff(&content, hint)? {
        Format::Zip | Format::Gzip => Err(Unreadable::Archive),
        format => read_as(format, &content, budget),
    }
}

/// Takes what a workbook's archive inflates to from the budget, so that its reader may take it all at once.
pub(super) fn weigh(bytes: &[u8], budget: &mut Budget<'_>) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::broken)?;
    if archive.len() > MEMBERS {
        return Err(Unreadable::TooLarge);
    }
    let mut scrap = vec![0; 64 << 10];
    for index in 0..archive.len() {
        // A member that cannot be opened here cannot be opened by the reader either: it will say so.
        let Ok(mut member) = archive.by_index(index) else { continue };
        let most = allowance(member.compressed_size(), budget);
        let mut taken = 0;
        while let Ok(read @ 1..) = member.read(&mut scrap) {
            taken += read as u64;
            if taken > most {
                return Err(Unreadable::TooLarge);
            }
        }
        budget.inflated -= taken;
    }
    Ok(())
}

/// How many bytes may come out of `packed` bytes. Small files may have any ratio: they can do no harm.
fn allowance(packed: u64, budget: &Budget<'_>) -> u64 {
    packed.saturating_mul(budget.limits.ratio).max(1 << 20).min(budget.inflated)
}

fn inflate(
    stream: &mut impl Read,
    packed: u64,
    budget: &mut Budget<'_>,
) -> Result<Vec<u8>, Unreadable> {
    let most = allowance(packed, budget);
    let mut content = Vec::new();
    stream.take(most.saturating_add(1)).read_to_end(&mut content).map_err(Unreadable::broken)?;
    let taken = content.len() as u64;
    if taken > most {
        return Err(Unreadable::TooLarge);
    }
    budget.inflated -= taken;
    Ok(content)
}

/// A member's path: UTF-8, or the code page of old Ukrainian Windows and DOS.
fn name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::IBM866.decode_without_bom_handling(raw).0.into_owned(),
    }
}
