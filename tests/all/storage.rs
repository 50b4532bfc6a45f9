//! The disk: whatever goes wrong, the old file or the new one is there, whole; rights, links and left-overs.

use crate::faulty_disk::{Fault, FaultyDisk, with_every_fault};
use nianbao::storage::{
    LONGEST_NAME, Storage, TEMPORARY, clean_name, kept_by_windows, typed_path,
    without_verbatim_mark,
};
use nianbao::task::print::keep_beside_others;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const FILE: &str = "/reports/年报.nianbao";

#[test]
fn every_single_fault_leaves_the_old_file_or_the_new_one() {
    let disk = FaultyDisk::new(&["/reports"]);
    let path = Path::new(FILE);
    disk.storage().create(path, b"old and whole").unwrap();
    let runs = with_every_fault(
        &disk,
        |storage| storage.replace(path, b"new and whole as well"),
        |case, outcome, after| {
            let found = after.storage().read(path).unwrap();
            let is_new = found == b"new and whole as well";
            assert!(is_new || found == b"old and whole", "{case}: {found:?}");
            assert!(
                is_new || !outcome.is_some_and(Result::is_ok),
                "{case}: told as written"
            );
        },
    );
    assert!(runs >= 30, "{runs}");
}

#[test]
fn every_single_fault_leaves_a_new_file_whole_or_absent() {
    let disk = FaultyDisk::new(&["/reports"]);
    let path = Path::new(FILE);
    with_every_fault(
        &disk,
        |storage| storage.create(path, b"new and whole").is_ok(),
        |case, is_ok, after| {
            let found = after.storage().read(path).ok();
            let is_new = found.as_deref() == Some(b"new and whole");
            assert!(is_new || found.is_none(), "{case}: {found:?}");
            assert!(is_new || is_ok != Some(&true), "{case}: told as written");
        },
    );
}

