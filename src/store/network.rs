//! Network file systems: SQLite's locks do not hold there, and others lost data.

use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// Refuses a store on a network share, touching nothing.
pub(super) fn refuse(path: &Path) -> Result<()> {
    match share_of(path) {
        Some(name) => Err(Error::new(
            ErrorKind::Store,
            format!(
                "{} lies on a network share ({name}); the store needs a local disk",
                path.display()
            ),
        )
        .hint("use --db with a file on a local disk")),
        None => Ok(()),
    }
}

/// The file system's name if it is a network share, asked of the nearest folder that exists.
#[cfg(target_os = "linux")]
fn share_of(path: &Path) -> Option<&'static str> {
    let known = path
        .ancestors()
        .find_map(|place| rustix::fs::statfs(place).ok().map(|stat| (place, stat)));
    let (place, stat) = known?;
    // The type's width and sign differ between architectures; the numbers are 32 bits wide.
    let kind = u64::try_from(stat.f_type).unwrap_or_default() & 0xFFFF_FFFF;
    if kind == FUSE {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        return fuse_share(&mounts, place);
    }
    classify(kind)
}

/// Elsewhere there is no portable way to ask.
#[cfg(not(target_os = "linux"))]
fn share_of(_path: &Path) -> Option<&'static str> {
    None
}

/// `FUSE_SUPER_MAGIC`: says nothing of what is behind it.
#[cfg(target_os = "linux")]
const FUSE: u64 = 0x6573_5546;

/// Names a network file system by its magic number (linux/magic.h and the file systems' sources).
#[cfg(target_os = "linux")]
fn classify(kind: u64) -> Option<&'static str> {
    match kind {
        0x6969 => Some("nfs"),
        0x517B => Some("smb"),
        0xFF53_4D42 | 0xFE53_4D42 => Some("cifs"),
        0x00C3_6400 => Some("ceph"),
        0x0BD0_0BD0 => Some("lustre"),
        0x5346_414F | 0x6B41_4653 => Some("afs"),
        _ => None,
    }
}

/// Whether the longest mount that holds `place` is sshfs; lines of `/proc/self/mountinfo`.
#[cfg(target_os = "linux")]
fn fuse_share(mounts: &str, place: &Path) -> Option<&'static str> {
    let place = place.canonicalize().unwrap_or_else(|_| place.to_owned());
    mounts
        .lines()
        .filter_map(|line| {
            let (left, right) = line.split_once(" - ")?;
            let point = left.split(' ').nth(4)?;
            let kind = right.split(' ').next()?;
            place.starts_with(point).then_some((point.len(), kind))
        })
        .max_by_key(|(length, _)| *length)
        .filter(|(_, kind)| *kind == "fuse.sshfs")
        .map(|_| "sshfs")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn network_shares_are_known_and_local_disks_pass() {
        for (kind, name) in [
            (0x6969, "nfs"),
            (0xFF53_4D42, "cifs"),
            (0x00C3_6400, "ceph"),
        ] {
            assert_eq!(classify(kind), Some(name));
        }
        for local in [
            0xEF53,
            0x5846_5342,
            0x9123_683E,
            0x0102_1994,
            0x794C_7630,
            0x0102_1997,
        ] {
            assert_eq!(classify(local), None, "{local:x}");
        }
        let folder = tempfile::tempdir().unwrap();
        assert!(refuse(&folder.path().join("new/desk.db")).is_ok());
    }

    #[test]
    fn sshfs_is_found_behind_fuse() {
        let mounts = "22 1 0:20 / / rw - ext4 /dev/sda1 rw\n\
                      40 22 0:40 / /mnt/far rw shared:1 - fuse.sshfs host:/x rw\n\
                      41 22 0:41 / /mnt/near rw - fuse.bindfs /y rw\n";
        assert_eq!(
            fuse_share(mounts, Path::new("/mnt/far/desk.db")),
            Some("sshfs")
        );
        assert_eq!(fuse_share(mounts, Path::new("/mnt/near/desk.db")), None);
        assert_eq!(fuse_share(mounts, Path::new("/home/desk.db")), None);
    }
}