#[test]
fn left_overs_go_with_the_next_writing_and_those_of_the_living_stay() {
    let disk = FaultyDisk::new(&["/reports"]);
    let path = Path::new(FILE);
    for fault in [Fault::KillBefore, Fault::KillWithin] {
        for operation in 1..5 {
            let killed = disk.with_fault(operation, fault);
            let _ = killed.storage().replace(path, b"killed");
            let after = killed.after(crate::faulty_disk::After::All);
            after.storage().replace(path, b"next").unwrap();
            assert_eq!(after.paths(), [PathBuf::from(FILE)]);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, old: bool| {
        let path = folder.path().join(name);
        let file = std::fs::File::create(&path).unwrap();
        if old {
            let hour = SystemTime::now() - Duration::from_secs(3600);
            file.set_modified(hour).unwrap();
        }
        (path, file)
    };
    let (left, _) = file(&format!("{TEMPORARY}12-3.tmp"), true);
    let (young, _) = file(&format!("{TEMPORARY}12-4.tmp"), false);
    let (held, lock) = file(&format!("{TEMPORARY}12-5.tmp"), true);
    let (other, _) = file(&format!("{TEMPORARY}我的.tmp"), true);
    lock.lock().unwrap();
    Storage::default()
        .create(&folder.path().join("a.nianbao"), b"x")
        .unwrap();
    let exist = [&left, &young, &held, &other].map(|path| path.exists());
    assert_eq!(exist, [false, true, true, true]);
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn drafts_are_private_and_files_keep_their_rights() {
    let disk = FaultyDisk::new(&["/reports"]);
    let path = Path::new(FILE);
    let mode_of_draft = |disk: &FaultyDisk| {
        // Killed after the content was written.
        let killed = disk.with_fault(2, Fault::KillBefore);
        let _ = killed.storage().replace(path, b"secret");
        let draft = killed.paths().into_iter().find(|found| found != path);
        let look = killed.storage().look(&draft.unwrap()).unwrap();
        assert_eq!(look.bytes, 6);
        look.owner.permissions.mode() & 0o777
    };
    assert_eq!(mode_of_draft(&disk), 0o600);
    disk.storage().create(path, b"old").unwrap();
    assert_eq!(mode_of_draft(&disk), 0o644);

    let folder = tempfile::tempdir().unwrap();
    let (storage, path) = (Storage::default(), folder.path().join("a.nianbao"));
    storage.create(&path, b"1").unwrap();
    let usual = folder.path().join("usual");
    std::fs::write(&usual, b"").unwrap();
    assert_eq!(mode(&path), mode(&usual), "the rights of any new file");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    storage.replace(&path, b"2").unwrap();
    assert_eq!(mode(&path), 0o640);
    let private = folder.path().join("settings").join("copy.ron");
    storage.keep_private(&private, b"3").unwrap();
    assert_eq!(
        (mode(&private), mode(&folder.path().join("settings"))),
        (0o600, 0o700)
    );
}

#[test]
fn a_link_stays_a_link_also_when_it_leads_nowhere_yet() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("away")).unwrap();
    symlink("away/real.nianbao", at("second.nianbao")).unwrap();
    symlink(at("second.nianbao"), at("link.nianbao")).unwrap();
    let storage = Storage::default();
    storage.create(&at("link.nianbao"), b"1").unwrap();
    storage.replace(&at("link.nianbao"), b"2").unwrap();
    assert!(at("link.nianbao").is_symlink() && at("second.nianbao").is_symlink());
    assert_eq!(std::fs::read(at("away/real.nianbao")).unwrap(), b"2");
    symlink("gone/real.nianbao", at("lost.nianbao")).unwrap();
    let error = storage.create(&at("lost.nianbao"), b"1").unwrap_err();
    assert!(error.to_string().starts_with("没有文件夹"), "{error}");
    assert!(at("lost.nianbao").is_symlink());
}

#[test]
fn one_file_is_known_by_all_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a"), b"").unwrap();
    std::fs::write(at("b"), b"").unwrap();
    std::fs::hard_link(at("a"), at("hard")).unwrap();
    symlink("a", at("soft")).unwrap();
    symlink("new", at("dangling")).unwrap();
    let storage = Storage::default();
    let same = |one: &str, other: &str| storage.is_same(&at(one), &at(other));
    assert!(same("a", "soft") && same("a", "hard") && same("a", "./a") && same("dangling", "new"));
    assert!(!same("a", "b") && !same("a", "new"));
}

#[test]
fn names_are_long_odd_and_still_written() {
    let folder = tempfile::tempdir().unwrap();
    let long = clean_name(&"年".repeat(200), "nianbao");
    assert!(
        long.len() <= LONGEST_NAME && long.ends_with("年.nianbao"),
        "{long}"
    );
    for name in [long.as_str(), "- a\u{202e}'\" \n$.nianbao"] {
        let path = folder.path().join(name);
        Storage::default().create(&path, b"x").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"x");
    }
    let too_long = folder.path().join("年".repeat(200));
    let error = Storage::default().create(&too_long, b"x").unwrap_err();
    assert!(error.to_string().contains("文件名太长"), "{error}");
}

#[test]
fn suggested_names_suit_every_system() {
    let cases = [
        ("甲县乙局2024年度报告", "甲县乙局2024年度报告.pdf"),
        ("甲\n县\u{202e}乙\u{200b}局\u{7}", "甲 县乙局.pdf"),
        ("a/b\\c:d*e?f\"g<h>i|j", "abcdefghij.pdf"),
        ("  ..  ", "年度报告.pdf"),
        ("", "年度报告.pdf"),
        ("con", "_con.pdf"),
        ("LPT1.x", "_LPT1.x.pdf"),
        ("COM0", "COM0.pdf"),
        ("console", "console.pdf"),
        (".隐藏. ", "隐藏.pdf"),
    ];
    for (text, expected) in cases {
        assert_eq!(clean_name(text, "pdf"), expected);
    }
}

#[test]
fn paths_of_windows_are_shown_as_people_write_them() {
    let cases = [
        (r"\\?\C:\年报\甲局.nianbao", r"C:\年报\甲局.nianbao"),
        (r"\\?\C:\", r"C:\"),
        (r"\\?\UNC\server\共享\a.b", r"\\server\共享\a.b"),
        (r"C:\a", r"C:\a"),
        (r"\\server\a", r"\\server\a"),
        // Without the mark these would be other files, or none.
        (r"\\?\C:\a.", r"\\?\C:\a."),
        (r"\\?\C:\a \b", r"\\?\C:\a \b"),
        (r"\\?\C:\con.txt", r"\\?\C:\con.txt"),
        (r"\\?\Volume{1}\a", r"\\?\Volume{1}\a"),
        ("/a/b", "/a/b"),
    ];
    for (path, expected) in cases {
        assert_eq!(
            without_verbatim_mark(PathBuf::from(path)),
            PathBuf::from(expected)
        );
    }
}

#[test]
fn a_pdf_that_cannot_be_replaced_gets_a_number() {
    let folder = tempfile::tempdir().unwrap();
    let keep = |bytes: &[u8]| {
        keep_beside_others(&Storage::default(), folder.path(), "甲局", bytes).unwrap()
    };
    let first = keep(b"1");
    assert_eq!(first, folder.path().join("甲局.pdf"));
    assert_eq!(keep(b"2"), first);
    // Nothing takes the place of a folder, as nothing takes that of a file which a viewer of Windows shows.
    std::fs::remove_file(&first).unwrap();
    std::fs::create_dir(&first).unwrap();
    let second = keep(b"3");
    assert_eq!(second, folder.path().join("甲局（2）.pdf"));
    assert_eq!(std::fs::read(second).unwrap(), b"3");
    let nowhere = first.join("x").join("\0");
    let problem = keep_beside_others(&Storage::default(), &nowhere, "甲局", b"4").unwrap_err();
    assert!(problem.to_string().contains("不能写入"), "{problem}");
}

#[test]
fn typed_paths_may_be_quoted_or_begin_at_home() {
    let home = Path::new("/home/li");
    let cases = [
        (" /a b/c.nianbao ", "/a b/c.nianbao"),
        ("\"/a b/c.nianbao\"", "/a b/c.nianbao"),
        ("'/a'", "/a"),
        ("“/a”", "/a"),
        ("file:///a/b.pdf", "/a/b.pdf"),
        ("~/年报.nianbao", "/home/li/年报.nianbao"),
        ("\"~/a\"", "/home/li/a"),
        ("~", "/home/li/"),
        ("~li/a", "~li/a"),
        ("\"a", "\"a"),
    ];
    for (text, expected) in cases {
        assert_eq!(
            typed_path(text, Some(home)),
            PathBuf::from(expected),
            "{text}"
        );
    }
}

#[test]
fn every_single_fault_leaves_the_old_copy_or_the_new_one() {
    use nianbao::task::copies::{Kept, keep};
    let disk = FaultyDisk::new(&["/settings/recovery"]);
    let copy = Path::new("/settings/recovery/1-0.ron");
    let kept = |report: &str| Kept {
        path: Some(PathBuf::from(FILE)),
        saving: None,
        stamp: None,
        took_over: Vec::new(),
        report: report.to_owned(),
    };
    keep(&disk.storage(), copy, &kept("old")).unwrap();
    let runs = with_every_fault(
        &disk,
        |storage| keep(storage, copy, &kept("new")),
        |case, outcome, after| {
            let found: Kept = ron::de::from_bytes(&after.storage().read(copy).unwrap()).unwrap();
            let is_new = found == kept("new");
            assert!(is_new || found == kept("old"), "{case}: {found:?}");
            assert!(
                is_new || !outcome.is_some_and(Result::is_ok),
                "{case}: told as kept"
            );
        },
    );
    assert!(runs >= 30, "{runs}");
}

#[test]
fn every_single_fault_leaves_all_earlier_versions_but_the_one_that_goes() {
    use nianbao::task::versions::{MOST, Versions};
    let disk = FaultyDisk::new(&["/reports"]);
    let (path, settings) = (Path::new(FILE), Path::new("/settings"));
    let content = |number: usize| format!("version {number}, whole").into_bytes();
    for number in 0..MOST {
        disk.storage().replace(path, &content(number)).unwrap();
        Versions::new(disk.storage(), settings).keep(path).unwrap();
    }
    disk.storage().replace(path, &content(MOST)).unwrap();
    let versions = |disk: &FaultyDisk| -> Vec<Vec<u8>> {
        let inside = |path: &PathBuf| {
            path.starts_with("/settings") && path.extension().is_some_and(|s| s == "nianbao")
        };
        let paths = disk.paths().into_iter().filter(inside);
        paths
            .map(|path| disk.storage().read(&path).unwrap())
            .collect()
    };
    assert_eq!(versions(&disk).len(), MOST);
    with_every_fault(
        &disk,
        |storage| Versions::new(storage.clone(), settings).keep(path),
        |case, outcome, after| {
            let found = versions(after);
            for number in 1..MOST {
                assert!(
                    found.contains(&content(number)),
                    "{case}: version {number} is gone"
                );
            }
            let is_known = |found: &Vec<u8>| (0..=MOST).any(|number| *found == content(number));
            assert!(found.iter().all(is_known), "{case}: {found:?}");
            let has_new = found.contains(&content(MOST));
            assert!(
                has_new || !outcome.is_some_and(Result::is_ok),
                "{case}: told as kept"
            );
            assert_eq!(after.storage().read(path).unwrap(), content(MOST), "{case}");
        },
    );
}

#[test]
fn names_that_windows_keeps_are_known() {
    for (path, name) in [
        (r"D:\年报\com1.pdf", "com1.pdf"),
        ("aux.nianbao", "aux.nianbao"),
        ("NUL", "NUL"),
        (r"C:\con\年报.pdf", "con"),
        ("年报.pdf:藏", "年报.pdf:藏"),
        (r"C:\年报.pdf:a", "年报.pdf:a"),
        ("C:com3", "C:com3"),
        ("CONIN$.pdf", "CONIN$.pdf"),
        (r"D:\conout$", "conout$"),
        (r"\\?\C:\nul.pdf", "nul.pdf"),
        (r"\\?\UNC\server\share\aux", "aux"),
    ] {
        assert_eq!(kept_by_windows(path), Some(name), "{path}");
    }
    for path in [
        r"C:\年报\2025.nianbao",
        "C:年报.pdf",
        r"\\server\share\年报.pdf",
        r"\\?\C:\年报\2025.pdf",
        r"\\?\UNC\server\share\年报.pdf",
        "conin.pdf",
        "/home/li/console.pdf",
        "com10.pdf",
        "lpt.pdf",
    ] {
        assert_eq!(kept_by_windows(path), None, "{path}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_killed_process_is_gone_before_anyone_has_waited_for_it() {
    use nianbao::storage::{has_ended, own_process};
    let own = own_process();
    assert!(!own.is_empty() && !has_ended(&own));
    let mut child = std::process::Command::new("sleep")
        .arg("60")
        .spawn()
        .unwrap();
    let (number, own_number) = (child.id().to_string(), std::process::id().to_string());
    // The system's ticks since its start are the 22nd word, the 20th behind the name.
    let told = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap();
    let (_, behind) = told.rsplit_once(')').unwrap();
    let since = behind.split_whitespace().nth(19).unwrap();
    let parts: Vec<&str> = own.split(' ').collect();
    assert_eq!(parts[1], own_number);
    let word = format!("{} {number} {since}", parts[0]);
    assert!(!has_ended(&word), "{word}");
    child.kill().unwrap();
    assert!(has_ended(&word), "killed, and not yet waited for");
    child.wait().unwrap();
    assert!(has_ended(&word));
    let other = format!("{} {own_number} 1", parts[0]);
    assert!(has_ended(&other), "another process had the number before");
    for word in ["", "nianbao", "pid:[1] 1 1", "a b", &own.replace(' ', "")] {
        assert!(!has_ended(word), "nobody knows: {word}");
    }
}
